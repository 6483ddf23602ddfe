package heist.cli;

import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code heist influence}: whose words are in the plan. */
@Command(
    name = "influence",
    description = {
      "Show what each agent's words did to the plan.",
      "Whose value stands in which field, where that agent had read it, and who took it up. "
          + "From what everybody may see; it tells nobody's secret."
    },
    sortOptions = false)
final class InfluenceCommand extends Sessions implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "ID", description = "The session; last: the newest.")
  private String session;

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  InfluenceCommand(Context context) {
    super(context);
  }

  @Override
  public Integer call() {
    return withGame(game -> {
      JsonNode told = game.get(path(id(game, session)) + "/influence");
      if (json) {
        context.out().println(told);
      } else {
        show(told);
      }
      return 0;
    });
  }

  private void show(JsonNode told) {
    if (told.path("parts").isEmpty()) {
      context.out().println("No plan has been handed in yet, so nobody's word is in it.");
      return;
    }
    Table parts = new Table("field", "value", "first said by", "read with", "taken up by");
    for (JsonNode part : told.path("parts")) {
      String seq = part.hasNonNull("seq") ? " #" + part.path("seq").asLong() : "";
      parts.row(
          part.path("field").asString("").replace('_', ' '),
          part.path("value").asString(""),
          part.path("from").asString("nobody") + seq,
          part.path("source").asString("-"),
          names(part.path("taken_up_by")));
    }
    parts.print(context.out(), context.paint());
    context.out().println();
    Table agents = new Table("agent", "messages", "values in the plan", "taken up", "took up");
    for (JsonNode agent : told.path("agents")) {
      agents.row(
          agent.path("agent").asString(""),
          agent.path("messages").asString("0"),
          agent.path("in_plan").asString("0"),
          agent.path("taken_up").asString("0"),
          agent.path("took_up").asString("0"));
    }
    agents.print(context.out(), context.paint());
  }

  private static String names(JsonNode list) {
    return list.isEmpty()
        ? "-"
        : list.valueStream().map(n -> n.asString("")).collect(Collectors.joining(", "));
  }
}
