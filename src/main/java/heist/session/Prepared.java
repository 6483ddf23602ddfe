package heist.session;

import heist.crew.Crew;
import heist.event.SessionEvent.SessionPrepared;
import heist.scenario.World;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@link SessionPrepared} says, as objects.
 *
 * @param owners who alone may read a source, by the source's name; a source that is missing is
 *     everybody's
 */
record Prepared(
    SeedStreams seeds,
    @Nullable String mole,
    @Nullable String strategy,
    @Nullable Double severity,
    String nonce,
    Crew crew,
    Map<String, String> briefs,
    Optional<World> world,
    Map<String, String> owners) {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES).build();

  static Prepared of(SessionPrepared event) {
    Crew crew = MAPPER.treeToValue(event.crew(), Crew.class);
    Optional<World> world =
        Optional.ofNullable(event.world()).map(w -> MAPPER.treeToValue(w, World.class));
    return new Prepared(
        SeedStreams.of(event.seed()),
        event.mole(),
        event.strategy(),
        event.severity(),
        event.nonce(),
        crew,
        event.briefs(),
        world,
        world.map(w -> Sources.owners(crew, w)).orElse(Map.of()));
  }

  /** A crew or a world as the log keeps it. A model's key is not among it. */
  static JsonNode json(Object value) {
    return MAPPER.valueToTree(value);
  }
}
