package heist.tool;

import heist.web.Json;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Somebody else's MCP server: the SDK's, with sessions, on a Jetty of its own. It asks for the
 * bearer token {@code TOKEN}, which it also gives as an authorization server, and has the tools
 * {@code route} (answers from its arguments) and {@code wipe} (which nobody should call).
 */
public final class OutsideMcpServer implements AutoCloseable {
  public static final String TOKEN = "outside-token-31337";

  /** The Authorization headers of all requests. */
  public final ConcurrentLinkedQueue<String> authorizations = new ConcurrentLinkedQueue<>();

  /** The tools that were called. */
  public final ConcurrentLinkedQueue<String> calls = new ConcurrentLinkedQueue<>();

  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);
  private final McpSyncServer mcp;

  public OutsideMcpServer() {
    var transport =
        HttpServletStreamableServerTransportProvider.builder().mcpEndpoint("/their/mcp").build();
    mcp =
        McpServer.sync(transport)
            .serverInfo("maps", "1")
            .tools(tool("route"), tool("wipe"), tool("long"))
            .build();
    ServletContextHandler handler = new ServletContextHandler();
    handler.addFilter(new FilterHolder(guard()), "/their/mcp", EnumSet.of(DispatcherType.REQUEST));
    ServletHolder servlet = new ServletHolder(transport);
    servlet.setAsyncSupported(true);
    handler.addServlet(servlet, "/their/mcp");
    handler.addServlet(
        new ServletHolder(
            new jakarta.servlet.http.HttpServlet() {
              @Override
              protected void doPost(HttpServletRequest request, HttpServletResponse response)
                  throws java.io.IOException {
                authorizations.add(String.valueOf(request.getHeader("Authorization")));
                boolean right =
                    ("Basic "
                            + java.util.Base64.getEncoder()
                                .encodeToString("heist:outside-secret".getBytes()))
                        .equals(request.getHeader("Authorization"));
                response.setStatus(right ? 200 : 401);
                response.setContentType("application/json");
                response
                    .getWriter()
                    .write(
                        right
                            ? "{\"access_token\":\"" + TOKEN + "\",\"expires_in\":3600}"
                            : "{\"error\":\"invalid_client\"}");
              }
            }),
        "/their/token");
    handler.addServlet(
        new ServletHolder(
            new jakarta.servlet.http.HttpServlet() {
              @Override
              protected void service(HttpServletRequest request, HttpServletResponse response) {
                response.setStatus(307);
                response.setHeader("Location", "/their/mcp");
              }
            }),
        "/moved");
    server.addConnector(connector);
    connector.setHost("127.0.0.1");
    server.setHandler(handler);
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private Filter guard() {
    return (request, response, chain) -> {
      String header = ((HttpServletRequest) request).getHeader("Authorization");
      authorizations.add(String.valueOf(header));
      if (!("Bearer " + TOKEN).equals(header)) {
        ((HttpServletResponse) response).setStatus(401);
        return;
      }
      chain.doFilter(request, response);
    };
  }

  private SyncToolSpecification tool(String name) {
    return SyncToolSpecification.builder()
        .tool(
            Tool.builder()
                .name(name)
                .description(name.equals("long") ? "x".repeat(5_000) : "Does " + name)
                .inputSchema(
                    Map.of(
                        "type",
                        "object",
                        "properties",
                        Map.of("to", Map.of("type", "string")),
                        "required",
                        List.of()))
                .build())
        .callHandler((exchange, request) -> {
          calls.add(name);
          String text =
              name.equals("long")
                  ? "y".repeat(200_000)
                  : "The way to " + Json.write(request.arguments().getOrDefault("to", ""));
          return CallToolResult.builder().addTextContent(text).isError(false).build();
        })
        .build();
  }

  /** Its MCP endpoint. */
  public URI url() {
    return base().resolve("/their/mcp");
  }

  public URI base() {
    return URI.create("http://127.0.0.1:" + connector.getLocalPort());
  }

  @Override
  public void close() {
    mcp.close();
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
