package heist.service.dashboard;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.service.dashboard.Classes.Player;
import heist.service.dashboard.Classes.Room;
import heist.service.dashboard.Logins.Login;
import heist.service.dashboard.Logins.Role;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A class over HTTP: the host opens it and gets a join code; players come in with it and accuse for
 * themselves; the host's reveal closes that and locks what most said. Who accused whom is told
 * after the reveal and to nobody before.
 */
final class ClassApi {
  private final Game game;
  private final Classes classes;
  private final Logins logins;

  ClassApi(Game game, Classes classes, Logins logins) {
    this.game = game;
    this.classes = classes;
    this.logins = logins;
  }

  void install(JavalinConfig config) {
    config.routes.post("/join", this::join);
    config.routes.post("/api/v1/class", this::open);
    config.routes.get("/api/v1/class", this::show);
    config.routes.post("/api/v1/class/accusation", this::accuse);
    config.routes.post("/api/v1/class/reveal", this::reveal);
  }

  private void join(Context ctx) {
    logins.guard(ctx.ip());
    ObjectNode body = Compat.body(ctx);
    String code = Compat.text(body, "code").strip().toUpperCase(Locale.ROOT);
    String name = Compat.text(body, "name").strip();
    if (name.length() > 40) {
      throw new HeistException(Kind.BAD_INPUT, "A name may have 40 characters.");
    }
    Optional<Room> room = classes.withCode(code);
    if (room.isEmpty()) {
      logins.failed(ctx.ip());
      throw new HeistException(Kind.NOT_FOUND, "There is no class with this code.");
    }
    if (room.get().revealed()) {
      throw new HeistException(Kind.CONFLICT, "This class is over.");
    }
    classes.join(code, name);
    Gate.give(ctx, logins.join(name, code));
  }

  private void open(Context ctx) {
    String session = Compat.text(Compat.body(ctx), "session");
    JsonNode about = game.get(Game.session(session)); // 404 if there is none
    if (!about.path("mole_game").asBoolean(false)) {
      throw new HeistException(Kind.CONFLICT, "This session has no mole game to play.");
    }
    ctx.result(json(classes.ofSession(session), Gate.of(ctx)).toString());
  }

  private void show(Context ctx) {
    Optional<Login> who = Gate.of(ctx);
    Optional<Room> room =
        who.filter(w -> w.role() == Role.PLAYER)
            .map(w -> classes.withCode(w.of()))
            .orElseGet(
                () -> Optional.ofNullable(ctx.queryParam("session")).flatMap(classes::known));
    ctx.result(room.map(r -> json(r, who)).orElseGet(Game::object).toString());
  }

  private ObjectNode json(Room room, Optional<Login> who) {
    ObjectNode node = Game.object().put("session", room.session());
    node.put("revealed", room.revealed());
    List<Player> players = classes.players(room.code());
    node.put("players", players.size());
    boolean host = who.map(w -> w.role() == Role.OPERATOR).orElse(true);
    if (host) {
      node.put("code", room.code());
      ArrayNode names = node.putArray("names");
      players.forEach(p -> names.addObject().put("name", p.name()).put("ready", p.accused()));
    }
    who.filter(w -> w.role() == Role.PLAYER)
        .flatMap(w -> players.stream().filter(p -> p.name().equals(w.name())).findFirst())
        .ifPresent(p ->
            node.putObject("me")
                .put("name", p.name())
                .put("accused", p.accused())
                .put("suspect", p.suspect()));
    if (room.revealed()) {
      node.put("majority", Classes.majority(players));
      ArrayNode votes = node.putArray("votes");
      players.forEach(p ->
          votes
              .addObject()
              .put("name", p.name())
              .put("accused", p.accused())
              .put("suspect", p.suspect()));
    }
    return node;
  }

  private void accuse(Context ctx) {
    Login who =
        Gate.of(ctx)
            .filter(w -> w.role() == Role.PLAYER)
            .orElseThrow(() ->
                new HeistException(Kind.FORBIDDEN, "Players of a class accuse; you are none."));
    Room room = room(classes.withCode(who.of()));
    ObjectNode body = Compat.body(ctx);
    String suspect = Compat.optionalText(body, "suspect").orElse(null);
    member(room, suspect);
    classes.accuse(room.code(), who.name(), suspect);
    ctx.result(json(room, Optional.of(who)).toString());
  }

  private void member(Room room, @Nullable String suspect) {
    if (suspect == null) {
      return;
    }
    for (JsonNode agent : game.get(Game.session(room.session())).path("crew")) {
      if (agent.path("name").asString("").equals(suspect)) {
        return;
      }
    }
    throw new HeistException(Kind.BAD_INPUT, "Nobody in the crew is called " + suspect + ".");
  }

  private void reveal(Context ctx) {
    Room room = room(classes.known(Compat.text(Compat.body(ctx), "session")));
    classes.reveal(room.code());
    String most = Classes.majority(classes.players(room.code()));
    JsonNode now = game.get(Game.session(room.session()));
    if (!now.path("accusation").path("locked").asBoolean(false)) {
      game.post(
          Game.session(room.session()) + "/accusation",
          Game.object().put("suspect", most).put("lock", true));
    }
    ctx.result(json(room(classes.withCode(room.code())), Gate.of(ctx)).toString());
  }

  private static Room room(Optional<Room> room) {
    return room.orElseThrow(
        () -> new HeistException(Kind.NOT_FOUND, "There is no class for this session."));
  }
}
