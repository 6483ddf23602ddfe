package heist.cli;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.cli.Keyboard.Typed;
import heist.cli.render.Paint;
import heist.cli.render.Text;
import heist.event.Envelope;
import heist.event.SessionEvent.SeatAwaited;
import heist.event.SessionEvent.ToolReturned;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Lets a person play one agent in the terminal: shows what it sees, takes words and tool calls. */
final class SeatPlay {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private final Context context;
  private final Keyboard keyboard;
  private final String agent;
  private final String token;
  private boolean introduced;
  private String note = "";
  private boolean reads;

  SeatPlay(Context context, Keyboard keyboard, String agent, String token) {
    this.context = context;
    this.keyboard = keyboard;
    this.agent = agent;
    this.token = token;
  }

  /** Asks the person for words or a tool call if it is their turn. */
  void seen(Door game, String id, Follower follower, Envelope event) {
    if (reads && event.event() instanceof ToolReturned answer && answer.agent().equals(agent)) {
      reads = false;
      whole(follower, answer.result());
      return;
    }
    if (!(event.event() instanceof SeatAwaited awaited) || !awaited.agent().equals(agent)) {
      return;
    }
    String path = "/api/v1/sessions/" + id + "/seat";
    JsonNode view = game.post(path, body());
    JsonNode turn = view.path("turn");
    if (!turn.path("awaited").asBoolean(false)) {
      return; // an old line: the turn has gone on meanwhile
    }
    introduce(follower, view);
    long seconds = turn.path("seconds_left").asLong(awaited.seconds());
    follower.say(
        bold("  " + follower.text("seat.turn", agent))
            + dim(" " + follower.text("seat.time", seconds)));
    if (turn.path("kind").asString("").equals("VOTE")) {
      follower.tell("seat.vote");
    }
    ask(game, path, follower, view, System.nanoTime() + Duration.ofSeconds(seconds).toNanos());
  }

  private void ask(Door game, String path, Follower follower, JsonNode view, long until) {
    while (true) {
      context.out().print("  > ");
      context.out().flush();
      Duration left = Duration.ofNanos(Math.max(0, until - System.nanoTime()));
      switch (keyboard.next(left)) {
        case Typed.Nothing _ -> {
          context.out().println();
          return; // the log tells that the model goes on
        }
        case Typed.End _ -> {
          say(game, path, follower, "");
          return;
        }
        case Typed.Line line -> {
          if (done(game, path, follower, view, line.text().strip())) {
            return;
          }
        }
      }
    }
  }

  /** Does what a line says; true if the turn's wait is answered. */
  private boolean done(Door game, String path, Follower follower, JsonNode view, String line) {
    String word = line.startsWith("/") ? line.split("\\s+", 2)[0] : "";
    String rest = line.substring(word.length()).strip();
    switch (word) {
      case "" -> {
        return !line.isEmpty() && say(game, path, follower, line);
      }
      case "/pass" -> {
        return say(game, path, follower, "");
      }
      case "/use" -> {
        return use(game, path, follower, view, rest);
      }
      case "/note" -> {
        note = rest;
        follower.tell("seat.noted");
      }
      case "/tools" -> tools(follower, view);
      case "/brief" -> show(follower, view.path("brief").asString(""));
      case "/view" ->
          view.path("prompt").forEach(message -> show(follower, message.path("text").asString("")));
      case "/help" -> show(follower, follower.words().say("seat.help"));
      default -> {
        follower.say("  " + follower.text("seat.unknown", word));
        show(follower, follower.words().say("seat.help"));
      }
    }
    return false;
  }

  private boolean say(Door game, String path, Follower follower, String text) {
    ObjectNode body = body().put("text", text);
    if (!note.isEmpty()) {
      body.put("note", note);
    }
    note = "";
    return post(game, path + "/say", body, follower);
  }

  private boolean use(Door game, String path, Follower follower, JsonNode view, String rest) {
    String tool = rest.split("\\s+", 2)[0];
    List<String> known =
        view.path("tools").valueStream().map(t -> t.path("name").asString("")).toList();
    if (!known.contains(tool)) {
      follower.say("  " + follower.text("seat.tool", String.join(", ", known)));
      return false;
    }
    Optional<ObjectNode> arguments =
        arguments(view, tool, rest.substring(tool.length()).strip(), follower);
    if (arguments.isEmpty()) {
      return false;
    }
    ObjectNode body = body().put("tool", tool);
    body.set("arguments", arguments.get());
    reads = post(game, path + "/tool", body, follower);
    return reads;
  }

  /** The feed's line tells the beginning; whoever asked reads all of it. */
  private void whole(Follower follower, String result) {
    if (result.strip().contains("\n") || result.length() > context.screen().width() / 2) {
      show(follower, result);
    }
  }

  /** JSON as it is; any other text fills the one parameter that the tool needs. */
  private static Optional<ObjectNode> arguments(
      JsonNode view, String tool, String text, Follower follower) {
    ObjectNode empty = JsonNodeFactory.instance.objectNode();
    if (text.startsWith("{")) {
      try {
        if (MAPPER.readTree(text) instanceof ObjectNode object) {
          return Optional.of(object);
        }
      } catch (JacksonException e) {
        follower.tell("ask.json", e.getOriginalMessage());
      }
      return Optional.empty();
    }
    if (text.isEmpty()) {
      return Optional.of(empty);
    }
    for (JsonNode offered : view.path("tools")) {
      if (offered.path("name").asString("").equals(tool)) {
        JsonNode schema = offered.path("parameters");
        JsonNode required = schema.path("required");
        String name =
            required.size() > 0
                ? required.get(0).asString("")
                : schema.path("properties").propertyNames().stream().findFirst().orElse("");
        if (!name.isEmpty()) {
          return Optional.of(empty.put(name, text));
        }
      }
    }
    follower.tell("seat.arguments");
    return Optional.empty();
  }

  private boolean post(Door game, String path, ObjectNode body, Follower follower) {
    try {
      game.post(path, body);
      return true;
    } catch (HeistException e) {
      if (e.kind() != Kind.CONFLICT && e.kind() != Kind.BAD_INPUT) {
        throw e;
      }
      follower.say("  " + e.getMessage());
      return e.kind() == Kind.CONFLICT; // too late: the model has taken over
    }
  }

  private void introduce(Follower follower, JsonNode view) {
    if (introduced) {
      return;
    }
    introduced = true;
    follower.say("");
    follower.say(bold("  " + follower.text("seat.you", agent, view.path("role").asString(""))));
    show(follower, joined(view.path("persona").asString("")));
    if (!view.path("brief").asString("").isEmpty()) {
      follower.say(bold("  " + follower.text("seat.brief")));
      show(follower, view.path("brief").asString(""));
    }
    tools(follower, view);
    show(follower, follower.words().say("seat.help"));
  }

  /** The text without the line ends of the file that it comes from; paragraphs stay apart. */
  private static String joined(String text) {
    return text.strip().replaceAll("(?<!\n)\n(?![\n\\s*-])", " ");
  }

  private void tools(Follower follower, JsonNode view) {
    follower.say(bold("  " + follower.text("seat.tools")));
    for (JsonNode tool : view.path("tools")) {
      String wants =
          String.join(
              ", ", tool.path("parameters").path("properties").propertyNames().stream().toList());
      String leave =
          tool.path("approval").asBoolean(false) ? " " + follower.words().say("seat.leave") : "";
      show(
          follower,
          tool.path("name").asString("")
              + " "
              + wants
              + leave
              + ": "
              + tool.path("description").asString(follower.words().say("seat.nothing")));
    }
  }

  private void show(Follower follower, String text) {
    for (String line : text.strip().split("\n", -1)) {
      String indent = "  " + line.replaceAll("\\S.*", "");
      for (String part :
          Text.wrap(context.paint().text(line.strip()), context.screen().width() - 6)) {
        follower.say(dim(indent + part));
      }
    }
  }

  private ObjectNode body() {
    return JsonNodeFactory.instance.objectNode().put("seat", token);
  }

  private String bold(String text) {
    return context.paint().bold(text);
  }

  private String dim(String text) {
    Paint paint = context.paint();
    return paint.dim(text);
  }
}
