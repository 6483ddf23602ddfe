package heist.tool;

import heist.client.ServiceContext;
import heist.web.TokenVerifier;
import heist.web.WebServer;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An MCP server at {@code /mcp} whose tools come and go: the one door to all tools for clients from
 * outside. Thread-safe.
 */
public final class McpHub implements AutoCloseable {
  static final ScopedValue<String> BEARER = ScopedValue.newInstance();

  private final McpDoor door;
  private final Map<String, ToolSpec> offered = new HashMap<>();

  private McpHub(McpDoor door) {
    this.door = door;
  }

  /** Adds the door to a server that is about to start; it has no tools yet. */
  public static McpHub install(
      WebServer.Builder server, ServiceContext ctx, TokenVerifier verifier, McpTools tools) {
    McpDoor door = new McpDoor(ctx.name(), tools, List.of(), ctx.addresses().of(ctx.target()));
    server.servlets(handler -> door.install(handler, verifier));
    return new McpHub(door);
  }

  /**
   * The token of the call that this thread is answering, which has been checked: for exchange at
   * auth, and for nothing else.
   */
  public static String bearer() {
    return BEARER.get();
  }

  /** From now on these tools are there, and no others. */
  public synchronized void offer(Collection<ToolSpec> tools) {
    Map<String, ToolSpec> now = new HashMap<>();
    tools.forEach(spec -> now.put(spec.name(), spec));
    offered.forEach((name, spec) -> {
      if (!spec.equals(now.get(name))) {
        door.remove(name);
      }
    });
    now.forEach((name, spec) -> {
      if (!spec.equals(offered.get(name))) {
        door.add(spec);
      }
    });
    offered.clear();
    offered.putAll(now);
  }

  @Override
  public void close() {
    door.close();
  }
}
