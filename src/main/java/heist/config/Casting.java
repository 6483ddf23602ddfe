package heist.config;

import heist.crew.Agent;
import heist.crew.Crew;
import heist.crew.Strategy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What sessions can be drawn from: a folder's own crews and strategies, and every scenario. */
public final class Casting {
  private final Library own;
  private final Library all;

  /**
   * For a folder of crews and strategies.
   *
   * @param home the installation, whose scenarios are played beside the folder's own
   */
  public Casting(Path folder, Path home) {
    this.own = new Library(folder, folder, Environment.none());
    this.all = new Library(home, folder, Environment.none());
  }

  /**
   * A crew and a scenario.
   *
   * @param agents names of the crew's agents, in the order of its file
   */
  public record Cast(String scenario, String crew, List<String> agents) {
    /** Copies. */
    public Cast {
      agents = List.copyOf(agents);
    }
  }

  /** Names of the folder's crews. */
  public List<String> crews() {
    return own.crewNames();
  }

  /**
   * Names of the folder's strategies for moles.
   *
   * @throws ConfigException if one of them has problems
   */
  public List<String> strategies() {
    return own.strategies().stream().map(Strategy::id).toList();
  }

  /**
   * Each of the folder's crews with each scenario in the crew's language; with a scenario that a
   * person named, whatever its language.
   *
   * @param scenario the only one, or null for all
   * @param crew the only one, or null for all
   * @throws ConfigException if a crew or a scenario has problems
   */
  public List<Cast> casts(@Nullable String scenario, @Nullable String crew) {
    List<Cast> casts = new ArrayList<>();
    for (String name : own.crewNames()) {
      if (crew != null && !crew.equals(name)) {
        continue;
      }
      Crew read = own.crew(name);
      List<String> agents = read.agents().stream().map(Agent::name).toList();
      for (String job : all.scenarioNames()) {
        boolean fits =
            scenario != null
                ? scenario.equals(job)
                : read.language() == null || read.language().equals(all.scenario(job).language());
        if (fits) {
          casts.add(new Cast(job, name, agents));
        }
      }
    }
    return casts;
  }
}
