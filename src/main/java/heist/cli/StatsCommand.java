package heist.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code heist stats}: figures over all sessions. */
@Command(name = "stats", description = "Figures over all sessions.", sortOptions = false)
final class StatsCommand extends Sessions implements Callable<Integer> {
  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  StatsCommand(Context context) {
    super(context);
  }

  @Override
  public Integer call() {
    return withGame(game -> {
      JsonNode stats = game.get("/api/v1/stats");
      if (json) {
        context.out().println(stats);
        return 0;
      }
      Table table = new Table("FIGURE", "VALUE");
      rows(table, "", stats);
      table.print(context.out(), context.paint());
      return 0;
    });
  }

  private static void rows(Table table, String before, JsonNode node) {
    node.properties()
        .forEach(p -> {
          String name = (before + " " + p.getKey().replace('_', ' ')).strip();
          if (p.getValue().isObject()) {
            rows(table, name, p.getValue());
          } else if (!p.getValue().isNull()) {
            table.row(
                name,
                p.getValue().isString() ? p.getValue().asString("") : p.getValue().toString());
          }
        });
  }
}
