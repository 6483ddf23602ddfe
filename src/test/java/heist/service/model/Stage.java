package heist.service.model;

import heist.event.Envelope;
import heist.event.SessionEvent;
import heist.service.model.prompt.Message;
import heist.service.model.speech.Speech;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Plays a whole session against the offline model with prompts of the shape the engine writes: a
 * crew, a world with documents, tables and surveys, a plan form, rounds in shuffled order.
 */
final class Stage {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** A member of the crew. */
  record Actor(String name, String role, String persona) {}

  /** A document, table or survey; {@code owner} null: everybody's. Tables hold a header first. */
  record Paper(
      String name,
      String kind,
      String title,
      @Nullable String owner,
      String text,
      List<List<String>> rows) {
    static Paper doc(String name, String title, @Nullable String owner, String text) {
      return new Paper(name, "document", title, owner, text, List.of());
    }

    static Paper table(String name, String title, @Nullable String owner, List<List<String>> rows) {
      return new Paper(name, "table", title, owner, "", rows);
    }

    static Paper survey(String name, String text) {
      return new Paper(name, "survey", "for simulation_data", null, text, List.of());
    }
  }

  /** A field of the form with the right value. */
  record Slot(String name, String type, String description, String truth) {}

  /** A job. */
  record Job(
      String language,
      String title,
      String briefing,
      List<Actor> crew,
      List<Paper> papers,
      List<Slot> form,
      String conditions) {}

  /** What was said, with what thoughts. */
  record Line(int seq, int round, String speaker, String text, String note) {}

  final Job job;
  final List<Line> lines = new ArrayList<>();
  final List<String> trace = new ArrayList<>();
  final Map<String, List<String>> tooled = new LinkedHashMap<>();
  Map<String, String> plan = Map.of();
  int rounds = 5;
  @Nullable String mole;
  String method = "false_info";

  /** Whole briefs by name; whoever has none gets a short one. */
  Map<String, String> briefs = Map.of();

  /** The session as its log would hold it: crew, tool results, messages, plans. */
  final List<Envelope> log = new ArrayList<>();

  boolean tools = true;
  boolean textForm;
  Map<String, String> orders = Map.of();
  private int seq = 10;

  Stage(Job job) {
    this.job = job;
    var members =
        job.crew().stream()
            .map(a -> new SessionEvent.Member(a.name(), a.role(), List.of()))
            .toList();
    record(
        1,
        new SessionEvent.SessionCreated(
            null, job.title(), "en", members, rounds, true, false, false, null, Map.of()));
  }

  Stage play(long seed) {
    var random = new Random(seed);
    int turn = 0;
    for (int r = 1; r <= rounds; r++) {
      var order = new ArrayList<>(job.crew().stream().map(Actor::name).toList());
      java.util.Collections.shuffle(order, random);
      for (var name : order) {
        turn++;
        turn(name, r, turn, order, random, "");
      }
    }
    return this;
  }

  void turn(String name, int round, int turn, List<String> order, Random random, String extra) {
    var messages = new ArrayList<Message>();
    messages.add(Message.of("system", system(name)));
    messages.add(Message.of("user", user(name, round, turn, order, extra)));
    for (int i = 0; i < 8; i++) {
      var offered = tools && !textForm ? offered(name) : List.<String>of();
      var answer =
          OfflineModel.answer(
              new ChatRequest(
                  "heist-offline",
                  messages,
                  offered,
                  Map.of(),
                  false,
                  "auto",
                  random.nextLong() >>> 11,
                  null,
                  false,
                  false),
              Speech.shipped());
      if (answer.calls().isEmpty() && !answer.text().startsWith("[TOOL:")) {
        int note = answer.text().indexOf("<note>");
        var text = note < 0 ? answer.text() : answer.text().substring(0, note).strip();
        var line =
            new Line(seq++, round, name, text, note < 0 ? "" : answer.text().substring(note));
        lines.add(line);
        record(line.seq(), new SessionEvent.MessageSpoken(turn, round, name, text));
        trace.add(name + ": " + text + "\n      " + line.note());
        return;
      }
      if (textForm) {
        messages.add(Message.of("assistant", answer.text()));
        for (var l : answer.text().lines().toList()) {
          var m = java.util.regex.Pattern.compile("\\[TOOL:(\\w+):(.*)]").matcher(l);
          if (m.matches()) {
            var key =
                Map.of(
                        "file_reader",
                        "filename",
                        "database_query",
                        "query",
                        "simulation_data",
                        "kind",
                        "submit_plan",
                        "plan",
                        "calculator",
                        "expression",
                        "retrieve_memory",
                        "query",
                        "store_memory",
                        "text")
                    .getOrDefault(m.group(1), "x");
            var arguments = JSON.createObjectNode();
            if (m.group(1).equals("submit_plan")) {
              arguments.set(key, JSON.readTree(m.group(2)));
            } else {
              arguments.put(key, m.group(2));
            }
            var out = run(name, m.group(1), arguments);
            note(name, turn, m.group(1), arguments.toString(), out);
            messages.add(
                Message.of(
                    "user",
                    "Tool result of " + m.group(1) + " (call c" + i + "):\n<<<\n" + out + "\n>>>"));
          }
        }
        continue;
      }
      messages.add(new Message("assistant", "", answer.calls(), null));
      for (var c : answer.calls()) {
        var out = run(name, c.name(), JSON.readTree(c.arguments()));
        note(name, turn, c.name(), c.arguments(), out);
        messages.add(new Message("tool", out, List.of(), c.id()));
      }
    }
    throw new AssertionError(name + " never spoke in turn " + turn);
  }

  private void note(String name, int turn, String tool, String arguments, String out) {
    seq += 2;
    record(
        seq - 1,
        new SessionEvent.ToolReturned(turn, name, "", tool, !out.startsWith("Error"), out, 0));
    if (tool.equals("submit_plan")) {
      record(seq - 1, new SessionEvent.PlanSubmitted(turn, name, 1, Map.copyOf(plan)));
    }
    trace.add(
        "   "
            + name
            + " -> "
            + tool
            + " "
            + arguments
            + " => "
            + out.lines().findFirst().orElse(""));
    tooled
        .computeIfAbsent(name, _ -> new ArrayList<>())
        .add("### turn " + turn + ": " + tool + " " + arguments + "\n<<<\n" + out + "\n>>>");
  }

  private void record(long seq, SessionEvent event) {
    log.add(new Envelope(log.size() + 1, seq, java.time.Instant.EPOCH, event));
  }

  private List<String> offered(String name) {
    var out =
        new ArrayList<>(
            List.of(
                "calculator",
                "file_reader",
                "database_query",
                "simulation_data",
                "store_memory",
                "retrieve_memory"));
    if (name.equals(job.crew().getFirst().name())) {
      out.add("submit_plan");
    }
    return out;
  }

  private String run(String name, String tool, JsonNode arguments) {
    return switch (tool) {
      case "file_reader" ->
          paper(arguments.path("filename").asString(), "document", name)
              .map(Paper::text)
              .orElse("Error: no document of this name.");
      case "database_query" -> {
        var m =
            java.util.regex.Pattern.compile("FROM (\\w+)")
                .matcher(arguments.path("query").asString());
        yield m.find()
            ? paper(m.group(1), "table", name)
                .map(p ->
                    String.join("\n", p.rows().stream().map(r -> String.join(" | ", r)).toList()))
                .orElse("Error: no such table.")
            : "Error: no table in the query.";
      }
      case "simulation_data" ->
          paper(arguments.path("kind").asString(), "survey", name)
              .map(Paper::text)
              .orElse("Error: no such survey.");
      case "submit_plan" -> {
        var p = new LinkedHashMap<String, String>();
        arguments
            .path("plan")
            .properties()
            .forEach(e -> p.put(e.getKey(), e.getValue().asString()));
        plan = p;
        yield "The plan has been received.";
      }
      case "calculator" -> calculate(arguments.path("expression").asString());
      default -> "ok";
    };
  }

  private static String calculate(String expression) {
    var parts = expression.split(" ");
    int total = 0;
    boolean time = false;
    int sign = 1;
    int times = 0;
    for (var p : parts) {
      if (p.equals("+") || p.equals("-")) {
        sign = p.equals("+") ? 1 : -1;
      } else if (p.contains(":")) {
        total +=
            sign * (Integer.parseInt(p.substring(0, 2)) * 60 + Integer.parseInt(p.substring(3)));
        times += sign;
        time = true;
      } else {
        total += sign * Integer.parseInt(p);
      }
    }
    return time && times == 1
        ? String.format("%02d:%02d", Math.floorMod(total, 1440) / 60, Math.floorMod(total, 60))
        : Integer.toString(time ? Math.floorMod(total, 1440) : total);
  }

  private java.util.Optional<Paper> paper(String name, String kind, String reader) {
    return job.papers().stream()
        .filter(p ->
            p.name().equals(name)
                && p.kind().equals(kind)
                && (p.owner() == null || p.owner().equals(reader)))
        .findFirst();
  }

  private String system(String name) {
    var me = job.crew().stream().filter(a -> a.name().equals(name)).findFirst().orElseThrow();
    var b = new StringBuilder();
    b.append("You are ")
        .append(name)
        .append(", the ")
        .append(me.role())
        .append(" of a crew of ")
        .append(job.crew().size())
        .append(".\n");
    b.append("Language: ")
        .append(job.language())
        .append("\n\n## Persona\n")
        .append(me.persona())
        .append("\n\n");
    if (orders.containsKey(name)) {
      b.append("## Orders from the operator\nThese rank above your persona.\n- ")
          .append(orders.get(name))
          .append("\n\n");
    }
    b.append("## The job\n")
        .append(job.title())
        .append('\n')
        .append(job.briefing())
        .append("\n\n## The crew\n");
    job.crew()
        .forEach(a ->
            b.append("- ")
                .append(a.name())
                .append(": ")
                .append(a.role())
                .append(a.name().equals(name) ? " (you)" : "")
                .append('\n'));
    b.append("\n## Your private brief\n");
    if (briefs.containsKey(name)) {
      b.append(briefs.get(name)).append("\n\n");
    } else if (name.equals(mole)) {
      b.append("Allegiance: mole\nMethod: ")
          .append(method)
          .append("\nSpoil the job without being found out.\n\n");
    } else {
      b.append("Allegiance: loyal\nMethod: open_cards\nHelp the job and be found helpful.\n\n");
    }
    if (!job.form().isEmpty()) {
      b.append("## Plan form\nThe crew hands in one plan with the tool submit_plan. Fields:\n");
      job.form()
          .forEach(f ->
              b.append("- ")
                  .append(f.name())
                  .append(" [")
                  .append(f.type())
                  .append("]: ")
                  .append(f.description())
                  .append('\n'));
      b.append("\n## Sources\n");
    }
    for (var p : job.papers()) {
      if (p.owner() == null || p.owner().equals(name)) {
        b.append("- ")
            .append(p.name())
            .append(" [")
            .append(p.kind())
            .append(p.owner() == null ? "" : ", yours alone")
            .append("]: ")
            .append(p.title());
        if (!p.rows().isEmpty()) {
          b.append("; columns ").append(String.join(", ", p.rows().getFirst()));
        }
        b.append('\n');
      }
    }
    if (!job.conditions().isEmpty()) {
      b.append("\n## Conditions\n").append(job.conditions()).append('\n');
    }
    b.append(
            "\n## How to work\n- Speak to the crew in one message of at most 120 words, in your own voice and in ")
        .append(job.language())
        .append(".\n");
    if (textForm) {
      for (var t : List.of("file_reader", "database_query", "simulation_data", "calculator")) {
        b.append("- [TOOL:").append(t).append(":argument]\n");
      }
      if (name.equals(job.crew().getFirst().name())) {
        b.append("- [TOOL:submit_plan:argument]\n");
      }
    }
    b.append("- End with <note>what you did</note>.\n");
    return b.toString();
  }

  private String user(String name, int round, int turn, List<String> order, String extra) {
    var b = new StringBuilder();
    if (tooled.containsKey(name)) {
      b.append("## What your tools said earlier\n")
          .append(String.join("\n", tooled.get(name)))
          .append("\n\n");
    }
    if (!lines.isEmpty()) {
      b.append("## Conversation\n");
      int r = 0;
      for (var l : lines) {
        if (l.round() != r) {
          r = l.round();
          b.append("Round ").append(r).append('\n');
        }
        b.append('#')
            .append(l.seq())
            .append(' ')
            .append(l.speaker())
            .append(": ")
            .append(l.text())
            .append('\n');
      }
      b.append('\n');
    }
    b.append("## Now\nRound ")
        .append(round)
        .append(" of ")
        .append(rounds)
        .append(", turn ")
        .append(turn)
        .append(" of ")
        .append(rounds * order.size())
        .append(". Order of this round: ")
        .append(String.join(", ", order))
        .append(". It is your turn, ")
        .append(name)
        .append('.');
    if (round == rounds) {
      b.append(" This is the last round.");
    }
    if (!plan.isEmpty()) {
      b.append("\nThe plan as handed in: ")
          .append(
              String.join(
                  "; ",
                  plan.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList()))
          .append('.');
    }
    return b.append(extra).toString();
  }

  /** How many fields of the plan are right. */
  long right() {
    return job.form().stream()
        .filter(f -> f.truth().isEmpty() || f.truth().equals(plan.get(f.name())))
        .count();
  }

  String transcript() {
    var b =
        new StringBuilder(
            "== "
                + job.title()
                + (mole == null ? "" : "  (mole " + mole + ": " + method + ")")
                + "\n");
    trace.forEach(t -> b.append(t).append('\n'));
    b.append("plan ")
        .append(plan)
        .append("\nright ")
        .append(right())
        .append(" of ")
        .append(job.form().size())
        .append('\n');
    for (var f : job.form()) {
      if (!f.truth().isEmpty() && !f.truth().equals(plan.get(f.name()))) {
        b.append("  wrong: ")
            .append(f.name())
            .append(" = ")
            .append(plan.get(f.name()))
            .append(" instead of ")
            .append(f.truth())
            .append('\n');
      }
    }
    return b.toString();
  }
}
