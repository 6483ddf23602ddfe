package heist.session;

import heist.crew.Agent;
import heist.crew.Crew;
import heist.scenario.World;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who alone may read which document or table. Pure. */
final class Sources {
  private Sources() {}

  /**
   * A crew's own word on a source goes before the scenario's, which names a role; without either it
   * is everybody's.
   */
  static Map<String, String> owners(Crew crew, World world) {
    Map<String, String> owners = new LinkedHashMap<>();
    world.documents().forEach(d -> put(owners, crew, d.name(), d.ownerRole()));
    world.tables().forEach(t -> put(owners, crew, t.name(), t.ownerRole()));
    return Map.copyOf(owners);
  }

  private static void put(
      Map<String, String> owners, Crew crew, String source, @Nullable String role) {
    Stream.concat(
            crew.agents().stream().filter(a -> a.exclusiveSources().contains(source)),
            crew.agents().stream().filter(a -> a.role().equals(role)))
        .map(Agent::name)
        .findFirst()
        .ifPresent(owner -> owners.put(source, owner));
  }
}
