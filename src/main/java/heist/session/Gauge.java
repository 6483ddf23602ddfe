package heist.session;

import heist.event.SessionEvent;
import heist.event.SessionEvent.ModelReplied;
import heist.event.SessionEvent.SummaryReplied;
import java.util.ArrayList;
import java.util.List;

/**
 * How the server's count of tokens differs from ours, and what compression has saved. Learned from
 * this session's own log alone, so that the same seed gives the same prompts.
 *
 * @param recent the latest ratios of reported to estimated prompt tokens
 * @param sent prompt tokens of turns as the server counted them
 * @param full what they would have been with every message word for word, by the same measure
 * @param summaries tokens that making summaries took, prompts and answers
 */
record Gauge(List<Double> recent, long sent, long full, long summaries) {
  private static final int KEPT = 8;
  private static final double LEAST = 0.25;
  private static final double MOST = 4;

  /** Before the server has said anything, its tokens are taken to be smaller than ours. */
  private static final double AT_FIRST = 1.25;

  /** What the latest prompts showed may be a little different for the next one. */
  private static final double CARE = 1.03;

  static final Gauge NEW = new Gauge(List.of(), 0, 0, 0);

  Gauge apply(SessionEvent event) {
    return switch (event) {
      case ModelReplied e -> replied(e);
      case SummaryReplied e ->
          new Gauge(recent, sent, full, summaries + e.promptTokens() + e.completionTokens());
      default -> this;
    };
  }

  private Gauge replied(ModelReplied e) {
    Long estimate = e.estimate();
    Long whole = e.full();
    if (estimate == null || whole == null || estimate < 1 || e.promptTokens() < 1) {
      return this;
    }
    double seen = Math.clamp((double) e.promptTokens() / estimate, LEAST, MOST);
    List<Double> ratios = new ArrayList<>(recent);
    ratios.add(seen);
    return new Gauge(
        List.copyOf(ratios.subList(Math.max(0, ratios.size() - KEPT), ratios.size())),
        sent + e.promptTokens(),
        full + Math.round(whole * seen),
        summaries);
  }

  /**
   * By how much a prompt's tokens may exceed our count of them: the worst of the latest, never less
   * than 1, since what a server does not count today (tools, say) it may count tomorrow.
   */
  double ratio() {
    double worst = recent.stream().mapToDouble(Double::doubleValue).max().orElse(AT_FIRST);
    return Math.max(1, worst) * CARE;
  }

  /** So many of our tokens surely fit into {@code budget} of the server's. */
  int fitting(int budget) {
    return (int) Math.floor(budget / ratio());
  }

  /** Tokens that compression saved, the cost of summaries taken off; below 0 if it cost more. */
  long saved() {
    return full - sent - summaries;
  }
}
