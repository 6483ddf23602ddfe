package heist.service.game;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.crew.Agent;
import heist.model.TokenCounter;
import heist.session.Ask;
import heist.session.SeatView;
import heist.session.SessionRow;
import heist.session.SessionState;
import heist.session.Sessions;
import heist.web.Json;
import heist.web.TokenVerifier;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The seat's door: what the person who plays an agent sees, says and looks up. The seat's token
 * stands in the body, so that it passes through the dashboard and never stands in a URL; it opens
 * its own agent alone.
 */
final class SeatRoutes {
  private static final String BASE = "/api/v1/sessions/{id}/seat";
  private final Sessions sessions;
  private final TokenCounter counter;
  private final InstantSource clock;

  record SeatBody(@Nullable String seat) {}

  record SayBody(@Nullable String seat, @Nullable String text, @Nullable String note) {}

  record ToolBody(@Nullable String seat, @Nullable String tool, @Nullable JsonNode arguments) {}

  SeatRoutes(Sessions sessions, TokenCounter counter, InstantSource clock) {
    this.sessions = sessions;
    this.counter = counter;
    this.clock = clock;
  }

  void install(JavalinConfig config) {
    config.routes.post(BASE, this::look);
    config.routes.post(BASE + "/say", this::say);
    config.routes.post(BASE + "/tool", this::tool);
    config.routes.post(BASE + "/leave", this::leave);
  }

  private void look(Context ctx) {
    SeatBody body = Json.read(ctx.body(), SeatBody.class);
    SessionRow row = row(ctx);
    String name = Seats.opened(row.config(), body.seat());
    SessionState state = sessions.state(row.id());
    if (state.givenUpSeats().contains(name)) {
      throw new HeistException(
          Kind.FORBIDDEN, "The seat of " + name + " is given up; the model plays it.");
    }
    Agent agent = row.config().crew().agent(name).orElseThrow();
    ctx.json(
        SeatView.of(
            state,
            row.config(),
            name,
            sessions.offers(row.id(), agent),
            counter::count,
            clock.instant()));
  }

  private void say(Context ctx) {
    SayBody body = Json.read(ctx.body(), SayBody.class);
    SessionRow row = row(ctx);
    String name = Seats.opened(row.config(), body.seat());
    String text = body.text() == null ? "" : body.text().strip();
    String note = body.note() == null ? "" : body.note().strip();
    answer(
        ctx, row, new Ask.Say(name, note.isEmpty() ? text : text + "\n<note>" + note + "</note>"));
  }

  /** For good: the model plays on at once, and the token opens nothing any more. */
  private void leave(Context ctx) {
    SeatBody body = Json.read(ctx.body(), SeatBody.class);
    SessionRow row = row(ctx);
    answer(ctx, row, new Ask.GiveUp(Seats.opened(row.config(), body.seat())));
  }

  private void tool(Context ctx) {
    ToolBody body = Json.read(ctx.body(), ToolBody.class);
    SessionRow row = row(ctx);
    String name = Seats.opened(row.config(), body.seat());
    if (body.tool() == null) {
      throw new HeistException(Kind.BAD_INPUT, "The field tool is missing.");
    }
    JsonNode arguments = body.arguments();
    if (arguments != null && !arguments.isObject()) {
      throw new HeistException(Kind.BAD_INPUT, "The field arguments must be an object.");
    }
    answer(
        ctx,
        row,
        new Ask.Use(
            name, body.tool(), arguments == null ? Json.mapper().createObjectNode() : arguments));
  }

  private void answer(Context ctx, SessionRow row, Ask ask) {
    long number = sessions.ask(row.id(), ask, "seat");
    ObjectNode answer = Json.mapper().createObjectNode().put("number", number);
    ctx.status(202).json(answer.put("message", "Taken."));
  }

  private SessionRow row(Context ctx) {
    TokenVerifier.caller(ctx).require("session:read");
    return sessions.row(ctx.pathParam("id"));
  }
}
