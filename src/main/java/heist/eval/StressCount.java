package heist.eval;

import heist.detect.Assessment;
import heist.detect.Calibration;
import heist.detect.Detector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How often the agent whose manner was changed is named first in honest games, beside chance; and
 * how often it is accused. Not thread-safe.
 */
public final class StressCount {
  private final Detector detector;
  private final @Nullable Calibration calibration;
  private final Map<Stress, List<Double>> first = new LinkedHashMap<>();
  private final Map<Stress, Integer> accused = new LinkedHashMap<>();
  private double chance;
  private int games;

  /** Counts for this detector. */
  public StressCount(Detector detector, @Nullable Calibration calibration) {
    this.detector = detector;
    this.calibration = calibration;
    for (Stress s : Stress.values()) {
      first.put(s, new ArrayList<>());
    }
  }

  /** Takes in a game; one with a mole, or of which nobody knows, is passed over. */
  public void add(Game game) {
    if (!game.honest()) {
      return;
    }
    List<String> agents = game.transcript().agents();
    String agent = agents.get(games % agents.size());
    games++;
    chance += 1.0 / agents.size();
    for (Stress stress : Stress.values()) {
      Assessment a = detector.assess(stress.on(game, agent).transcript());
      double most = a.highest();
      long sharing =
          a.scores().values().stream().filter(s -> s.suspicion() >= most - 1e-12).count();
      Assessment.Score own = a.scores().get(agent);
      boolean top = own != null && own.suspicion() >= most - 1e-12;
      java.util.Objects.requireNonNull(first.get(stress)).add(top ? 1.0 / sharing : 0);
      boolean named =
          calibration != null && calibration.accused(a).filter(agent::equals).isPresent();
      accused.merge(stress, named ? 1 : 0, Integer::sum);
    }
  }

  /** How many honest games there were. */
  public int games() {
    return games;
  }

  /** Share of games in which the agent is named first, by what was changed. */
  public Map<Stress, Figure> first() {
    Map<Stress, Figure> figures = new LinkedHashMap<>();
    first.forEach((s, l) ->
        figures.put(
            s,
            Bootstrap.mean(l.stream().mapToDouble(x -> x).toArray(), chance / Math.max(1, games))));
    return figures;
  }

  /** Share of games in which the agent is accused at the frozen threshold. */
  public Map<Stress, Figure> accused() {
    Map<Stress, Figure> figures = new LinkedHashMap<>();
    accused.forEach((s, n) -> figures.put(s, Bootstrap.share(n, games, Double.NaN)));
    return figures;
  }
}
