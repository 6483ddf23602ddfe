package heist.tool;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.client.Bearer;
import heist.web.AuthException;
import heist.web.Json;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.client.transport.McpHttpClientTransportAuthorizationException;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One kept-open MCP client for all calls to one tool service. The token travels with each call: the
 * calling thread lays it down, the transport picks it up. A client that failed in its transport is
 * thrown away, and the call is tried once more with a new one: the call's id makes that safe.
 * Thread-safe.
 */
final class McpConnection implements AutoCloseable {
  private static final String TOKEN = "token";
  private static final ThreadLocal<String> CURRENT = new ThreadLocal<>();

  /** What a challenge says for people (RFC 6750, 3). */
  private static final Pattern REASON = Pattern.compile("error_description=\"([^\"]{1,300})\"");

  private final URI address;
  private final String path;
  private final boolean ours;
  private final Duration limit;
  private final ReentrantLock opening = new ReentrantLock();
  private volatile @Nullable McpSyncClient client;

  /** To one of our services, at its base address. */
  McpConnection(URI address, Duration limit) {
    this(address, McpDoor.PATH, true, limit);
  }

  private McpConnection(URI address, String path, boolean ours, Duration limit) {
    this.address = address;
    this.path = path;
    this.ours = ours;
    this.limit = limit;
  }

  /** To somebody else's server, at its MCP endpoint. */
  static McpConnection toOutside(URI endpoint, Duration limit) {
    String path = endpoint.getRawPath() == null ? "" : endpoint.getRawPath();
    String query = endpoint.getRawQuery() == null ? "" : "?" + endpoint.getRawQuery();
    return new McpConnection(
        URI.create(endpoint.getScheme() + "://" + endpoint.getRawAuthority()),
        path.isEmpty() ? "/" : path + query,
        false,
        limit);
  }

  /**
   * Calls {@code tool}.
   *
   * @param ref what the server is told of it
   * @throws HeistException UNAVAILABLE if the service does not answer, in words for a model
   */
  ToolOutcome call(ToolInfo tool, JsonNode arguments, CallRef ref, Supplier<String> token)
      throws InterruptedException {
    return with(tool, token, client -> outcome(client.callTool(request(tool, arguments, ref))));
  }

  /**
   * The tools that the server tells of.
   *
   * @param listing stands for the listing in messages
   * @throws HeistException as for {@link #call}
   */
  List<ToolInfo> list(ToolInfo listing, Supplier<String> token) throws InterruptedException {
    return with(
        listing,
        token,
        client ->
            client.listTools().tools().stream()
                .map(t ->
                    new ToolInfo(
                        t.name(),
                        t.description() == null ? "" : t.description(),
                        Json.mapper().valueToTree(t.inputSchema()),
                        "",
                        listing.service(),
                        address.toString()))
                .toList());
  }

  private <T> T with(ToolInfo tool, Supplier<String> token, Function<McpSyncClient, T> work)
      throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      String given = token.get();
      CURRENT.set(given);
      McpSyncClient used = null;
      try {
        used = client();
        return work.apply(used);
      } catch (RuntimeException e) {
        if (interrupted(e)) {
          throw new InterruptedException("The call of " + tool.name() + " was cut short");
        }
        if (attempt == 1 && token instanceof Bearer bearer && needsAnotherToken(e)) {
          bearer.refused(given);
          continue;
        }
        boolean again = attempt == 1 && !has(e, TimeoutException.class) && broken(e);
        if (used != null && broken(e)) {
          drop(used);
        }
        if (!again) {
          throw explain(tool, e);
        }
      } finally {
        CURRENT.remove();
      }
    }
  }

  private static CallToolRequest request(ToolInfo tool, JsonNode arguments, CallRef ref) {
    CallToolRequest.Builder request =
        CallToolRequest.builder(tool.name())
            .arguments(Json.mapper().convertValue(arguments, ARGUMENTS));
    Map<String, Object> meta = new LinkedHashMap<>();
    if (ref.id() != null) {
      meta.put(CallRef.META_ID, ref.id());
    }
    if (ref.event() != null) {
      meta.put(CallRef.META_EVENT, ref.event());
    }
    if (!meta.isEmpty()) {
      request.meta(meta);
    }
    return request.build();
  }

  private static final tools.jackson.core.type.TypeReference<Map<String, Object>> ARGUMENTS =
      new tools.jackson.core.type.TypeReference<>() {};

  private static ToolOutcome outcome(CallToolResult result) {
    String text =
        result.content().stream()
            .map(c -> c instanceof TextContent t ? t.text() : "(" + c.type() + ")")
            .collect(Collectors.joining("\n"));
    return new ToolOutcome(!Boolean.TRUE.equals(result.isError()), text);
  }

  private McpSyncClient client() {
    McpSyncClient known = client;
    if (known != null) {
      return known;
    }
    opening.lock();
    try {
      known = client;
      if (known == null) {
        known = open();
        client = known;
      }
      return known;
    } finally {
      opening.unlock();
    }
  }

  private McpSyncClient open() {
    var transport =
        HttpClientStreamableHttpTransport.builder(address.toString())
            .endpoint(path)
            .customizeClient(http ->
                http.version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER))
            .connectTimeout(Duration.ofSeconds(2))
            // Our services keep no sessions: there is nothing to listen to and nothing to resume.
            .openConnectionOnStartup(false)
            .resumableStreams(false)
            .httpRequestCustomizer((request, method, endpoint, body, context) -> {
              if (context.get(TOKEN) instanceof String token && !token.isEmpty()) {
                request.setHeader("Authorization", "Bearer " + token);
              }
            })
            .build();
    McpSyncClient opened =
        McpClient.sync(transport)
            .requestTimeout(limit)
            .initializationTimeout(limit)
            .transportContextProvider(() -> {
              String token = CURRENT.get();
              return token == null
                  ? McpTransportContext.EMPTY
                  : McpTransportContext.create(Map.of(TOKEN, token));
            })
            .build();
    try {
      opened.initialize();
      return opened;
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private void drop(McpSyncClient broken) {
    opening.lock();
    try {
      if (client == broken) {
        client = null;
      }
    } finally {
      opening.unlock();
    }
    broken.close();
  }

  /** Whether the failure may lie in the connection, rather than in the call. */
  private static boolean broken(RuntimeException e) {
    return !(e instanceof McpError) && !has(e, McpHttpClientTransportAuthorizationException.class);
  }

  /** Whether a token was refused that a new one may replace. */
  private static boolean needsAnotherToken(RuntimeException e) {
    McpHttpClientTransportAuthorizationException refused =
        find(e, McpHttpClientTransportAuthorizationException.class);
    return refused != null
        && refused.getResponseInfo().headers().allValues("WWW-Authenticate").stream()
            .anyMatch(AuthException::asksForAnother);
  }

  private HeistException explain(ToolInfo tool, RuntimeException e) {
    if (has(e, TimeoutException.class)) {
      return unavailable(
          "%s did not answer within %d s".formatted(tool.name(), limit.toSeconds()), e);
    }
    if (has(e, ConnectException.class)) {
      return unavailable(
          "%s does not answer: the service %s at %s is down. Go on without it, or try again later"
              .formatted(tool.name(), tool.service(), address),
          e);
    }
    McpHttpClientTransportAuthorizationException refused =
        find(e, McpHttpClientTransportAuthorizationException.class);
    if (refused != null) {
      int status = refused.getResponseInfo().statusCode();
      String told =
          refused
              .getResponseInfo()
              .headers()
              .firstValue("WWW-Authenticate")
              .map(REASON::matcher)
              .filter(Matcher::find)
              .map(m -> m.group(1))
              .orElse(
                  ours
                      ? "this agent's token is not accepted (" + status + ")"
                      : "%s does not accept the credentials of the crew's file (%d)"
                          .formatted(tool.service(), status));
      return new HeistException(
          status == 403 ? Kind.FORBIDDEN : Kind.UNAUTHENTICATED,
          "%s refused the call: %s".formatted(tool.name(), told),
          e);
    }
    return unavailable("%s could not be called: %s".formatted(tool.name(), e.getMessage()), e);
  }

  private static HeistException unavailable(String message, Throwable cause) {
    return new HeistException(Kind.UNAVAILABLE, message, cause);
  }

  private static boolean interrupted(RuntimeException e) {
    return Thread.interrupted() || has(e, InterruptedException.class);
  }

  private static boolean has(Throwable e, Class<? extends Throwable> type) {
    return find(e, type) != null;
  }

  private static <T extends Throwable> @Nullable T find(Throwable e, Class<T> type) {
    Throwable cause = e;
    for (int depth = 0; cause != null && depth < 20; depth++, cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
      for (Throwable suppressed : cause.getSuppressed()) {
        if (type.isInstance(suppressed)) {
          return type.cast(suppressed);
        }
      }
    }
    return null;
  }

  @Override
  public void close() {
    McpSyncClient open = client;
    if (open != null) {
      drop(open);
    }
  }
}
