package heist.service.game;

import heist.client.AgentTokens;
import heist.client.AuthClient;
import heist.client.HttpJson;
import heist.client.ServiceContext;
import heist.client.Target;
import heist.client.TokenClient;
import heist.config.Library;
import heist.config.Settings;
import heist.crew.Crew;
import heist.model.ModelClient;
import heist.model.ModelClients;
import heist.model.ModelEndpoint;
import heist.model.TokenCounter;
import heist.session.CrewServers;
import heist.session.Desk;
import heist.session.ServiceDesk;
import heist.session.SessionConfig;
import heist.session.Sessions;
import heist.store.Database;
import heist.tool.OperatorAudit;
import heist.tool.OutsideTools;
import heist.tool.ServiceAudit;
import heist.tool.ToolClient;
import heist.tool.ToolDoors;
import heist.web.Service;
import heist.web.TokenVerifier;
import heist.web.WebServer;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The target {@code game}: runs sessions and answers for them. */
public final class GameService implements Service {
  /** Name of the secret that the offline model takes as its API key. */
  public static final String OFFLINE_KEY = "model-api-key";

  /**
   * Begins the API key of a session that stands in the secret store rather than in the session's
   * row.
   */
  static final String SECRET = "secret:";

  private final WebServer server;
  private final ToolDoors doors;
  private final Sessions sessions;
  private final Database database;
  private final ModelClients models;
  private final ToolClient tools;
  private final OutsideTools outside;
  private final @Nullable Muster muster;

  private GameService(
      WebServer server,
      ToolDoors doors,
      Sessions sessions,
      Database database,
      ModelClients models,
      ToolClient tools,
      OutsideTools outside,
      @Nullable Muster muster) {
    this.outside = outside;
    this.muster = muster;
    this.server = server;
    this.doors = doors;
    this.sessions = sessions;
    this.database = database;
    this.models = models;
    this.tools = tools;
  }

  /**
   * Starts the service.
   *
   * @param worksOn whether sessions are run, those included that were running when the program
   *     ended; otherwise they are only shown
   */
  public static Service start(
      ServiceContext ctx, Library library, Settings settings, boolean worksOn) {
    return start(ctx, library, settings, worksOn, UnaryOperator.identity());
  }

  /**
   * The same with desks of the caller's choice: how tests play a model without a server.
   *
   * @param desks makes of the desks of production those that are used
   */
  static Service start(
      ServiceContext ctx,
      Library library,
      Settings settings,
      boolean worksOn,
      UnaryOperator<Function<SessionConfig, Desk>> desks) {
    Database database = Database.open(ctx.name(), ctx.dataDir(), ctx.dbUrl());
    ModelClients models = new ModelClients(ctx.clock());
    ToolClient tools =
        new ToolClient(
            HttpJson.to("discovery", ctx.addresses().of(Target.DISCOVERY)),
            settings.tools().timeout());
    TokenVerifier verifier = ctx.verifier();
    ServiceAudit audit = new ServiceAudit(ctx);
    OutsideTools outside =
        new OutsideTools(settings.tools().timeout(), verifier::verify, audit::note);
    try {
      TokenClient tokens = ctx.tokens();
      AuthClient auth =
          new AuthClient(
              ctx.http(tokens, Target.AUTH, "clients:write", "tokens:revoke"),
              ctx.secrets().getOrCreate("agent-seed"));
      ServiceDesk.Shared shared = shared(ctx, tokens, auth, tools, outside);
      Function<SessionConfig, Desk> desk =
          desks.apply(
              config -> new ServiceDesk(config, modelOf(ctx, settings, models, config), shared));
      Sessions sessions = new Sessions(database, desk, ctx.clock(), "game-" + UUID.randomUUID());
      WebServer.Builder server = ctx.web().openApi("openapi/game.yaml");
      ToolDoors doors =
          ToolDoors.install(server, ctx, verifier, List.of(SubmitPlan.tool(sessions)), audit);
      server.routes(config -> {
        for (String path :
            List.of("/api/*", "/sessions/*", "/events", "/chat", "/history/*", "/agents/*")) {
          config.routes.before(path, verifier.before());
        }
        new SessionRoutes(sessions, library, settings, ctx).install(config);
        OperatorAudit.install(config, "/api/v1/sessions", audit);
        new SteeringRoutes(sessions, ctx, auth).install(config);
        new SeatRoutes(sessions, shared.counter(), ctx.clock()).install(config);
        new FeedRoutes(sessions, new Places(ctx.secrets().getOrCreate("feed-places")))
            .install(config);
        new RecordRoutes(sessions).install(config);
        new ForkRoutes(sessions, library, ctx, auth).install(config);
        new ChatRoutes(
                sessions,
                new Chats(database),
                library,
                settings,
                llm -> model(ctx, settings, models, llm),
                desk,
                shared.counter(),
                ctx.clock())
            .install(config);
        new LibraryRoutes(library, ctx.dataDir()).install(config);
        new ModelRoutes(models.probe()).install(config);
        if (ctx.has("floor_plan")) {
          new SiteRoutes(sessions, library).install(config);
        }
      });
      WebServer running = server.start();
      doors.announce();
      Muster muster = worksOn ? Muster.begin(ctx, ctx.tokens(), sessions::start) : null;
      return new GameService(running, doors, sessions, database, models, tools, outside, muster);
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  private static ServiceDesk.Shared shared(
      ServiceContext ctx,
      TokenClient tokens,
      AuthClient auth,
      ToolClient tools,
      OutsideTools outside) {
    return new ServiceDesk.Shared(
        new AgentTokens(auth, tokens),
        tools,
        tokens.bearer(
            ctx::credentials,
            Set.of(Target.DISCOVERY.audience()),
            Set.of("discovery:read", "discovery:register")),
        new CrewServers(outside, System.getenv(), ctx.dataDir(), ctx.clock()),
        ctx.has("memory_compression") ? ctx.http(tokens, Target.MEMORY, "memory:digest") : null,
        ctx.has("detection") ? ctx.http(tokens, Target.DETECTION, "detection:use") : null,
        new TokenCounter(),
        ctx.clock());
  }

  private static ModelClient model(
      ServiceContext ctx, Settings settings, ModelClients models, Crew.@Nullable Llm llm) {
    Settings.Model defaults = settings.model();
    ModelEndpoint endpoint =
        llm == null
            ? ModelEndpoint.of(
                ctx.addresses().of(Target.MODEL) + "/v1",
                ctx.secrets().getOrCreate(OFFLINE_KEY),
                "heist-offline")
            : ModelEndpoint.of(llm.baseUrl(), llm.apiKey(), llm.model());
    return models.client(
        endpoint
            .withTimeout(defaults.timeout())
            .withRetries(defaults.retries())
            .withMaxInFlight(
                llm == null ? Math.max(64, defaults.inFlight()) : defaults.inFlight()));
  }

  /**
   * The model of a session, whose row names its key instead of holding it. Only what this service
   * wrote is looked up: a caller's endpoint could name any secret of ours.
   */
  private static ModelClient modelOf(
      ServiceContext ctx, Settings settings, ModelClients models, SessionConfig config) {
    Crew.Llm llm = config.llm();
    String key = llm == null ? null : llm.apiKey();
    if (llm == null || key == null || !key.startsWith(SECRET)) {
      return model(ctx, settings, models, llm);
    }
    String kept = ctx.secrets().getOrCreate(key.substring(SECRET.length()));
    return model(
        ctx,
        settings,
        models,
        new Crew.Llm(llm.baseUrl(), llm.model(), kept, llm.temperature(), llm.maxTokens()));
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
  public void drain() {
    if (muster != null) {
      muster.close();
    }
    sessions.close();
  }

  @Override
  public void close() {
    drain();
    doors.close();
    server.close();
    models.close();
    tools.close();
    outside.close();
    database.close();
  }
}
