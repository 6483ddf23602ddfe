package heist.model;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Estimates how many tokens a text has (the encoding {@code cl100k_base}), and learns from what a
 * server reports by how much its own tokens differ.
 *
 * <p>Counting is a pure function until something is learned; so that runs stay reproducible, a
 * session uses a counter of its own. Thread-safe.
 */
public final class TokenCounter {
  /** Tokens that a message costs beside its text. */
  private static final int PER_MESSAGE = 4;

  private static final int PER_TOOL = 12;
  private static final double LEAST = 0.5;
  private static final double MOST = 3.0;
  private static final double LEARNING = 0.3;

  private final Map<String, Double> ratios = new ConcurrentHashMap<>();

  /** The encoding takes a while and some memory to load; it is loaded when first needed. */
  private static final class Holder {
    static final Encoding ENCODING =
        Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.CL100K_BASE);
  }

  /** Estimated tokens of a text. */
  public int count(String text) {
    return text.isEmpty() ? 0 : Holder.ENCODING.countTokensOrdinary(text);
  }

  /** Estimated tokens of a conversation. */
  public int count(List<ChatTurn> messages) {
    return count(messages, List.of());
  }

  /** Estimated tokens of a conversation and the tools offered with it. */
  public int count(List<ChatTurn> messages, List<ToolOffer> tools) {
    int total = 3;
    for (ChatTurn turn : messages) {
      total += PER_MESSAGE + count(turn.text());
      if (turn instanceof ChatTurn.Assistant said) {
        for (ToolAsk ask : said.tools()) {
          total += PER_TOOL + count(ask.tool()) + count(ask.arguments().toString());
        }
      }
    }
    for (ToolOffer tool : tools) {
      total += PER_TOOL + count(tool.name()) + count(tool.description());
      total += count(tool.schema().toString());
    }
    return total;
  }

  /** An estimate corrected by what this model's server has reported so far. */
  public long corrected(String model, long estimate) {
    return Math.round(estimate * ratios.getOrDefault(model, 1.0));
  }

  /**
   * Takes in what the server reported for what we had estimated.
   *
   * @param estimate uncorrected
   */
  public void learn(String model, long estimate, long reported) {
    if (estimate < 1 || reported < 1) {
      return;
    }
    double seen = Math.clamp((double) reported / estimate, LEAST, MOST);
    ratios.merge(model, seen, (old, now) -> old + LEARNING * (now - old));
  }
}
