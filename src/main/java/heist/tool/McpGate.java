package heist.tool;

import heist.HeistException;
import heist.web.Caller;
import heist.web.Json;
import heist.web.TokenVerifier;
import io.modelcontextprotocol.spec.ProtocolVersions;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Looks at each message before the MCP library does: what is not one JSON-RPC message is refused in
 * JSON-RPC's own words, and a call of a tool beyond the token's scopes with 403 and {@code
 * insufficient_scope}, as MCP authorization asks, so that a client can get a better token. The
 * scope is checked again where the tool runs. Host, Origin and protocol version are looked at, too.
 * Stateless.
 */
final class McpGate implements Filter {
  private static final int PARSE_ERROR = -32700;
  private static final int INVALID_REQUEST = -32600;
  private static final int INVALID_PARAMS = -32602;
  private static final int INTERNAL_ERROR = -32603;
  private static final Set<String> NEED_PARAMS = Set.of("initialize", "tools/call");
  private static final Logger LOG = LoggerFactory.getLogger(McpGate.class);

  /** Those that the SDK speaks. Without the header a client speaks one from before it was there. */
  private static final Set<String> VERSIONS =
      Set.of(
          ProtocolVersions.MCP_2024_11_05,
          ProtocolVersions.MCP_2025_03_26,
          ProtocolVersions.MCP_2025_06_18,
          ProtocolVersions.MCP_2025_11_25);

  private final McpTools box;
  private final McpNames names;

  McpGate(McpTools box, McpNames names) {
    this.box = box;
    this.names = names;
  }

  /** What a message is about, and whether it is one. */
  private static final class Head {
    private boolean versioned;
    private boolean hasParams;
    private @Nullable Object id;
    private @Nullable String method;
    private @Nullable String tool;
    private @Nullable Object call;
    private @Nullable Object event;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    McpNames.Refusal stranger = names.refusal(http);
    if (stranger != null) {
      refuse(
          (HttpServletResponse) response, stranger.status(), INVALID_REQUEST, stranger.message());
      return;
    }
    if (!http.getMethod().equals("POST")) {
      ((HttpServletResponse) response).setHeader("Allow", "POST");
      refuse(
          (HttpServletResponse) response,
          405,
          INVALID_REQUEST,
          "Send each message by POST; there are no streams and no sessions here.");
      return;
    }
    String body;
    Head head;
    try {
      body = text(http.getInputStream().readAllBytes());
      head = head(body);
    } catch (CharacterCodingException e) {
      refuse((HttpServletResponse) response, 400, PARSE_ERROR, "The body is not UTF-8.");
      return;
    } catch (JacksonException e) {
      refuse((HttpServletResponse) response, 400, PARSE_ERROR, "The body is not valid JSON.");
      return;
    } catch (IllegalArgumentException e) {
      refuse((HttpServletResponse) response, 400, INVALID_REQUEST, String.valueOf(e.getMessage()));
      return;
    }
    String version = http.getHeader("MCP-Protocol-Version");
    if (version != null && !VERSIONS.contains(version)) {
      String spoken = "MCP-Protocol-Version is none of " + new TreeSet<>(VERSIONS) + ".";
      refuse((HttpServletResponse) response, 400, INVALID_REQUEST, spoken, head.id);
      return;
    }
    if (!head.hasParams && NEED_PARAMS.contains(String.valueOf(head.method))) {
      String needed = head.method + " needs its params.";
      refuse((HttpServletResponse) response, 400, INVALID_PARAMS, needed, head.id);
      return;
    }
    if ("tools/call".equals(head.method) && head.tool != null) {
      Caller caller = TokenVerifier.caller(http);
      try {
        box.admit(caller, head.tool, CallRef.of(caller, head.call, head.event));
      } catch (HeistException e) {
        TokenVerifier.refuse(http, (HttpServletResponse) response, e);
        return;
      }
    }
    Watched watched = new Watched((HttpServletResponse) response);
    Held held = new Held(http, body);
    // The filter before this one has checked that it is there.
    String bearer = http.getHeader("Authorization").substring("Bearer ".length()).strip();
    try {
      ScopedValue.where(McpHub.BEARER, bearer)
          .call(() -> {
            chain.doFilter(held, watched);
            return true;
          });
    } catch (IOException | ServletException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new ServletException(e);
    }
    watched.finish();
  }

  /** Strict: a wrong byte is an error, not a question mark in somebody's argument. */
  private static String text(byte[] body) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
  }

  /** Reads all of the message once, so that none that is broken further on goes through. */
  private static Head head(String body) {
    Head head = new Head();
    try (JsonParser parser = Json.mapper().createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("One JSON-RPC message, an object, is expected.");
      }
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String field = parser.currentName();
        field(head, parser, field, parser.nextToken());
      }
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("There is something after the JSON-RPC message.");
      }
    }
    if (!head.versioned || head.method == null) {
      throw new IllegalArgumentException(
          "A JSON-RPC message needs \"jsonrpc\": \"2.0\" and a method.");
    }
    return head;
  }

  private static void field(Head head, JsonParser parser, String field, JsonToken value) {
    switch (field) {
      case "jsonrpc" ->
          head.versioned = value == JsonToken.VALUE_STRING && parser.getString().equals("2.0");
      case "method" ->
          head.method =
              check(value == JsonToken.VALUE_STRING, "method must be text")
                  ? parser.getString()
                  : null;
      case "id" -> {
        check(
            value == JsonToken.VALUE_STRING || value == JsonToken.VALUE_NUMBER_INT,
            "id must be text or a whole number");
        head.id = value == JsonToken.VALUE_STRING ? parser.getString() : parser.getNumberValue();
      }
      case "params" -> {
        check(value == JsonToken.START_OBJECT, "params must be an object");
        head.hasParams = true;
        params(head, parser);
      }
      default -> parser.skipChildren();
    }
  }

  private static boolean check(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule + ".");
    }
    return true;
  }

  private static void params(Head head, JsonParser parser) {
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (value == JsonToken.VALUE_STRING && field.equals("name")) {
        head.tool = parser.getString();
      } else if (value == JsonToken.START_OBJECT && field.equals("_meta")) {
        meta(head, parser);
      } else {
        parser.skipChildren();
      }
    }
  }

  private static void meta(Head head, JsonParser parser) {
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (value == JsonToken.VALUE_STRING && field.equals(CallRef.META_ID)) {
        head.call = parser.getString();
      } else if (value == JsonToken.VALUE_NUMBER_INT && field.equals(CallRef.META_EVENT)) {
        head.event = parser.getNumberValue();
      } else {
        parser.skipChildren();
      }
    }
  }

  private static void refuse(HttpServletResponse response, int status, int code, String message)
      throws IOException {
    refuse(response, status, code, message, null);
  }

  private static void refuse(
      HttpServletResponse response, int status, int code, String message, @Nullable Object id)
      throws IOException {
    var answer = Json.mapper().createObjectNode().put("jsonrpc", "2.0").putPOJO("id", id);
    answer.putObject("error").put("code", code).put("message", message);
    response.setStatus(status);
    response.setContentType("application/json");
    write(response, answer.toString());
  }

  private static void write(HttpServletResponse response, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  /**
   * The library writes its exceptions as they are, with their stack traces: of such an answer only
   * the code and the message go out.
   */
  private static final class Watched extends HttpServletResponseWrapper {
    private final HttpServletResponse response;
    private final StringWriter kept = new StringWriter(512);

    Watched(HttpServletResponse response) {
      super(response);
      this.response = response;
    }

    @Override
    public PrintWriter getWriter() {
      return new PrintWriter(kept);
    }

    void finish() throws IOException {
      String text = kept.toString();
      int status = response.getStatus();
      if (text.isEmpty()) {
        return;
      }
      if (status < 400 && !text.contains("\"code\":" + INTERNAL_ERROR)) {
        write(response, text);
        return;
      }
      JsonNode said =
          text.startsWith("{") ? Json.lenient().readTree(text) : MissingNode.getInstance();
      JsonNode error = said.path(status < 400 ? "error" : "jsonRpcError");
      String message = error.path("message").asString("");
      int code = error.path("code").asInt(INVALID_REQUEST);
      if (code == INTERNAL_ERROR && message.contains("databind.exc.")) {
        // It reads the params itself, and takes what does not fit for a mistake of its own.
        refuse(response, 400, INVALID_PARAMS, "The params do not fit the method.");
      } else if (code == INTERNAL_ERROR || status >= 500) {
        LOG.error("The MCP library failed: {}", message);
        refuse(response, 500, INTERNAL_ERROR, "This is our mistake; the service's log tells more.");
      } else {
        refuse(
            response,
            status,
            code,
            message.isEmpty() ? "This message cannot be answered." : message);
      }
    }
  }

  /** The request with its body at hand. */
  private static final class Held extends HttpServletRequestWrapper {
    private final String body;

    Held(HttpServletRequest request, String body) {
      super(request);
      this.body = body;
    }

    @Override
    public BufferedReader getReader() {
      return new BufferedReader(new StringReader(body));
    }

    @Override
    public ServletInputStream getInputStream() {
      var bytes = new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
      return new ServletInputStream() {
        @Override
        public int read() {
          return bytes.read();
        }

        @Override
        public int read(byte[] into, int from, int length) {
          return bytes.read(into, from, length);
        }

        @Override
        public boolean isFinished() {
          return bytes.available() == 0;
        }

        @Override
        public boolean isReady() {
          return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
          throw new IllegalStateException("The body has been read already");
        }
      };
    }
  }
}
