package heist.tool;

import heist.client.ServiceContext;
import heist.web.TokenVerifier;
import heist.web.WebServer;
import java.util.Collection;
import java.util.List;

/**
 * Opens a service's tools to the world: REST ({@code GET /tools}, {@code POST /tools/NAME}) and MCP
 * ({@code /mcp}), tells discovery about them, and notes every call in the service's audit. Both
 * doors ask for a token of this service, show only what it may use, and call the same
 * implementation.
 *
 * <pre>
 * var doors = ToolDoors.install(server, ctx, verifier, List.of(tool));
 * WebServer running = server.start();
 * doors.announce();   // tell discovery, now and whenever it restarts
 * ...
 * doors.close();
 * </pre>
 */
public final class ToolDoors implements AutoCloseable {
  private final ToolBox box;
  private final McpDoor mcp;
  private final ToolRegistrar registrar;
  private final ServiceAudit audit;

  private ToolDoors(ToolBox box, McpDoor mcp, ToolRegistrar registrar, ServiceAudit audit) {
    this.audit = audit;
    this.box = box;
    this.mcp = mcp;
    this.registrar = registrar;
  }

  /**
   * Adds both doors to a server that is about to start.
   *
   * @param verifier checks tokens; the doors use it for their own paths only
   * @throws IllegalArgumentException if two tools have one name
   */
  public static ToolDoors install(
      WebServer.Builder server,
      ServiceContext ctx,
      TokenVerifier verifier,
      Collection<? extends Tool> tools) {
    return install(server, ctx, verifier, tools, new ServiceAudit(ctx));
  }

  /**
   * The same with the service's audit, for a service that notes more than calls of its tools.
   *
   * @param audit is closed with the doors
   */
  public static ToolDoors install(
      WebServer.Builder server,
      ServiceContext ctx,
      TokenVerifier verifier,
      Collection<? extends Tool> tools,
      ServiceAudit audit) {
    ToolBox box = new ToolBox(List.copyOf(tools), new ToolAudit(audit));
    McpDoor mcp = new McpDoor(ctx.name(), box, box.specs(), ctx.addresses().of(ctx.target()));
    server.openApi(ServiceAudit.OPEN_API);
    server.routes(config -> {
      new RestDoor(box).install(config, verifier);
      audit.install(config, verifier);
    });
    server.servlets(handler -> mcp.install(handler, verifier));
    return new ToolDoors(box, mcp, new ToolRegistrar(ctx, box.specs()), audit);
  }

  /** Begins to tell discovery about the tools. It need not be there yet. */
  public void announce() {
    registrar.start();
  }

  /** The service's audit, for what else is done there. */
  public ServiceAudit audit() {
    return audit;
  }

  /** What is offered, for tests and listings. */
  public List<ToolSpec> specs() {
    return box.specs();
  }

  /** Stops telling discovery and ends MCP. The server is closed by its owner. */
  @Override
  public void close() {
    registrar.close();
    mcp.close();
    audit.close();
  }
}
