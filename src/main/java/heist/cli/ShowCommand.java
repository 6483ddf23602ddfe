package heist.cli;

import heist.cli.render.Paint;
import heist.cli.render.Text;
import heist.cli.render.Words;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code heist show}: one session as it stands. */
@Command(name = "show", description = "Show where a session stands.", sortOptions = false)
final class ShowCommand extends Sessions implements Callable<Integer> {
  private static final int KEY = 10;

  @Parameters(paramLabel = "ID", description = "The session; last: the newest.")
  private String session;

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  ShowCommand(Context context) {
    super(context);
  }

  @Override
  public Integer call() {
    return withGame(game -> {
      JsonNode shown = game.get(path(id(game, session)));
      if (json) {
        context.out().println(shown);
        return 0;
      }
      facts(shown);
      return 0;
    });
  }

  private void facts(JsonNode s) {
    row("session", s.path("id").asString(session) + ", " + s.path("state").asString(""));
    row("job", s.path("title").asString(""));
    row("progress", progress(s));
    row("crew", words(s.path("crew")));
    row("model", s.path("model").asString(""));
    row("game", game(s));
    JsonNode accusation = s.path("accusation");
    if (accusation.path("locked").asBoolean(false)) {
      row("accused", accusation.path("suspect").asString("nobody") + verdict(s));
    }
    if (s.hasNonNull("mole")) {
      row("mole", s.path("mole").asString("") + ", " + s.path("strategy").asString(""));
    }
    JsonNode result = s.path("result");
    if (result.has("success")) {
      row("outcome", result.path("success").asBoolean(false) ? "succeeds" : "fails" + why(result));
    }
    row("cause", s.path("cause").asString(""));
    row("memory", Saved.words(Words.ENGLISH, s.path("memory")));
    row("plan", words(s.path("plan").path("plan")));
    s.path("commands").forEach(c -> row("order " + c.path("command").asString("?"), order(c)));
    row("waits", waits(s));
    row("possible", words(s.path("possible")));
  }

  private static String progress(JsonNode s) {
    return "round %d of %d, turn %d of %d, %d messages, %d tool calls"
        .formatted(
            s.path("round").asInt(0),
            s.path("rounds").asInt(0),
            s.path("turn").asInt(0),
            Math.max(s.path("turn").asInt(0), s.path("turns_planned").asInt(0)),
            s.path("messages").asInt(0),
            s.path("tool_calls").asInt(0));
  }

  /** Whose call waits for leave, and how to give it. */
  private static String waits(JsonNode s) {
    JsonNode asked = s.path("approval");
    return asked.isMissingNode()
        ? ""
        : "may %s call %s %s? heist approve %s %d allow|deny|edit; denied in %d s"
            .formatted(
                asked.path("agent").asString(""),
                asked.path("tool").asString(""),
                asked.path("arguments"),
                s.path("id").asString(""),
                asked.path("approval").asLong(0),
                asked.path("seconds_left").asLong(0));
  }

  private static String game(JsonNode s) {
    String game = s.path("mole_game").asBoolean(false) ? "mole game" : "no mole game";
    return game
        + ", "
        + s.path("difficulty").asString("normal")
        + (s.path("rerunnable").asBoolean(false) ? ", seed given" : "")
        + (s.path("unblinded").asBoolean(false) ? ", unblinded" : "");
  }

  private static String verdict(JsonNode s) {
    return s.hasNonNull("verdict") ? " (" + s.path("verdict").asString("") + ")" : "";
  }

  private static String why(JsonNode result) {
    return result.hasNonNull("field")
        ? ": "
            + result.path("field").asString("").replace('_', ' ')
            + " was planned as "
            + result.path("planned").asString("nothing")
            + ", and it should have been "
            + result.path("actual").asString("unknown")
        : "";
  }

  private static String order(JsonNode command) {
    return "to %s, by %s, %s%s: %s"
        .formatted(
            command.path("agent").asString(""),
            command.path("by").asString(""),
            command.path("standing").asBoolean(false) ? "standing, " : "",
            command.path("status").asString(""),
            command.path("text").asString(""));
  }

  private void row(String name, String value) {
    if (value.isEmpty()) {
      return;
    }
    Paint paint = context.paint();
    List<String> lines = Text.wrap(paint.text(value), context.screen().width() - KEY - 1);
    for (int i = 0; i < lines.size(); i++) {
      context.out().println(paint.dim(Text.pad(i == 0 ? name : "", KEY)) + lines.get(i));
    }
  }

  /** JSON as words: names of a list's members, members of an object as {@code name value}. */
  private static String words(JsonNode node) {
    if (node.isArray()) {
      return String.join(
          ", ",
          node.valueStream()
              .map(n -> n.isObject() && n.has("name") ? n.path("name").asString("") : words(n))
              .toList());
    }
    if (node.isObject()) {
      return String.join(
          ", ",
          node.properties().stream()
              .map(p -> p.getKey().replace('_', ' ') + " " + words(p.getValue()))
              .toList());
    }
    return node.isString() ? node.asString("") : node.toString();
  }
}
