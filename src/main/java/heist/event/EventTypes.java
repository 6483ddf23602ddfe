package heist.event;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Wire names of the event types: snake case of the record's name. Immutable. */
public final class EventTypes {
  private static final Map<String, Class<? extends SessionEvent>> BY_NAME =
      Arrays.stream(SessionEvent.class.getPermittedSubclasses())
          .map(type -> type.<SessionEvent>asSubclass(SessionEvent.class))
          .collect(Collectors.toUnmodifiableMap(EventTypes::name, Function.identity()));

  private EventTypes() {}

  /** The wire name of a type. */
  public static String name(Class<? extends SessionEvent> type) {
    return type.getSimpleName()
        .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
        .toLowerCase(java.util.Locale.ROOT);
  }

  /** The type with this wire name, if there is one. */
  public static Optional<Class<? extends SessionEvent>> type(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** Every wire name. */
  public static java.util.Set<String> names() {
    return BY_NAME.keySet();
  }
}
