package heist.session;

import heist.crew.Agent;
import heist.scenario.Document;
import heist.scenario.Table;
import heist.scenario.World;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who takes over the sources of an agent that was sent away, so that the plan can be mended from
 * them. Pure.
 */
final class Handover {
  private static final String READS_DOCUMENTS = "file_reader";
  private static final String READS_TABLES = "database_query";

  private Handover() {}

  /**
   * The agent that can read most of what the one who revises the plan has no tool for; the first of
   * the crew among equals, nobody where nothing is missing.
   */
  static Optional<Agent> heir(SessionState state) {
    Optional<Agent> planner = state.planner();
    if (planner.isEmpty() || state.game().expelled() == null) {
      return Optional.empty();
    }
    Map<String, Long> missing =
        state.world().stream()
            .flatMap(world -> readers(world, state.need().owners(), state.game().expelled()))
            .filter(tool -> !may(state, planner.get(), tool))
            .collect(Collectors.groupingBy(tool -> tool, Collectors.counting()));
    return state.present().stream()
        .filter(agent -> !agent.name().equals(planner.get().name()))
        .filter(agent -> readable(state, agent, missing) > 0)
        .max(Comparator.comparingLong(agent -> readable(state, agent, missing)));
  }

  /** The tool that reads each source of {@code owner}. */
  private static Stream<String> readers(World world, Map<String, String> owners, String owner) {
    Set<String> theirs =
        owners.entrySet().stream()
            .filter(e -> e.getValue().equals(owner))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    return Stream.concat(
        world.documents().stream()
            .map(Document::name)
            .filter(theirs::contains)
            .map(_ -> READS_DOCUMENTS),
        world.tables().stream().map(Table::name).filter(theirs::contains).map(_ -> READS_TABLES));
  }

  private static long readable(SessionState state, Agent agent, Map<String, Long> missing) {
    return missing.entrySet().stream()
        .filter(e -> may(state, agent, e.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private static boolean may(SessionState state, Agent agent, String tool) {
    return agent.tools().contains(tool) && !state.cutOff().contains(agent.name());
  }
}
