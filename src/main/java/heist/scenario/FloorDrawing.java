package heist.scenario;

import heist.HeistException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Fills in a floor plan once, for the plan itself and for the tables that list its parts. */
final class FloorDrawing {
  private final Spec.Floor spec;
  private final Map<String, List<Map<String, String>>> parts = new LinkedHashMap<>();

  FloorDrawing(Spec.Floor spec, UnaryOperator<String> fill) {
    this.spec = spec;
    spec.parts()
        .forEach((name, entries) ->
            parts.put(name, entries.stream().map(e -> filled(e, fill)).toList()));
  }

  private static Map<String, String> filled(Map<String, String> entry, UnaryOperator<String> fill) {
    Map<String, String> filled = new LinkedHashMap<>();
    entry.forEach((key, text) -> filled.put(key, fill.apply(text)));
    return filled;
  }

  /** The entries of rooms, cameras, guards, blind_spots, entries or route. */
  List<Map<String, String>> part(String name) {
    return parts.getOrDefault(name, List.of());
  }

  FloorPlan plan() {
    return new FloorPlan(
        spec.width(),
        spec.height(),
        list(
            "rooms",
            r ->
                new FloorPlan.Room(
                    r.text("id"),
                    r.text("name"),
                    r.real("x"),
                    r.real("y"),
                    r.real("width"),
                    r.real("height"))),
        list(
            "cameras",
            r ->
                new FloorPlan.Camera(
                    r.text("id"),
                    r.text("room"),
                    r.real("x"),
                    r.real("y"),
                    r.real("facing"),
                    r.real("angle"),
                    r.real("range"),
                    r.text("kind"),
                    r.bool("active"))),
        list(
            "guards",
            r ->
                new FloorPlan.Guard(
                    r.text("id"), r.text("room"), r.real("x"), r.real("y"), r.text("shift"))),
        list(
            "blind_spots",
            r ->
                new FloorPlan.BlindSpot(
                    r.text("id"),
                    r.text("name"),
                    r.real("x"),
                    r.real("y"),
                    r.real("radius"),
                    r.bool("unwatched"))),
        list(
            "entries",
            r -> new FloorPlan.Entry(r.text("id"), r.text("name"), r.real("x"), r.real("y"))),
        list(
            "route",
            r ->
                new FloorPlan.Waypoint(
                    r.text("name"), r.real("x"), r.real("y"), r.textOrNull("step"))));
  }

  private <T> List<T> list(String part, Function<Part, T> make) {
    return part(part).stream().map(values -> make.apply(new Part(part, values))).toList();
  }

  private record Part(String part, Map<String, String> values) {
    @Nullable String textOrNull(String key) {
      return values.get(key);
    }

    String text(String key) {
      String text = values.get(key);
      if (text == null) {
        throw bad(key, "is missing");
      }
      return text;
    }

    double real(String key) {
      try {
        return Double.parseDouble(text(key));
      } catch (NumberFormatException _) {
        throw bad(key, "must be a number, but is '" + text(key) + "'");
      }
    }

    boolean bool(String key) {
      return switch (text(key)) {
        case "true", "yes" -> true;
        case "false", "no" -> false;
        default -> throw bad(key, "must be true or false, but is '" + text(key) + "'");
      };
    }

    private HeistException bad(String key, String what) {
      return new HeistException(
          HeistException.Kind.BAD_INPUT,
          "Floor plan, %s: '%s' %s in %s.".formatted(part, key, what, values));
    }
  }
}
