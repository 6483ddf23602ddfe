package heist.config;

import heist.scenario.Scenario;
import heist.scenario.World;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** The bank as its folder describes it, for tests. */
final class Bank {
  static final List<String> ROLES =
      List.of("planner", "hacker", "safecracker", "intel", "driver", "lookout");
  static final Scenario SCENARIO = read();

  private Bank() {}

  private static Scenario read() {
    Problems problems = new Problems();
    var scenario = ScenarioReader.read(Path.of("scenarios/bank"), Environment.none(), problems);
    return scenario.orElseThrow(() -> new AssertionError(problems.numbered()));
  }

  static World world(long seed) {
    return SCENARIO.draw(new SplittableRandom(seed));
  }

  static Map<String, String> crew() {
    Map<String, String> crew = new LinkedHashMap<>();
    ROLES.forEach(role -> crew.put(role, role));
    return crew;
  }
}
