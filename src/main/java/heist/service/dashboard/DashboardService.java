package heist.service.dashboard;

import heist.client.ServiceContext;
import heist.client.Target;
import heist.client.TokenClient;
import heist.config.Settings;
import heist.store.Database;
import heist.tool.ServiceAudit;
import heist.web.Service;
import heist.web.TokenVerifier;
import heist.web.WebServer;
import java.net.URI;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The dashboard: port 8008. Keeps classes and sign-ins, else nothing; thread-safe. */
public final class DashboardService implements Service {
  private static final Logger LOG = LoggerFactory.getLogger(DashboardService.class);
  private static final String[] SCOPES = {"session:read", "session:write", "feed:public"};

  private final WebServer server;
  private final Feeds feeds;
  private final Classes classes;
  private final ServiceAudit audit;

  private DashboardService(WebServer server, Feeds feeds, Classes classes, ServiceAudit audit) {
    this.server = server;
    this.classes = classes;
    this.feeds = feeds;
    this.audit = audit;
  }

  /** Starts it. On an address that others can reach people have to sign in. */
  public static DashboardService start(ServiceContext ctx, Settings settings) {
    return start(ctx, settings, System.getenv());
  }

  /**
   * @param settings defaults of a session, as the page shows them
   * @param environment {@code HEIST_PUBLISHED_ON=loopback} says that a container's port is
   *     published on the host's loopback address only
   */
  static DashboardService start(
      ServiceContext ctx, Settings settings, Map<String, String> environment) {
    Doorkeeper keeper =
        Doorkeeper.of(
            ctx.bindHost(), environment.get("HEIST_PUBLISHED_ON"), settings.service().login());
    Logins logins = keeper.asksForLogin() ? new Logins(ctx.secrets(), ctx.clock()) : null;
    Gate gate = new Gate(logins);
    Classes classes = new Classes(() -> Database.open(ctx.name(), ctx.dataDir(), ctx.dbUrl()));
    TokenClient tokens = ctx.tokens();
    ServiceAudit audit = new ServiceAudit(ctx);
    TokenVerifier verifier = ctx.verifier();
    Game game = new Game(ctx.http(tokens, Target.GAME, SCOPES));
    Features features = new Features(ctx.features());
    Feeds feeds = new Feeds(game, Feeds.PATIENCE);
    WebServer server =
        ctx.web()
            .openApi("openapi/dashboard.yaml")
            .openApi(ServiceAudit.OPEN_API)
            .routes(keeper::install)
            .routes(new PeopleAudit(audit, keeper.asksForLogin())::install)
            .routes(gate::install)
            .routes(features::install)
            .routes(new Page()::install)
            .routes(new OfficeApi(ctx, tokens, audit)::install)
            .routes(config -> audit.install(config, verifier))
            .routes(config -> {
              if (logins != null) {
                new ClassApi(game, classes, logins).install(config);
              }
            })
            .routes(
                new FrontApi(
                        game,
                        features,
                        settings,
                        ctx.http(tokens, Target.DISCOVERY, "discovery:read", "audit:read"),
                        gate)
                    ::install)
            .routes(new HeistApi(game, settings)::install)
            .routes(
                new FigureApi(
                        game,
                        ctx.http(tokens, Target.ANALYTICS, "analytics:read"),
                        ctx.http(tokens, Target.DETECTION, "detection:use"))
                    ::install)
            .routes(feeds::install)
            .start();
    if (logins == null) {
      LOG.info("dashboard at {}: a loopback address, so no login is asked for", server.address());
    } else {
      LOG.info(
          "dashboard at {}: sign in as operator; the password is the secret dashboard-operator"
              + " in the data folder's secrets",
          server.address());
    }
    return new DashboardService(server, feeds, classes, audit);
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
    feeds.close();
    server.close();
    classes.close();
    audit.close();
  }
}
