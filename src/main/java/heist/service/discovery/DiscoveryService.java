package heist.service.discovery;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import heist.HeistException;
import heist.HeistException.Kind;
import heist.audit.AuditEntry;
import heist.client.ServiceContext;
import heist.client.Target;
import heist.tool.McpHub;
import heist.tool.RefusedRequests;
import heist.tool.ServiceAudit;
import heist.tool.ToolInfo;
import heist.tool.ToolRegistration;
import heist.web.Caller;
import heist.web.Json;
import heist.web.Service;
import heist.web.TokenVerifier;
import heist.web.WebServer;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The target {@code discovery}. */
public final class DiscoveryService implements Service {
  private static final String READ = "discovery:read";

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static final RefusedRequests REFUSED =
      new RefusedRequests(
          "/tools", Map.of("POST *", "tool.registered", "DELETE *", "tool.removed"), "service");

  private final WebServer server;
  private final McpHub hub;
  private final ServiceAudit audit;
  private final ToolHealth health;

  private DiscoveryService(WebServer server, McpHub hub, ServiceAudit audit, ToolHealth health) {
    this.server = server;
    this.hub = hub;
    this.audit = audit;
    this.health = health;
  }

  /** Tools in an answer. */
  record Tools(List<Shown> tools, int count) {}

  /**
   * A tool in an answer.
   *
   * @param health of its service: {@code ready}, {@code unknown} before the first look, or what is
   *     wrong
   */
  record Shown(@JsonUnwrapped ToolInfo tool, String health) {}

  /** Starts the service. Tools may only be at addresses of the address book. */
  public static Service start(ServiceContext ctx) {
    Registry registry =
        new Registry(Arrays.stream(Target.values()).map(ctx.addresses()::of).toList());
    TokenVerifier verifier = ctx.verifier();
    ServiceAudit audit = new ServiceAudit(ctx);
    Hub tools = new Hub(registry, ctx.tokens(), ctx.credentials(), audit, ctx.clock(), LIMIT);
    ToolHealth health = new ToolHealth(ctx.clock());
    WebServer.Builder builder =
        ctx.web().openApi("openapi/discovery.yaml").openApi(ServiceAudit.OPEN_API);
    McpHub hub = McpHub.install(builder, ctx, verifier, tools);
    Routes routes = new Routes(registry, hub, audit, health);
    WebServer server = builder.routes(config -> routes.install(config, verifier)).start();
    return new DiscoveryService(server, hub, audit, health);
  }

  @Override
  public String name() {
    return server.name();
  }

  @Override
  public URI address() {
    return server.address();
  }

  @Override
  public void close() {
    server.close();
    hub.close();
    health.close();
    audit.close();
  }

  /** The registry over HTTP. */
  private record Routes(Registry registry, McpHub hub, ServiceAudit audit, ToolHealth health) {
    void install(JavalinConfig config, TokenVerifier verifier) {
      REFUSED.install(config.routes, audit);
      for (String path : List.of("/discover", "/tools", "/tools/*", "/stats")) {
        config.routes.before(path, verifier.before());
      }
      config.routes.get("/discover", this::list);
      config.routes.get("/tools", this::list);
      config.routes.get("/tools/{name}", this::one);
      config.routes.post("/tools/register", this::register);
      config.routes.delete("/tools/{name}", this::remove);
      config.routes.get(
          "/stats",
          ctx -> {
            caller(ctx, READ);
            ctx.json(registry.stats());
          });
      audit.install(config, verifier);
    }

    private static Caller caller(Context ctx, String scope) {
      Caller caller = TokenVerifier.caller(ctx);
      caller.require(scope);
      return caller;
    }

    private void list(Context ctx) {
      ctx.json(shown(registry.visible(caller(ctx, READ))));
    }

    private Tools shown(List<ToolInfo> tools) {
      return new Tools(tools.stream().map(this::shown).toList(), tools.size());
    }

    private Shown shown(ToolInfo tool) {
      return new Shown(tool, health.of(tool));
    }

    private void one(Context ctx) {
      String name = ctx.pathParam("name");
      Caller caller = caller(ctx, READ);
      ctx.json(
          registry
              .find(name, caller)
              .map(this::shown)
              .orElseThrow(() ->
                  new HeistException(
                      Kind.NOT_FOUND,
                      "There is no tool \"%s\" that this token may use".formatted(name))));
    }

    private void register(Context ctx) {
      Caller caller = caller(ctx, Registry.REGISTER);
      ToolRegistration registration = Json.read(ctx.body(), ToolRegistration.class);
      if (registration.service() == null || registration.address() == null) {
        throw new HeistException(Kind.BAD_INPUT, "service and address are needed");
      }
      List<ToolInfo> tools = registry.register(registration, caller.clientId());
      changed(caller, "tool.registered", registration.service());
      ctx.status(201).json(shown(tools));
    }

    private void remove(Context ctx) {
      Caller caller = caller(ctx, Registry.REGISTER);
      registry.remove(ctx.pathParam("name"));
      changed(caller, "tool.removed", ctx.pathParam("name"));
      ctx.json(Map.of("removed", ctx.pathParam("name")));
    }

    private void changed(Caller caller, String action, String what) {
      synchronized (hub) {
        hub.offer(Hub.specs(registry.all()));
      }
      audit.note(
          AuditEntry.of(action, caller.clientId(), "ok")
              .on(what)
              .with(Registry.REGISTER, caller.tokenId()));
    }
  }
}
