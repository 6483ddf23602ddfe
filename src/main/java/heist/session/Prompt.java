package heist.session;

import heist.event.SessionEvent;
import heist.event.SessionEvent.ToolReturned;
import heist.model.ChatTurn;
import heist.model.ToolAsk;
import heist.model.ToolOffer;
import heist.session.Floor.OpenTurn;
import heist.session.Situation.Room;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The messages that a model gets in a turn: a system message that says who it is, a user message
 * that says what has happened, and what it asked for and got within this turn. Pure.
 *
 * <p>It is made in two steps, since memory is asked in between: {@link #draft} shares out the
 * budget and says from which message on everything is told word for word; {@link Draft#with} puts
 * in what memory remembers of what came before.
 */
final class Prompt {
  /** What a private brief is taken to cost, whatever it says. */
  private static final int BRIEF_TOKENS = 400;

  /** Tokens that a message, and a tool, cost beside their text. */
  private static final int PER_MESSAGE = 4;

  private static final int PER_TOOL = 12;

  /** What a turn's own tool results may take of what is left for them and the past. */
  private static final double WITHIN_SHARE = 0.6;

  private static final int SHORTEST_RESULT = 30;

  private Prompt() {}

  /** Counts tokens of a text. */
  @FunctionalInterface
  interface TokenEstimate {
    /** About how many tokens this is. */
    int count(String text);
  }

  /**
   * A prompt without its memory.
   *
   * @param before everything from this message on is told word for word
   * @param memory most tokens that memory may take; 0: it is not asked
   * @param fixed tokens of the system message and the tools, the same whoever is the mole: what is
   *     told, and which turn a budget fails, must not depend on it
   * @param full tokens of the prompt if every message were told word for word
   */
  record Draft(
      String system,
      Situation situation,
      List<ChatTurn> within,
      long before,
      int memory,
      int budget,
      int fixed,
      long full) {
    /** The messages, with what memory remembers; what of it is too long is left out. */
    List<ChatTurn> with(String remembered, TokenEstimate tokens) {
      String kept = remembered;
      List<ChatTurn> messages = messages(kept);
      while (!kept.isEmpty() && size(messages, tokens) > budget) {
        int last = kept.lastIndexOf('\n');
        kept = last < 0 ? "" : kept.substring(0, last);
        messages = messages(kept);
      }
      return messages;
    }

    /** Our count of these messages and the tools offered with them. */
    int size(List<ChatTurn> messages, TokenEstimate tokens) {
      return fixed + Prompt.size(messages.subList(1, messages.size()), tokens);
    }

    private List<ChatTurn> messages(String remembered) {
      List<ChatTurn> messages = new ArrayList<>();
      messages.add(new ChatTurn.System(system));
      messages.add(new ChatTurn.User(situation.text(remembered)));
      messages.addAll(within);
      return List.copyOf(messages);
    }
  }

  /**
   * Shares out the budget.
   *
   * @param open what is recorded of this turn
   * @param budget most tokens by our own count
   * @return null if not even what must be said fits
   */
  static @Nullable Draft draft(
      AgentView view,
      SessionConfig.Context context,
      OpenTurn open,
      List<ToolOffer> offers,
      int budget,
      TokenEstimate tokens) {
    String system = SystemPrompt.of(view);
    String now = Situation.now(view);
    int fixed = fixed(view, offers, tokens);
    int left = budget - fixed - size(List.of(new ChatTurn.User(now)), tokens) - Situation.HEADINGS;
    List<ChatTurn> all = within(open, Integer.MAX_VALUE, tokens);
    List<ChatTurn> within = within(open, left, tokens);
    left -= size(within, tokens);
    if (left < 0) {
      return null;
    }
    Room room = Room.of(view, context, left, tokens);
    Situation situation = new Situation(room, now);
    long full =
        fixed
            + size(all, tokens)
            + PER_MESSAGE
            + Situation.HEADINGS
            + tokens.count(now)
            + room.everything();
    return new Draft(system, situation, within, room.before(), room.memory(), budget, fixed, full);
  }

  /** The system message, the brief taken for any brief, and the tools. */
  private static int fixed(AgentView view, List<ToolOffer> offers, TokenEstimate tokens) {
    int brief = view.brief().isBlank() ? 0 : BRIEF_TOKENS;
    int total = 3 + PER_MESSAGE + brief + tokens.count(SystemPrompt.of(view.withBlandBrief()));
    for (ToolOffer offer : offers) {
      total += PER_TOOL + tokens.count(offer.name()) + tokens.count(offer.description());
      total += tokens.count(offer.schema().toString());
    }
    return total;
  }

  private static int size(List<ChatTurn> messages, TokenEstimate tokens) {
    int total = 0;
    for (ChatTurn turn : messages) {
      total += PER_MESSAGE + tokens.count(turn.text());
      if (turn instanceof ChatTurn.Assistant said) {
        for (ToolAsk ask : said.tools()) {
          total += PER_TOOL + tokens.count(ask.tool()) + tokens.count(ask.arguments().toString());
        }
      }
    }
    return total;
  }

  /**
   * What the model asked for in this turn and what came back; if that is too much, the longest
   * results are cut, all to the same length.
   */
  private static List<ChatTurn> within(OpenTurn open, int left, TokenEstimate tokens) {
    int longest = Integer.MAX_VALUE;
    List<ChatTurn> messages = within(open, longest);
    int most = left == Integer.MAX_VALUE ? left : (int) (left * WITHIN_SHARE);
    for (int limit = 4 * Math.max(1, most); size(messages, tokens) > most; limit /= 2) {
      if (limit < SHORTEST_RESULT) {
        break;
      }
      longest = limit;
      messages = within(open, longest);
    }
    return messages;
  }

  private static List<ChatTurn> within(OpenTurn open, int longest) {
    List<ChatTurn> messages = new ArrayList<>();
    for (SessionEvent step : open.steps()) {
      Optional<Floor.Reply> reply = Floor.Reply.of(step);
      if (reply.isPresent()) {
        messages.add(
            new ChatTurn.Assistant(
                cut(reply.get().text(), longest),
                reply.get().tools().stream()
                    .map(t -> new ToolAsk(t.id(), t.tool(), t.arguments()))
                    .toList()));
      } else if (step instanceof ToolReturned answer) {
        messages.add(
            new ChatTurn.ToolAnswer(answer.call(), answer.tool(), cut(answer.result(), longest)));
      }
    }
    return messages;
  }

  /** The beginning of a text that is too long, and a word about the rest. */
  static String cut(String text, int longest) {
    return text.length() <= longest
        ? text
        : text.substring(0, longest)
            + " [cut: %d of %d characters]".formatted(longest, text.length());
  }
}
