package heist.service.discovery;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.client.ServiceContext;
import heist.client.Target;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The target {@code discovery}. */
public final class DiscoveryService implements Service {
  private static final String READ = "discovery:read";

  private final WebServer server;

  private DiscoveryService(WebServer server) {
    this.server = server;
  }

  /** Tools in an answer. */
  record Tools(List<ToolInfo> tools, int count) {}

  /** Starts the service. Tools may only be at addresses of the address book. */
  public static Service start(ServiceContext ctx) {
    Registry registry =
        new Registry(Arrays.stream(Target.values()).map(ctx.addresses()::of).toList());
    TokenVerifier verifier = ctx.verifier();
    WebServer server =
        ctx.web()
            .openApi("openapi/discovery.yaml")
            .routes(config -> routes(config, verifier, registry))
            .start();
    return new DiscoveryService(server);
  }

  private static void routes(JavalinConfig config, TokenVerifier verifier, Registry registry) {
    for (String path : List.of("/discover", "/tools", "/tools/*", "/stats")) {
      config.routes.before(path, verifier.before());
    }
    config.routes.get("/discover", ctx -> list(ctx, registry));
    config.routes.get("/tools", ctx -> list(ctx, registry));
    config.routes.get("/tools/{name}", ctx -> one(ctx, registry));
    config.routes.post("/tools/register", ctx -> register(ctx, registry));
    config.routes.delete("/tools/{name}", ctx -> remove(ctx, registry));
    config.routes.get(
        "/stats",
        ctx -> {
          caller(ctx, READ);
          ctx.json(registry.stats());
        });
  }

  private static Caller caller(Context ctx, String scope) {
    Caller caller = TokenVerifier.caller(ctx);
    caller.require(scope);
    return caller;
  }

  private static void list(Context ctx, Registry registry) {
    List<ToolInfo> tools = registry.visible(caller(ctx, READ));
    ctx.json(new Tools(tools, tools.size()));
  }

  private static void one(Context ctx, Registry registry) {
    String name = ctx.pathParam("name");
    Caller caller = caller(ctx, READ);
    ctx.json(
        registry
            .find(name, caller)
            .orElseThrow(() ->
                new HeistException(
                    Kind.NOT_FOUND,
                    "There is no tool \"%s\" that this token may use".formatted(name))));
  }

  private static void register(Context ctx, Registry registry) {
    Caller caller = caller(ctx, Registry.REGISTER);
    ToolRegistration registration = Json.read(ctx.body(), ToolRegistration.class);
    if (registration.service() == null || registration.address() == null) {
      throw new HeistException(Kind.BAD_INPUT, "service and address are needed");
    }
    List<ToolInfo> tools = registry.register(registration, caller.clientId());
    ctx.status(201).json(new Tools(tools, tools.size()));
  }

  private static void remove(Context ctx, Registry registry) {
    caller(ctx, Registry.REGISTER);
    registry.remove(ctx.pathParam("name"));
    ctx.json(Map.of("removed", ctx.pathParam("name")));
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
  }
}
