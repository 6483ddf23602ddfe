package heist.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heist.HeistException;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class EventCodecTest {
  private static final Instant AT = Instant.parse("2026-11-22T20:00:00.123456Z");

  static Stream<Class<? extends SessionEvent>> types() {
    return EventTypes.names().stream().sorted().map(n -> EventTypes.type(n).orElseThrow());
  }

  @ParameterizedTest
  @MethodSource("types")
  void everyTypeRoundTrips(Class<? extends SessionEvent> type) throws Exception {
    Random random = new Random(7);
    for (int i = 0; i < 50; i++) {
      SessionEvent event = (SessionEvent) record(type, random);
      Envelope envelope = new Envelope(9, 5, AT, event);
      ObjectNode full = EventCodec.full(envelope);
      assertThat(EventCodec.read(EventCodec.parse(EventCodec.line(full)))).isEqualTo(envelope);
      assertThat(full.path("type").asString()).isEqualTo(EventTypes.name(type));
      ObjectNode canonical = EventCodec.canonical(envelope);
      assertThat(canonical.has("at")).isFalse();
      assertThat(canonical.has("tookMs")).isFalse();
      assertThat(EventCodec.canonical(EventCodec.read(canonical))).isEqualTo(canonical);
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void noFieldIsNamedLikeTheEnvelope(Class<? extends SessionEvent> type) {
    assertThat(Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName))
        .doesNotContain("v", "type", "n", "seq", "at");
  }

  @ParameterizedTest
  @MethodSource("types")
  void outsideViewHoldsNoDurationAndNoInnerNumber(Class<? extends SessionEvent> type)
      throws Exception {
    Envelope envelope = new Envelope(9, 5, AT, (SessionEvent) record(type, new Random(3)));
    var view = View.of(envelope, View.Viewer.OUTSIDE, false);
    assertThat(view.isPresent())
        .isEqualTo(
            envelope.event().audience() == Audience.PUBLIC
                || envelope.event().audience() == Audience.AFTER_LOCK);
    view.ifPresent(node -> {
      assertThat(node.has("tookMs") || node.has("n")).isFalse();
      assertThat(node.path("at").asString("2026-11-22T20:00:00Z"))
          .isEqualTo("2026-11-22T20:00:00Z");
    });
    assertThat(View.of(envelope, View.Viewer.ENGINE, false)).isPresent();
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> EventCodec.read(EventCodec.parse("[]")))
        .isInstanceOf(HeistException.class);
    assertThatThrownBy(
            () -> EventCodec.read(EventCodec.parse("{\"v\":1,\"type\":\"nonsense\",\"seq\":1}")))
        .hasMessageContaining("nonsense");
    assertThatThrownBy(
            () -> EventCodec.read(EventCodec.parse("{\"v\":99,\"type\":\"paused\",\"seq\":1}")))
        .hasMessageContaining("reads up to 1");
    assertThatThrownBy(() ->
            EventCodec.read(
                EventCodec.parse("{\"v\":1,\"type\":\"paused\",\"n\":1,\"seq\":1,\"turn\":\"x\"}")))
        .hasMessageContaining("paused");
    assertThatThrownBy(() -> EventCodec.parse("{")).hasMessageContaining("not JSON");
  }

  /** A record of random content, made from its components. */
  private static Object record(Class<?> type, Random random) throws Exception {
    RecordComponent[] components = type.getRecordComponents();
    @Nullable Object[] values = new @Nullable Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      boolean nullable =
          Arrays.stream(components[i].getAnnotatedType().getAnnotations())
              .anyMatch(a -> a instanceof Nullable);
      values[i] = nullable && random.nextBoolean() ? null : value(components[i], random);
    }
    var constructor = type.getDeclaredConstructor(types);
    constructor.setAccessible(true);
    return constructor.newInstance(values);
  }

  private static Object value(RecordComponent component, Random random) throws Exception {
    Class<?> type = component.getType();
    if (type == int.class || type == Integer.class) {
      return random.nextInt(1000);
    } else if (type == long.class || type == Long.class) {
      return random.nextLong() >>> 11;
    } else if (type == double.class || type == Double.class) {
      return random.nextInt(1000) / 8.0;
    } else if (type == boolean.class) {
      return random.nextBoolean();
    } else if (type == String.class) {
      return text(random);
    } else if (type == JsonNode.class) {
      return JsonNodeFactory.instance
          .objectNode()
          .put("k", text(random))
          .put("i", random.nextInt());
    } else if (type.isEnum()) {
      return type.getEnumConstants()[random.nextInt(type.getEnumConstants().length)];
    } else if (Map.class.isAssignableFrom(type)) {
      return Map.of(text(random), text(random));
    } else if (List.class.isAssignableFrom(type)) {
      String of = component.getGenericType().getTypeName();
      if (of.contains("java.lang.String")) {
        return List.of(text(random), text(random));
      } else if (of.contains("java.lang.Long")) {
        return List.of(random.nextLong() >>> 11);
      }
      Class<?> item = Class.forName(of.substring(of.indexOf('<') + 1, of.length() - 1));
      return List.of(record(item, random), record(item, random));
    }
    throw new IllegalStateException("no values for " + type);
  }

  private static String text(Random random) {
    String alphabet = "aä\"\\\n\u2028<é漢😀 ";
    int from = random.nextInt(5);
    return random.nextInt() + alphabet.substring(0, from);
  }
}
