package heist.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code heist sessions}: what is stored. */
@Command(
    name = "sessions",
    description = "List the sessions, the newest first.",
    sortOptions = false)
final class SessionsCommand extends Sessions implements Callable<Integer> {
  @Option(names = "--limit", paramLabel = "N", description = "At most this many (default: 20).")
  private int limit = 20;

  @Option(names = "--json", description = "One session a line, as JSON.")
  private boolean json;

  SessionsCommand(Context context) {
    super(context);
  }

  @Override
  public Integer call() {
    return withGame(game -> {
      JsonNode sessions = game.get("/api/v1/sessions?limit=" + limit).path("sessions");
      if (json) {
        sessions.forEach(context.out()::println);
      } else if (sessions.isEmpty()) {
        context.out().println("No session yet. Begin with: heist play");
      } else {
        Table table = new Table("SESSION", "STATE", "JOB", "TURNS", "VERDICT", "OUTCOME");
        for (JsonNode s : sessions) {
          table.row(
              s.path("id").asString(""),
              s.path("state").asString(""),
              s.path("scenario").asString(s.path("title").asString("")),
              s.path("turn").asString("0"),
              s.path("verdict").asString("-"),
              Outcome.of(s));
        }
        table.print(context.out(), context.paint());
      }
      return 0;
    });
  }
}
