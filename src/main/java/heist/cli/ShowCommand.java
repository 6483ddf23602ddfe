package heist.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code heist show}: one session as it stands. */
@Command(name = "show", description = "Show where a session stands.", sortOptions = false)
final class ShowCommand extends Sessions implements Callable<Integer> {
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
      Table table = new Table("SESSION", shown.path("id").asString(session));
      shown.properties().stream()
          .filter(p -> !p.getKey().equals("id") && !p.getValue().isNull())
          .forEach(p -> table.row(p.getKey().replace('_', ' '), words(p.getValue())));
      table.print(context.out(), context.paint());
      return 0;
    });
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
