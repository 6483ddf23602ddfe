package heist.service.detection;

import heist.detect.Assessment;
import heist.detect.Detector;
import heist.detect.Transcript;
import heist.monitor.Abstaining;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Has running sessions judged by an LLM in the background, so that nobody who asks for scores waits
 * for it: at most one judgement of a session at a time, and a new one once everybody may have
 * spoken again or the session is over. Thread-safe.
 */
final class LiveJudge implements AutoCloseable {
  private final Detector judge;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * A judgement.
   *
   * @param messages how many messages had been said
   */
  record Verdict(Assessment said, int messages) {}

  /** What was judged of one session. Guarded by itself. */
  static final class Matter {
    private @Nullable Verdict verdict;
    private int asked;
    private boolean underWay;
  }

  LiveJudge(Detector judge) {
    this.judge = new Abstaining(judge);
  }

  /**
   * The latest judgement, or null; begins another one if it is time.
   *
   * @param over whether the session goes on no more
   */
  @Nullable Verdict of(Matter matter, Transcript t, boolean over) {
    int messages = t.messages().size();
    synchronized (matter) {
      int news = messages - matter.asked;
      boolean due = news > 0 && (over || news >= t.agents().size());
      if (due && !matter.underWay) {
        matter.underWay = true;
        matter.asked = messages;
        workers.execute(() -> judge(matter, t));
      }
      return matter.verdict;
    }
  }

  private void judge(Matter matter, Transcript t) {
    Assessment said = Assessment.unanswered(judge.name(), "it failed");
    try {
      said = judge.assess(t);
    } finally {
      synchronized (matter) {
        matter.underWay = false;
        matter.verdict = new Verdict(said, t.messages().size());
      }
    }
  }

  /** Judgements under way are given up. */
  @Override
  public void close() {
    workers.shutdownNow();
  }
}
