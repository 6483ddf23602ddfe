package heist.service.game;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.client.AgentTokens;
import heist.client.AuthClient;
import heist.client.ServiceContext;
import heist.event.SessionEvent.Decision;
import heist.session.Ask;
import heist.session.Asks;
import heist.session.Sessions;
import heist.web.Caller;
import heist.web.Json;
import heist.web.TokenVerifier;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Steering a session: each request becomes a row of its inbox. */
final class SteeringRoutes {
  private static final String BASE = "/api/v1/sessions/{id}/";
  private final Sessions sessions;
  private final ServiceContext service;
  private final AuthClient auth;

  /** Who asks, as the door that speaks for them says; by default the token's client. */
  record By(@Nullable String by) {}

  record CommandBody(String agent, String text, @Nullable Boolean standing, @Nullable String by) {}

  record RevokeBody(String agent, @Nullable String by) {}

  /** Either the new number of rounds, or how many more (fewer, if negative). */
  record ExtendBody(@Nullable Integer rounds, @Nullable Integer more, @Nullable String by) {}

  record PaceBody(@Nullable Double seconds, @Nullable String by) {}

  record BudgetBody(String name, long limit, @Nullable String by) {}

  /** A decision is allow, deny or edit, the last with arguments. */
  record ApprovalBody(
      @Nullable String decision, @Nullable JsonNode arguments, @Nullable String by) {}

  record AccusationBody(@Nullable String suspect, @Nullable Boolean lock, @Nullable String by) {}

  SteeringRoutes(Sessions sessions, ServiceContext service, AuthClient auth) {
    this.sessions = sessions;
    this.service = service;
    this.auth = auth;
  }

  void install(JavalinConfig config) {
    // Before the body is looked at: who may not steer learns nothing from what is wrong with it.
    config.routes.before(
        BASE + "*",
        ctx -> {
          if (ctx.method() != HandlerType.GET) {
            TokenVerifier.caller(ctx).require("session:write");
          }
        });
    if (service.has("control")) {
      config.routes.post(BASE + "pause", ctx -> plain(ctx, new Ask.Pause()));
      config.routes.post(BASE + "resume", ctx -> plain(ctx, new Ask.Resume(null)));
      config.routes.post(BASE + "step", ctx -> plain(ctx, new Ask.Resume(1)));
      config.routes.post(BASE + "stop", ctx -> plain(ctx, new Ask.Stop()));
      config.routes.post(BASE + "extend", this::extend);
      config.routes.post(BASE + "budget", this::budget);
      config.routes.post(BASE + "pace", this::pace);
    }
    config.routes.post(BASE + "approvals/{n}", this::approve);
    if (service.has("commands")) {
      config.routes.post(BASE + "commands", this::command);
      config.routes.delete(BASE + "commands/{n}", this::withdraw);
    }
    config.routes.post(BASE + "revoke", this::revoke);
    if (service.has("mole_game")) {
      config.routes.post(BASE + "accusation", this::accuse);
    }
  }

  private void plain(Context ctx, Ask ask) {
    By body = ctx.body().isBlank() ? new By(null) : Json.read(ctx.body(), By.class);
    ask(ctx, ask, body.by());
  }

  private void command(Context ctx) {
    CommandBody body = Json.read(ctx.body(), CommandBody.class);
    ask(
        ctx,
        new Ask.Order(
            field("agent", body.agent()),
            field("text", body.text()),
            Boolean.TRUE.equals(body.standing())),
        body.by());
  }

  private void withdraw(Context ctx) {
    ask(ctx, new Ask.Withdraw(number(ctx, "A command")), ctx.queryParam("by"));
  }

  private static long number(Context ctx, String what) {
    try {
      return Long.parseLong(ctx.pathParam("n"));
    } catch (NumberFormatException e) {
      throw new HeistException(
          Kind.BAD_INPUT, what + " has a number, not \"" + ctx.pathParam("n") + "\".", e);
    }
  }

  private void approve(Context ctx) {
    ApprovalBody body = Json.read(ctx.body(), ApprovalBody.class);
    Decision decision =
        switch (field("decision", body.decision())) {
          case "allow" -> Decision.ALLOW;
          case "deny" -> Decision.DENY;
          case "edit" -> Decision.EDIT;
          default ->
              throw new HeistException(
                  Kind.BAD_INPUT,
                  "decision must be allow, deny or edit, not \"" + body.decision() + "\".");
        };
    long number = number(ctx, "An approval");
    ask(ctx, new Ask.Decide(number, decision, body.arguments()), body.by());
  }

  private void extend(Context ctx) {
    ExtendBody body = Json.read(ctx.body(), ExtendBody.class);
    Integer rounds = body.rounds();
    Integer more = body.more();
    if ((rounds == null) == (more == null)) {
      throw new HeistException(
          Kind.BAD_INPUT, "Give either rounds (the new number) or more (how many more).");
    }
    long wanted = rounds != null ? rounds : (long) more + planned(ctx);
    int least = (int) Math.clamp(wanted, Integer.MIN_VALUE, Integer.MAX_VALUE);
    ask(ctx, new Ask.Extend(least), body.by());
  }

  private int planned(Context ctx) {
    TokenVerifier.caller(ctx).require("session:write");
    return sessions.row(ctx.pathParam("id")).summary().rounds();
  }

  private void budget(Context ctx) {
    BudgetBody body = Json.read(ctx.body(), BudgetBody.class);
    ask(ctx, new Ask.Limit(field("name", body.name()), body.limit()), body.by());
  }

  private void pace(Context ctx) {
    PaceBody body = Json.read(ctx.body(), PaceBody.class);
    Double seconds = body.seconds();
    if (seconds == null) {
      throw new HeistException(Kind.BAD_INPUT, "The field seconds is missing.");
    }
    ask(ctx, new Ask.Pace(SessionRequest.paceMillis(seconds)), body.by());
  }

  /** Acts at auth at once, also within a turn; the session's row only records it. */
  private void revoke(Context ctx) {
    TokenVerifier.caller(ctx).require("session:write");
    RevokeBody body = Json.read(ctx.body(), RevokeBody.class);
    String agent = field("agent", body.agent());
    String id = ctx.pathParam("id");
    Ask ask = new Ask.Revoke(agent);
    Asks.refuse(sessions.state(id), ask)
        .ifPresent(refusal -> {
          throw refusal;
        });
    auth.cutOff(AgentTokens.clientId(sessions.row(id).config().crew().name(), agent), id);
    ask(ctx, ask, body.by());
  }

  private void accuse(Context ctx) {
    AccusationBody body = Json.read(ctx.body(), AccusationBody.class);
    ask(ctx, new Ask.Accuse(body.suspect(), Boolean.TRUE.equals(body.lock())), body.by());
  }

  private void ask(Context ctx, Ask ask, @Nullable String by) {
    Caller caller = TokenVerifier.caller(ctx);
    caller.require("session:write");
    String id = ctx.pathParam("id");
    String who = by == null || by.isBlank() ? caller.clientId() : by.strip();
    if (who.length() > 100) {
      throw new HeistException(Kind.BAD_INPUT, "by may have at most 100 characters.");
    }
    long number = sessions.ask(id, ask, who);
    ctx.status(202)
        .json(
            Json.mapper()
                .createObjectNode()
                .put("number", number)
                .put("state", sessions.row(id).summary().state())
                .put(
                    "message",
                    switch (ask) {
                      case Ask.Stop _ -> "It stops; the call under way is cancelled.";
                      case Ask.Answer _ -> "Taken.";
                      default -> "Taken up at the next turn boundary.";
                    }));
  }

  private static String field(String name, @Nullable String value) {
    if (value == null) {
      throw new HeistException(Kind.BAD_INPUT, "The field " + name + " is missing.");
    }
    return Objects.requireNonNull(value);
  }
}
