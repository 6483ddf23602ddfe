package heist.detect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Another detector after the fact: whoever brought in the fact on which the job failed is more
 * suspicious by half of what is missing to certainty. Half, because honest agents err, too; the
 * share is fitted on nothing. Nobody is thought innocent because a job succeeded. Stateless.
 */
public final class PostMortem implements Detector {
  private static final double BLAME = 0.5;

  private final Detector detector;
  private final @Nullable JobOutcome outcome;

  /**
   * A detector that has seen one job's outcome.
   *
   * @param outcome null: the job was not carried out, or nobody knows
   */
  public PostMortem(Detector detector, @Nullable JobOutcome outcome) {
    this.detector = detector;
    this.outcome = outcome;
  }

  @Override
  public String name() {
    return detector.name() + "+outcome";
  }

  @Override
  public List<String> signals() {
    return detector.signals();
  }

  @Override
  public Detector without(String signal) {
    return new PostMortem(detector.without(signal), outcome);
  }

  @Override
  public Assessment assess(Transcript t) {
    Assessment own = detector.assess(t);
    Map<String, Assessment.Score> scores = new LinkedHashMap<>(own.scores());
    String explanation = own.explanation();
    JobOutcome job = outcome;
    String blamed = job == null || job.success() ? null : job.blamed();
    if (job != null && blamed != null) {
      Assessment.Score before = scores.get(blamed);
      if (before != null) {
        scores.put(blamed, blamed(before, job));
        explanation =
            "The job failed%s on what %s had brought in. "
                    .formatted(job.field() == null ? "" : " at " + job.field(), blamed)
                + explanation;
      }
    }
    return new Assessment(
        name(), scores, own.turns(), OptionalDouble.empty(), explanation.strip(), own.note());
  }

  private static Assessment.Score blamed(Assessment.Score before, JobOutcome job) {
    Map<String, Double> breakdown = new LinkedHashMap<>(before.breakdown());
    breakdown.put("outcome", 1.0);
    List<Long> events = new ArrayList<>(before.evidence());
    if (job.event() != null) {
      events.add(job.event());
    }
    double suspicion = before.suspicion() + BLAME * (1 - before.suspicion());
    return new Assessment.Score(suspicion, breakdown, events);
  }
}
