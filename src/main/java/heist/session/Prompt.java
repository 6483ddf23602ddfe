package heist.session;

import heist.event.SessionEvent;
import heist.event.SessionEvent.ModelReplied;
import heist.event.SessionEvent.ToolReturned;
import heist.model.ChatTurn;
import heist.model.ToolAsk;
import heist.session.Floor.OpenTurn;
import java.util.ArrayList;
import java.util.List;

/**
 * The messages that a model gets in a turn: a system message that says who it is, a user message
 * that says what has happened, and what it asked for and got within this turn. Pure.
 */
final class Prompt {
  /** What a private brief is taken to cost, whatever it says. */
  private static final int BRIEF_TOKENS = 400;

  private Prompt() {}

  /**
   * About how many tokens these messages are, the same whoever is the mole: which turn a budget
   * fails is a public fact.
   */
  static long estimate(AgentView view, List<ChatTurn> messages, TokenEstimate tokens) {
    return system(view, tokens)
        + messages.stream()
            .filter(m -> !(m instanceof ChatTurn.System))
            .mapToLong(m -> tokens.count(m.text()))
            .sum();
  }

  private static int system(AgentView view, TokenEstimate tokens) {
    int brief = view.brief().isBlank() ? 0 : BRIEF_TOKENS;
    return brief + tokens.count(SystemPrompt.of(view.withBlandBrief()));
  }

  /**
   * The messages of the next model call of a turn.
   *
   * @param digest summary of older messages, or empty
   * @param open what is recorded of this turn
   */
  static List<ChatTurn> of(
      AgentView view,
      SessionConfig.Context context,
      String digest,
      OpenTurn open,
      TokenEstimate tokens) {
    List<ChatTurn> messages = new ArrayList<>();
    String system = SystemPrompt.of(view);
    List<ChatTurn> within = within(open);
    int fixed = system(view, tokens) + within.stream().mapToInt(m -> tokens.count(m.text())).sum();
    messages.add(new ChatTurn.System(system));
    messages.add(
        new ChatTurn.User(Situation.of(view, context, digest, context.tokens() - fixed, tokens)));
    messages.addAll(within);
    return List.copyOf(messages);
  }

  /** What the model asked for in this turn and what came back. */
  private static List<ChatTurn> within(OpenTurn open) {
    List<ChatTurn> messages = new ArrayList<>();
    for (SessionEvent step : open.steps()) {
      if (step instanceof ModelReplied reply) {
        messages.add(
            new ChatTurn.Assistant(
                reply.text(),
                reply.tools().stream()
                    .map(t -> new ToolAsk(t.id(), t.tool(), t.arguments()))
                    .toList()));
      } else if (step instanceof ToolReturned answer) {
        messages.add(new ChatTurn.ToolAnswer(answer.call(), answer.tool(), answer.result()));
      }
    }
    return messages;
  }

  /** Counts tokens of a text. */
  @FunctionalInterface
  interface TokenEstimate {
    /** About how many tokens this is. */
    int count(String text);
  }
}
