package heist.tool;

import heist.HeistException;
import heist.web.Caller;
import heist.web.Json;
import heist.web.TokenVerifier;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpStatelessSyncServer;
import io.modelcontextprotocol.server.transport.HttpServletStatelessServerTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.modelcontextprotocol.spec.McpSchema.ToolAnnotations;
import jakarta.servlet.DispatcherType;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tools over MCP, Streamable HTTP without server-side sessions: a service may restart, and a client
 * goes on. The token is checked by a filter in front; the scope where the tool runs, since the
 * SDK's filter of {@code tools/list} only hides. Host and Origin are checked against DNS rebinding.
 */
final class McpDoor implements AutoCloseable {
  static final String PATH = "/mcp";

  private static final String CALLER = "caller";
  private static final int MAX_REQUEST = 1 << 20;

  private final HttpServletStatelessServerTransport transport;
  private final McpStatelessSyncServer server;
  private final McpTools box;
  private final McpNames names;

  McpDoor(String service, McpTools box, List<ToolSpec> tools, URI address) {
    this.box = box;
    this.names = new McpNames(service, address);
    this.transport =
        HttpServletStatelessServerTransport.builder()
            .messageEndpoint(PATH)
            .maxRequestSize(MAX_REQUEST)
            .contextExtractor(request ->
                McpTransportContext.create(Map.of(CALLER, TokenVerifier.caller(request))))
            .build();
    this.server =
        McpServer.sync(transport)
            .serverInfo("heist-" + service, version())
            .capabilities(ServerCapabilities.builder().tools(false).build())
            // Handlers run on the request's own virtual thread.
            .immediateExecution(true)
            // Our own check speaks to both doors alike.
            .validateToolInputs(false)
            .requestTimeout(Duration.ofSeconds(30))
            .addToolFilter((context, tool) -> visible(context, tool.name()))
            .tools(tools.stream().map(this::tool).toList())
            .build();
  }

  private static String version() {
    String version = McpDoor.class.getPackage().getImplementationVersion();
    return version == null ? "dev" : version;
  }

  void install(ServletContextHandler handler, TokenVerifier verifier) {
    handler.addFilter(
        new FilterHolder(verifier.filter()), PATH, EnumSet.of(DispatcherType.REQUEST));
    handler.addFilter(
        new FilterHolder(new McpGate(box, names)), PATH, EnumSet.of(DispatcherType.REQUEST));
    ServletHolder servlet = new ServletHolder("mcp", transport);
    servlet.setAsyncSupported(true);
    handler.addServlet(servlet, PATH);
  }

  void add(ToolSpec spec) {
    server.addTool(tool(spec));
  }

  void remove(String name) {
    server.removeTool(name);
  }

  private boolean visible(McpTransportContext context, String name) {
    return context.get(CALLER) instanceof Caller caller
        && box.specs(caller).stream().anyMatch(spec -> spec.name().equals(name));
  }

  private SyncToolSpecification tool(ToolSpec spec) {
    Tool.Builder tool =
        Tool.builder()
            .name(spec.name())
            .description(spec.description())
            .inputSchema(map(spec.schema()))
            .annotations(
                ToolAnnotations.builder()
                    .readOnlyHint(spec.readOnly())
                    .destructiveHint(false)
                    .openWorldHint(false)
                    .build());
    if (spec.output() != null) {
      tool.outputSchema(map(spec.output()));
    }
    return SyncToolSpecification.builder().tool(tool.build()).callHandler(this::call).build();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(ObjectNode node) {
    return Json.mapper().treeToValue(node, Map.class);
  }

  private CallToolResult call(McpTransportContext context, CallToolRequest request) {
    if (!(context.get(CALLER) instanceof Caller caller)) {
      throw new IllegalStateException("A call came past the token filter");
    }
    JsonNode arguments =
        request.arguments() == null
            ? Json.mapper().createObjectNode()
            : Json.mapper().valueToTree(request.arguments());
    try {
      ToolResult result = box.call(caller, request.name(), arguments, ref(caller, request.meta()));
      return answer(result.success(), result.text(), result.structured());
    } catch (HeistException e) {
      return answer(false, String.valueOf(e.getMessage()), null);
    }
  }

  private static CallRef ref(Caller caller, @Nullable Map<String, Object> meta) {
    return meta == null
        ? CallRef.NONE
        : CallRef.of(caller, meta.get(CallRef.META_ID), meta.get(CallRef.META_EVENT));
  }

  private static CallToolResult answer(boolean success, String text, @Nullable JsonNode data) {
    CallToolResult.Builder result = CallToolResult.builder().addTextContent(text).isError(!success);
    if (data instanceof ObjectNode object) {
      result.structuredContent(map(object));
    }
    return result.build();
  }

  @Override
  public void close() {
    server.close();
  }
}
