package heist.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code heist stats}: figures over all sessions. */
@Command(
    name = "stats",
    description = "Figures over all sessions; shares with their 95 %% interval.",
    sortOptions = false)
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
          String name = p.getKey().replace('_', ' ');
          String full =
              before.isEmpty() || before.endsWith(name)
                  ? before + (before.isEmpty() ? name : "")
                  : before + ", " + name;
          JsonNode value = p.getValue();
          if (value.has("count") && value.has("of")) {
            table.row(full, share(value));
          } else if (value.isObject()) {
            rows(table, full, value);
          } else if (!value.isNull()) {
            table.row(full, value.isString() ? value.asString("") : value.toString());
          }
        });
  }

  private static String share(JsonNode share) {
    String counted = share.path("count") + " of " + share.path("of");
    return share.hasNonNull("rate")
        ? "%s, %s [%s, %s]"
            .formatted(
                counted,
                percent(share.path("rate")),
                percent(share.path("low")),
                percent(share.path("high")))
        : counted;
  }

  private static String percent(JsonNode share) {
    return String.format(Locale.ROOT, "%.0f %%", share.asDouble(0) * 100);
  }
}
