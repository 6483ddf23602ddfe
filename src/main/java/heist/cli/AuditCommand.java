package heist.cli;

import heist.HeistException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code heist audit}: who did what, with which right, and how it ended. */
@Command(
    name = "audit",
    description = "Who did what with which right: of all services, running or not.",
    subcommands = {AuditCommand.Verify.class, AuditCommand.Tail.class})
final class AuditCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    throw new HeistException(
        HeistException.Kind.BAD_INPUT, "what to do is missing; there is: heist audit verify|tail");
  }

  /** {@code heist audit verify}. */
  @Command(
      name = "verify",
      description = {
        "Go over the audit of every service.",
        "A row that was edited, deleted, moved or cut off at the end is named; exit 1 if "
            + "there is one."
      },
      sortOptions = false)
  static final class Verify extends Sessions implements Callable<Integer> {
    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    Verify(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      List<JsonNode> verdicts = context.launcher().auditVerdicts(folder());
      if (json) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        verdicts.forEach(all::add);
        context.out().println(all);
      } else if (verdicts.isEmpty()) {
        context.out().println("Nothing has been noted on this data folder yet.");
      } else {
        verdicts.forEach(v -> context.out().println(v.path("message").asString("")));
      }
      return verdicts.stream().allMatch(v -> v.path("intact").asBoolean(false)) ? 0 : Cli.FAILED;
    }
  }

  /** {@code heist audit tail}. */
  @Command(
      name = "tail",
      description = "The newest entries of all services, the latest last.",
      sortOptions = false)
  static final class Tail extends Sessions implements Callable<Integer> {
    private static final int MOST = 1000;

    @Option(
        names = {"-n", "--limit"},
        paramLabel = "N",
        description = "How many (default: 30; at most 1000).")
    private int limit = 30;

    @Option(names = "--service", paramLabel = "TARGET", description = "Of this service only.")
    private @Nullable String service;

    @Option(names = "--session", paramLabel = "ID", description = "About this session only.")
    private @Nullable String session;

    @Option(names = "--json", description = "As JSON Lines.")
    private boolean json;

    Tail(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      if (limit < 1 || limit > MOST) {
        throw new HeistException(
            HeistException.Kind.BAD_INPUT, "--limit must be 1 to " + MOST + ", not " + limit);
      }
      if (service != null && !context.launcher().targets().contains(service)) {
        throw new HeistException(
            HeistException.Kind.BAD_INPUT,
            "there is no target '"
                + service
                + "'; there are: "
                + String.join(", ", context.launcher().targets()));
      }
      int asked = session == null ? limit : MOST;
      List<JsonNode> found =
          context.launcher().auditEntries(folder(), asked).stream()
              .filter(e -> service == null || service.equals(text(e, "service")))
              .filter(e -> session == null || session.equals(text(e.path("entry"), "session")))
              .toList();
      List<JsonNode> entries = found.subList(Math.max(0, found.size() - limit), found.size());
      if (json) {
        entries.forEach(context.out()::println);
        return 0;
      }
      Table table = new Table("AT", "SERVICE", "WHO", "DID", "WHAT", "OUTCOME", "MORE");
      for (JsonNode each : entries) {
        JsonNode entry = each.path("entry");
        table.row(
            text(each, "at"),
            text(each, "service"),
            text(entry, "actor"),
            text(entry, "action"),
            text(entry, "what"),
            text(entry, "outcome"),
            more(entry));
      }
      table.print(context.out(), context.paint());
      return 0;
    }

    private static String more(JsonNode entry) {
      StringBuilder more = new StringBuilder(text(entry, "detail"));
      if (entry.has("session")) {
        more.append(more.isEmpty() ? "" : ", ").append("session ").append(text(entry, "session"));
      }
      if (entry.has("event")) {
        more.append(" event ").append(entry.path("event"));
      }
      if (entry.has("scope")) {
        more.append(more.isEmpty() ? "" : ", ").append("scope ").append(text(entry, "scope"));
      }
      return more.toString();
    }

    private static String text(JsonNode node, String field) {
      return node.path(field).asString("");
    }
  }
}
