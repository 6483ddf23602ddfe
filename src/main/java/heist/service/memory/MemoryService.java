package heist.service.memory;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.client.ServiceContext;
import heist.client.Target;
import heist.config.Settings;
import heist.model.ModelClients;
import heist.model.ModelEndpoint;
import heist.store.Database;
import heist.tool.ToolDoors;
import heist.web.Json;
import heist.web.Service;
import heist.web.TokenVerifier;
import heist.web.WebServer;
import io.javalin.http.Context;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The target {@code memory}: remember, recall, tell in extracts. */
public final class MemoryService implements Service {
  private static final int LARGEST_BUDGET = 100_000;
  private static final int MOST_QUERIES = 8;

  private final WebServer server;
  private final ToolDoors doors;
  private final Database database;
  private final ModelClients models;
  private final @Nullable Meaning meaning;

  private MemoryService(
      WebServer server,
      ToolDoors doors,
      Database database,
      ModelClients models,
      @Nullable Meaning meaning) {
    this.server = server;
    this.doors = doors;
    this.database = database;
    this.models = models;
    this.meaning = meaning;
  }

  /**
   * What the engine asks for before a turn.
   *
   * @param upto the session's last event that may count
   * @param before what was said from this event on is known; null: nothing is
   * @param budget most tokens of the answer
   * @param agent the member of the crew whose notes may be told; null for none
   * @param queries what was said last, newest first: what bears on it is recalled; null: nothing
   */
  record DigestRequest(
      String session,
      @Nullable Long upto,
      @Nullable Long before,
      @Nullable Integer budget,
      @Nullable String agent,
      @Nullable List<String> queries) {}

  /**
   * @param tokens how many it has, about
   */
  record DigestAnswer(String digest, int tokens, long upto) {}

  /** Starts the service, which searches by words alone. */
  public static Service start(ServiceContext ctx) {
    return start(ctx, Settings.defaults(ctx.dataDir()).model());
  }

  /**
   * Starts the service.
   *
   * @param model the endpoint; if it names a model for embeddings, recall is by meaning, too
   */
  public static Service start(ServiceContext ctx, Settings.Model model) {
    Database database = Database.open(ctx.name(), ctx.dataDir(), ctx.dbUrl());
    ModelClients models = new ModelClients(ctx.clock());
    Meaning meaning = null;
    try {
      MemoryStore store = new MemoryStore(database);
      store.reindex();
      Recall recall = new Recall(store.terms());
      if (model.baseUrl() != null && model.embeddings() != null && !model.embeddings().isBlank()) {
        ModelEndpoint endpoint =
            ModelEndpoint.of(model.baseUrl(), model.apiKey(), null).withTimeout(model.timeout());
        meaning = new Meaning(new Vectors(database), models.embedder(endpoint, model.embeddings()));
        store.whenStored(meaning::stored);
      }
      MemoryTools tools =
          new MemoryTools(
              store,
              new SessionFeed(ctx.http(Target.GAME, "feed:public"), store),
              recall,
              new Digests(store, recall),
              meaning);
      TokenVerifier verifier = ctx.verifier();
      WebServer.Builder server = ctx.web().openApi("openapi/memory.yaml");
      ToolDoors doors = ToolDoors.install(server, ctx, verifier, tools.tools());
      server.routes(config -> {
        config.routes.before("/api/*", verifier.before());
        if (ctx.has("memory_compression")) {
          config.routes.post("/api/v1/digest", request -> digest(request, tools));
        }
      });
      WebServer running = server.start();
      doors.announce();
      return new MemoryService(running, doors, database, models, meaning);
    } catch (RuntimeException e) {
      close(models, meaning, database);
      throw e;
    }
  }

  private static void close(ModelClients models, @Nullable Meaning meaning, Database database) {
    models.close(); // ends a call under way, so that the worker ends, too
    if (meaning != null) {
      meaning.close();
    }
    database.close();
  }

  private static void digest(Context ctx, MemoryTools tools) {
    TokenVerifier.caller(ctx).require("memory:digest");
    DigestRequest request = Json.read(ctx.body(), DigestRequest.class);
    if (request.session == null || request.session.isBlank()) {
      throw new HeistException(Kind.BAD_INPUT, "session is missing: the id of the session");
    }
    if (request.upto == null || request.upto < 0) {
      throw new HeistException(Kind.BAD_INPUT, "upto is missing: the last event that may count");
    }
    if (request.budget == null || request.budget < 1 || request.budget > LARGEST_BUDGET) {
      throw new HeistException(
          Kind.BAD_INPUT, "budget is missing: the most tokens, from 1 to " + LARGEST_BUDGET);
    }
    List<String> queries = Objects.requireNonNullElse(request.queries, List.of());
    if (queries.size() > MOST_QUERIES || queries.stream().anyMatch(Objects::isNull)) {
      throw new HeistException(
          Kind.BAD_INPUT, "queries must be at most " + MOST_QUERIES + " texts, newest first");
    }
    String digest =
        tools.digest(
            new Digests.Question(
                request.session,
                MemoryStore.CREW,
                request.upto,
                Objects.requireNonNullElse(request.before, Long.MAX_VALUE),
                request.budget,
                queries),
            request.agent);
    ctx.json(new DigestAnswer(digest, Digests.tokens(digest), request.upto));
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
    doors.close();
    close(models, meaning, database);
  }
}
