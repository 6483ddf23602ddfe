package heist.event;

import heist.HeistException;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Events to JSON and back. The form is flat: {@code
 * {"v":1,"type":"message_spoken","n":19,"seq":12,"at":"...","turn":3,...}}. Stateless and
 * thread-safe.
 */
public final class EventCodec {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .changeDefaultPropertyInclusion(i ->
              i.withValueInclusion(com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL))
          .build();
  private static final Set<String> ENVELOPE = Set.of("v", "type", "n", "seq", "at");
  private static final Map<Class<?>, Set<String>> VOLATILE = new ConcurrentHashMap<>();

  private EventCodec() {}

  /** The event without its envelope. */
  public static ObjectNode body(SessionEvent event) {
    return MAPPER.valueToTree(event);
  }

  /** Every fact of the envelope and the event. */
  public static ObjectNode full(Envelope envelope) {
    ObjectNode node = head(envelope);
    node.put("at", envelope.at().toString());
    node.setAll(body(envelope.event()));
    return node;
  }

  /** What two runs of one seed have in common: no wall-clock time, no duration, no token id. */
  public static ObjectNode canonical(Envelope envelope) {
    ObjectNode node = head(envelope);
    node.setAll(body(envelope.event()));
    node.remove(volatileFields(envelope.event().getClass()));
    return node;
  }

  private static ObjectNode head(Envelope envelope) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("v", envelope.v()).put("type", envelope.type());
    node.put("n", envelope.n()).put("seq", envelope.seq());
    return node;
  }

  /** Names of the components that differ between two runs of one seed. */
  static Set<String> volatileFields(Class<?> type) {
    return VOLATILE.computeIfAbsent(
        type,
        t ->
            Arrays.stream(t.getRecordComponents())
                .filter(c -> c.isAnnotationPresent(Volatile.class))
                .map(RecordComponent::getName)
                .collect(Collectors.toUnmodifiableSet()));
  }

  /**
   * Reads the full or the canonical form. A missing time reads as the epoch, a missing volatile
   * field as 0.
   *
   * @throws HeistException BAD_INPUT if the form is not understood, naming the field
   */
  public static Envelope read(JsonNode node) {
    if (!(node instanceof ObjectNode object)) {
      throw bad("an event is a JSON object, not " + node.getNodeType());
    }
    int version = object.path("v").asInt(0);
    if (version < 1 || version > Envelope.VERSION) {
      throw bad(
          "event version "
              + object.path("v")
              + " is not understood; this program reads up to "
              + Envelope.VERSION);
    }
    String name = object.path("type").asString("");
    Class<? extends SessionEvent> type =
        EventTypes.type(name).orElseThrow(() -> bad("event type \"" + name + "\" is unknown"));
    if (!object.path("seq").isIntegralNumber()) {
      throw bad("event " + name + " has no seq");
    }
    Instant at;
    try {
      at = object.has("at") ? Instant.parse(object.path("at").asString("")) : Instant.EPOCH;
    } catch (java.time.format.DateTimeParseException e) {
      throw bad("event " + object.path("seq") + " (" + name + "): at is not an ISO-8601 time");
    }
    return new Envelope(
        version, object.path("n").asLong(0), object.path("seq").asLong(), at, event(object, type));
  }

  /** Reads the event's own fields; those of an envelope beside them are passed over. */
  public static SessionEvent event(ObjectNode fields, Class<? extends SessionEvent> type) {
    ObjectNode body = fields.deepCopy().remove(ENVELOPE);
    for (String field : volatileFields(type)) {
      if (!body.has(field)) {
        body.put(field, 0);
      }
    }
    try {
      return MAPPER.treeToValue(body, type);
    } catch (JacksonException e) {
      throw bad(
          "event "
              + fields.path("seq").asString("?")
              + " ("
              + EventTypes.name(type)
              + "): "
              + e.getOriginalMessage());
    }
  }

  /** One line of JSON. */
  public static String line(JsonNode node) {
    return MAPPER.writeValueAsString(node);
  }

  /**
   * Parses one line of JSON.
   *
   * @throws HeistException BAD_INPUT if it is not JSON
   */
  public static JsonNode parse(String line) {
    try {
      return MAPPER.readTree(line);
    } catch (JacksonException e) {
      throw bad("not JSON: " + e.getOriginalMessage());
    }
  }

  private static HeistException bad(String message) {
    return new HeistException(HeistException.Kind.BAD_INPUT, message);
  }
}
