package heist.session;

import heist.event.SessionEvent.TurnKind;
import heist.session.Prompt.TokenEstimate;
import heist.session.Transcript.Said;
import heist.session.Transcript.ToolUse;
import java.util.ArrayList;
import java.util.List;

/** What has happened so far, within a token budget: the user message. Pure. */
final class Situation {
  /** Earlier tool results get at most this share of the budget, so that talk is not crowded out. */
  private static final double TOOL_SHARE = 0.5;

  private Situation() {}

  /**
   * @param budget tokens that may be used; the newest messages and tool results stay, older ones go
   *     first
   */
  static String of(
      AgentView view,
      SessionConfig.Context context,
      String digest,
      int budget,
      TokenEstimate tokens) {
    String now = now(view);
    int left = budget - tokens.count(now) - tokens.count(digest) - 60;
    List<String> uses =
        newest(
            view.toolUses().stream().map(Situation::use).toList(),
            (int) (left * TOOL_SHARE),
            tokens);
    left -= uses.stream().mapToInt(tokens::count).sum();
    List<Said> said = window(view.messages(), context);
    List<String> lines = newest(said.stream().map(m -> line(m, view)).toList(), left, tokens);

    StringBuilder text = new StringBuilder();
    if (!digest.isBlank()) {
      section(text, "Memory", "<<<\n" + quoted(digest) + "\n>>>");
    }
    if (!uses.isEmpty()) {
      section(text, "What your tools said earlier", String.join("\n", uses));
    }
    if (!lines.isEmpty()) {
      section(
          text,
          "Conversation",
          conversation(said.subList(said.size() - lines.size(), said.size()), lines));
    }
    section(text, "Now", now);
    return text.toString().strip();
  }

  /** The messages that the context strategy lets in; the digest stands for the others. */
  static List<Said> window(List<Said> messages, SessionConfig.Context context) {
    if (context.strategy().equals("full") || messages.size() <= context.last()) {
      return messages;
    }
    return messages.subList(messages.size() - context.last(), messages.size());
  }

  /** The newest items that fit; at least the newest one, so that nobody speaks into the void. */
  private static List<String> newest(List<String> items, int budget, TokenEstimate tokens) {
    List<String> kept = new ArrayList<>();
    int left = budget;
    for (String item : items.reversed()) {
      left -= tokens.count(item);
      if (left < 0 && !kept.isEmpty()) {
        break;
      }
      kept.addFirst(item);
    }
    return kept;
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

  private static String now(AgentView view) {
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
      case REVISION ->
          text.append(
              "%s was accused and has left the crew. What rested on that word alone no longer counts. The plan must be revised: look up what is missing and hand in the whole plan once more with submit_plan, %s."
                  .formatted(view.opened(), name));
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
                      + (view.withdrawnFields().contains(e.getKey())
                              && view.kind() == TurnKind.REVISION
                          ? "(withdrawn)"
                          : SystemPrompt.oneLine(e.getValue())))
              .collect(java.util.stream.Collectors.joining("; ")));
      text.append('.');
    }
    return text.toString();
  }
}
