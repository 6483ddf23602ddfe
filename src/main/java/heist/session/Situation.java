package heist.session;

import heist.event.SessionEvent.TurnKind;
import heist.session.Transcript.Said;
import heist.session.Transcript.ToolUse;
import java.util.ArrayList;
import java.util.List;

/**
 * What has happened so far: the user message. Pure.
 *
 * @param room what of the past is told word for word
 * @param now where the session stands and what is wanted
 */
record Situation(Room room, String now) {
  /** Tokens that the end of a line, or the round named before it, may cost. */
  private static final int LINE_END = 6;

  /** Tokens of headings, quotes and line ends. */
  static final int HEADINGS = 60;

  /** Earlier tool results get at most this share of the budget, so that talk is not crowded out. */
  private static final double TOOL_SHARE = 0.5;

  /** What memory may take of a whole prompt, and of what is left for the past. */
  private static final int MEMORY_PART = 6;

  private static final int MEMORY_SHARE = 3;

  private static final String GONE =
      "%s was accused and has left the crew. What rested on that word alone no longer counts.";

  /**
   * The past as it fits into a budget; the newest stays, the oldest goes first.
   *
   * @param before everything said from this message on is among {@code said}
   * @param memory most tokens for what memory remembers of what came before; 0: it is not asked
   * @param everything tokens of all results and messages, told word for word
   */
  record Room(
      List<String> uses,
      List<Said> said,
      List<String> lines,
      long before,
      int memory,
      int everything) {

    static Room of(
        AgentView view, SessionConfig.Context context, int budget, Prompt.TokenEstimate tokens) {
      List<String> uses = view.toolUses().stream().map(Situation::use).toList();
      List<String> lines = view.messages().stream().map(m -> line(m, view)).toList();
      int everything =
          uses.stream().mapToInt(tokens::count).sum()
              + view.messages().stream().mapToInt(m -> view.size(m, tokens)).sum();
      int window = window(lines.size(), context);
      int memory =
          context.digests() ? Math.min(context.tokens() / MEMORY_PART, budget / MEMORY_SHARE) : 0;
      Room whole = fill(view, uses, lines, window, budget, 0, everything, tokens);
      return memory == 0 || whole.said().size() == lines.size()
          ? whole
          : fill(view, uses, lines, window, budget - memory, memory, everything, tokens);
    }

    private static Room fill(
        AgentView view,
        List<String> uses,
        List<String> lines,
        int window,
        int budget,
        int memory,
        int everything,
        Prompt.TokenEstimate tokens) {
      List<String> results = newest(uses, uses.size(), (int) (budget * TOOL_SHARE), tokens);
      int left = budget - size(results, tokens);
      List<String> told = newest(lines, window, left, tokens);
      List<Said> said =
          view.messages().subList(view.messages().size() - told.size(), view.messages().size());
      long before = said.isEmpty() ? Long.MAX_VALUE : said.getFirst().seq();
      return new Room(results, said, told, before, memory, everything);
    }
  }

  /** How many of the messages the context strategy lets in; the digest stands for the others. */
  private static int window(int messages, SessionConfig.Context context) {
    return context.strategy().equals("full") ? messages : Math.min(messages, context.last());
  }

  /** The newest items that fit; of the very newest at least its beginning. */
  private static List<String> newest(
      List<String> items, int most, int budget, Prompt.TokenEstimate tokens) {
    List<String> kept = new ArrayList<>();
    int left = budget;
    for (String item : items.subList(items.size() - most, items.size()).reversed()) {
      int size = tokens.count(item) + LINE_END;
      if (size > left) {
        if (kept.isEmpty() && left > 40) {
          kept.add(shortened(item, left - LINE_END, tokens));
        }
        break;
      }
      left -= size;
      kept.addFirst(item);
    }
    return kept;
  }

  private static String shortened(String item, int most, Prompt.TokenEstimate tokens) {
    String shorter = item;
    for (int longest = 4 * most; tokens.count(shorter) > most && longest > 8; longest /= 2) {
      shorter = Prompt.cut(item, longest);
      if (item.endsWith(">>>")) {
        shorter += "\n>>>";
      }
    }
    return shorter;
  }

  private static int size(List<String> items, Prompt.TokenEstimate tokens) {
    return items.stream().mapToInt(i -> tokens.count(i) + LINE_END).sum();
  }

  /** The message, with what memory remembers of older times, or nothing. */
  String text(String remembered) {
    StringBuilder text = new StringBuilder();
    if (!remembered.isBlank()) {
      section(text, "Memory", "<<<\n" + quoted(remembered) + "\n>>>");
    }
    if (!room.uses().isEmpty()) {
      section(text, "What your tools said earlier", String.join("\n", room.uses()));
    }
    if (!room.lines().isEmpty()) {
      section(text, "Conversation", conversation(room.said(), room.lines()));
    }
    section(text, "Now", now);
    return text.toString().strip();
  }

  private static String conversation(List<Said> said, List<String> lines) {
    StringBuilder text = new StringBuilder();
    int round = 0;
    for (int i = 0; i < lines.size(); i++) {
      if (said.get(i).round() != round) {
        round = said.get(i).round();
        text.append("Round ").append(round).append('\n');
      }
      text.append(lines.get(i)).append('\n');
    }
    return text.toString().strip();
  }

  private static String line(Said message, AgentView view) {
    String mark = view.withdrawnMessages().contains(message.seq()) ? " (withdrawn)" : "";
    return "#%d %s%s: %s"
        .formatted(message.number(), message.agent(), mark, SystemPrompt.oneLine(message.text()));
  }

  private static String use(ToolUse use) {
    return "### turn %d: %s %s%s\n<<<\n%s\n>>>"
        .formatted(
            use.turn(),
            use.tool(),
            use.arguments(),
            use.success() ? "" : " (failed)",
            quoted(use.result()));
  }

  /** Quoted data cannot close its own quotes. */
  static String quoted(String text) {
    return text.strip().replace("<<<", "‹‹‹").replace(">>>", "›››");
  }

  private static void section(StringBuilder text, String title, String body) {
    text.append("\n## ").append(title).append('\n').append(body).append('\n');
  }

  /** Where the session stands and what is wanted. */
  static String now(AgentView view) {
    String name = view.agent().name();
    StringBuilder text = new StringBuilder();
    switch (view.kind()) {
      case TALK -> {
        text.append(
            "Round %d of %d, turn %d. Order of this round: %s. It is your turn, %s."
                .formatted(
                    view.round(),
                    view.rounds(),
                    view.turn(),
                    String.join(", ", view.order()),
                    name));
        if (view.round() >= view.rounds()) {
          text.append(" This is the last round.");
          if (view.world() != null && view.handsIn()) {
            text.append(" Hand in the plan with submit_plan now.");
          }
        }
      }
      case VOTE ->
          text.append(
              "The talk is over. One of the crew may be a mole. Vote now, %s: answer with `VOTE: name` or `VOTE: nobody` on a line of its own."
                  .formatted(name));
      case HANDOVER ->
          text.append(
              GONE.formatted(view.opened())
                  + " You take over, %s: read what %s alone could read, and tell the crew what the plan needs of it."
                      .formatted(name, view.opened()));
      case REVISION ->
          text.append(
              GONE.formatted(view.opened())
                  + " The plan must be revised: look up what is missing and hand in the whole plan once more with submit_plan, %s."
                      .formatted(name));
    }
    if (view.opened() != null && view.kind() != TurnKind.VOTE && !view.owners().isEmpty()) {
      List<String> open =
          view.owners().entrySet().stream()
              .filter(e -> e.getValue().equals(view.opened()))
              .map(java.util.Map.Entry::getKey)
              .sorted()
              .toList();
      if (!open.isEmpty()) {
        text.append(
            "\nWhat %s alone could read is open to you now: %s."
                .formatted(view.opened(), String.join(", ", open)));
      }
    }
    if (view.plan() != null) {
      text.append("\nThe plan as handed in: ");
      text.append(
          view.plan().entrySet().stream()
              .map(e ->
                  e.getKey()
                      + "="
                      + (view.withdrawnFields().contains(e.getKey()) && view.mends()
                          ? "(withdrawn)"
                          : SystemPrompt.oneLine(e.getValue())))
              .collect(java.util.stream.Collectors.joining("; ")));
      text.append('.');
    }
    return text.toString();
  }
}
