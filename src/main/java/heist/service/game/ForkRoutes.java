package heist.service.game;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.client.AgentTokens;
import heist.client.AuthClient;
import heist.client.ServiceContext;
import heist.config.Library;
import heist.crew.Crew;
import heist.crew.Strategy;
import heist.event.Envelope;
import heist.session.Diff;
import heist.session.Fork;
import heist.session.Influence;
import heist.session.Sabotage;
import heist.session.SeedStreams;
import heist.session.SessionRow;
import heist.session.SessionState;
import heist.session.Sessions;
import heist.web.Json;
import heist.web.TokenVerifier;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A session held against another one, begun anew from its first turns, or told as it truly was. */
final class ForkRoutes {
  private final Sessions sessions;
  private final Library library;
  private final ServiceContext service;
  private final AuthClient auth;

  /** What a fork is to be; as when a session is started, but for {@code turn}. */
  record ForkBody(
      @Nullable Integer turn,
      @Nullable String id,
      @Nullable String mole,
      @Nullable String strategy,
      @Nullable String crew,
      @Nullable String seed,
      @Nullable String accuse,
      @Nullable Double pace,
      @Nullable Boolean paused,
      SessionRequest.@Nullable LlmRequest llm,
      @Nullable String by) {}

  ForkRoutes(Sessions sessions, Library library, ServiceContext service, AuthClient auth) {
    this.sessions = sessions;
    this.library = library;
    this.service = service;
    this.auth = auth;
  }

  void install(JavalinConfig config) {
    config.routes.post("/api/v1/sessions/{id}/fork", this::fork);
    config.routes.get("/api/v1/sessions/{id}/diff/{other}", this::diff);
    config.routes.get("/api/v1/sessions/{id}/sabotage", this::sabotage);
    config.routes.get("/api/v1/sessions/{id}/influence", this::influence);
  }

  private void fork(Context ctx) {
    TokenVerifier.caller(ctx).require("session:write");
    ForkBody body = Json.read(ctx.body(), ForkBody.class);
    SessionRow parent = sessions.row(ctx.pathParam("id"));
    if (body.turn() == null) {
      throw new HeistException(Kind.BAD_INPUT, "The field turn is missing.");
    }
    SessionRequest.checkId(body.id());
    Crew crew = body.crew() == null ? null : SessionRequest.plain(library.crew(body.crew()));
    if (crew != null && !crew.toolServers().isEmpty()) {
      // As when a session is started: a crew may make this service call an address of its own.
      TokenVerifier.caller(ctx).require("crew:servers");
    }
    Strategy own = body.strategy() == null ? null : library.strategy(body.strategy());
    Fork.Wish wish =
        new Fork.Wish(
            body.id() == null ? SessionRequest.newId() : body.id(),
            body.turn(),
            body.mole(),
            own == null ? null : own.id(),
            crew,
            body.seed() == null ? null : SeedStreams.seedOf(body.seed()),
            body.llm() == null ? null : body.llm().asked(),
            body.accuse() == null ? null : SessionRequest.accuser(body.accuse()),
            body.pace() == null ? null : SessionRequest.paceMillis(body.pace()));
    Fork fork =
        Fork.of(
            parent,
            sessions.log().readAllOf(parent.id()),
            wish,
            SessionRequest.strategies(library, own),
            library.manners(),
            service.clock().instant());
    // the parent's endpoint has its key where secrets are kept already
    Fork kept =
        body.llm() == null
            ? fork
            : new Fork(
                SessionRoutes.withoutKey(service, fork.config()), fork.title(), fork.events());
    cutOff(kept);
    boolean rests = Boolean.TRUE.equals(body.paused());
    String by = body.by() == null ? TokenVerifier.caller(ctx).clientId() : body.by();
    SessionRow row =
        sessions.fork(parent.id(), rests ? kept.resting(by, service.clock().instant()) : kept);
    ctx.status(201)
        .header("Location", "/api/v1/sessions/" + row.id())
        .json(SessionJson.of(row, sessions.state(row.id()), service.clock().instant()));
  }

  /** Whose access was revoked in the turns that a fork begins with has none there either. */
  private void cutOff(Fork fork) {
    String id = fork.config().id();
    if (sessions.tables().find(id).isPresent()) {
      return; // the fork is about to be refused, and the session of that id is another's
    }
    for (String agent : SessionState.fold(fork.events()).cutOff()) {
      auth.cutOff(AgentTokens.clientId(fork.config().crew().name(), agent), id);
    }
  }

  private void diff(Context ctx) {
    TokenVerifier.caller(ctx).require("session:read");
    SessionRow one = sessions.row(ctx.pathParam("id"));
    SessionRow other = sessions.row(ctx.pathParam("other"));
    Diff diff = Diff.of(sessions.log().readAllOf(one.id()), sessions.log().readAllOf(other.id()));
    ObjectNode answer = Json.mapper().createObjectNode();
    answer.put("a", one.id()).put("b", other.id()).put("same", diff.first().isEmpty());
    diff.first()
        .ifPresent(place -> {
          ObjectNode first = answer.putObject("first").put("place", place);
          diff.a().forEach(first.putArray("a")::add);
          diff.b().forEach(first.putArray("b")::add);
        });
    ctx.json(answer);
  }

  private void influence(Context ctx) {
    TokenVerifier.caller(ctx).require("session:read");
    SessionRow row = sessions.row(ctx.pathParam("id"));
    Influence influence = Influence.of(sessions.log().readOutside(row.id(), 0, Integer.MAX_VALUE));
    ObjectNode answer = Json.mapper().createObjectNode();
    answer.put("session_id", row.id()).put("revision", influence.revision());
    ArrayNode parts = answer.putArray("parts");
    for (Influence.Part part : influence.parts()) {
      ObjectNode told = parts.addObject().put("field", part.field()).put("value", part.value());
      told.put("from", part.from()).put("seq", part.seq()).put("source", part.source());
      part.takenUpBy().forEach(told.putArray("taken_up_by")::add);
    }
    ArrayNode agents = answer.putArray("agents");
    for (Influence.Share share : influence.agents()) {
      agents
          .addObject()
          .put("agent", share.agent())
          .put("messages", share.messages())
          .put("in_plan", share.inPlan())
          .put("taken_up", share.takenUp())
          .put("took_up", share.tookUp());
    }
    ArrayNode pairs = answer.putArray("pairs");
    for (Influence.Pair pair : influence.pairs()) {
      pairs.addObject().put("from", pair.from()).put("by", pair.by()).put("values", pair.values());
    }
    ctx.json(answer);
  }

  private void sabotage(Context ctx) {
    TokenVerifier.caller(ctx).require("session:read");
    SessionRow row = sessions.row(ctx.pathParam("id"));
    List<Envelope> log = sessions.log().readAllOf(row.id());
    SessionState state = SessionState.fold(log);
    if (!row.summary().revealed()) {
      throw new HeistException(
          Kind.CONFLICT,
          "What the mole did is told after the reveal. Possible now: "
              + String.join(", ", heist.session.Asks.possible(state))
              + ".");
    }
    Sabotage sabotage = Sabotage.of(state, log);
    ObjectNode answer = Json.mapper().createObjectNode();
    ArrayNode events = answer.putArray("sabotage_events");
    for (Sabotage.Deed deed : sabotage.events()) {
      Map<String, Object> told = new java.util.LinkedHashMap<>();
      told.put("turn", deed.turn());
      told.put("seq", deed.seq());
      told.put("agent", deed.agent());
      told.put("kind", deed.kind());
      told.put("field", deed.field());
      told.put("part", deed.part());
      told.put("said", deed.said());
      told.put("actual", deed.actual());
      told.put("note", deed.note());
      told.put("severity", deed.severity());
      told.values().removeIf(java.util.Objects::isNull);
      events.add(Json.mapper().<tools.jackson.databind.JsonNode>valueToTree(told));
    }
    ctx.json(answer.put("sabotage_score", sabotage.score()));
  }
}
