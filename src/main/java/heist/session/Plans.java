package heist.session;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reading plans, and what of them rests on one agent's word. Pure. */
public final class Plans {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Plans() {}

  /**
   * The plan in a call of {@code submit_plan}: {@code {"plan": {...}}}, the fields themselves, or
   * the plan as text, in JSON or in lines {@code field: value}. What cannot be read is left out.
   */
  public static Map<String, String> read(JsonNode arguments) {
    JsonNode plan = arguments.has("plan") ? arguments.get("plan") : arguments;
    if (plan.isString()) {
      return ofText(plan.asString());
    }
    Map<String, String> fields = new LinkedHashMap<>();
    plan.properties().forEach(e -> put(fields, e.getKey(), e.getValue()));
    return fields;
  }

  private static void put(Map<String, String> fields, String name, JsonNode value) {
    if (value.isValueNode() && !value.isNull()) {
      fields.put(name, value.asString());
    } else if (value.isArray() && value.size() == 1 && value.get(0).isValueNode()) {
      fields.put(name, value.get(0).asString());
    }
  }

  private static Map<String, String> ofText(String text) {
    try {
      JsonNode node = MAPPER.readTree(text);
      if (node.isObject()) {
        return read(node);
      }
    } catch (JacksonException e) {
      // Not JSON; lines, then.
    }
    Map<String, String> fields = new LinkedHashMap<>();
    for (String line : text.split("[\\n;]")) {
      String[] parts = line.split("\\s*[:=]\\s*", 2);
      if (parts.length == 2) {
        fields.put(parts[0].replaceAll("[\\s*_-]+$|^[\\s*-]+", ""), parts[1].strip());
      }
    }
    return fields;
  }

  /** What rests on one agent's word alone. */
  record Withdrawn(List<Long> messages, List<String> fields) {}

  /**
   * All messages of the accused, and the fields of the plan whose value the accused said and no
   * tool told anybody else.
   */
  static Withdrawn withdrawn(SessionState state, String accused) {
    var messages = state.transcript().messages();
    List<Long> theirs =
        messages.stream().filter(m -> m.agent().equals(accused)).map(Transcript.Said::seq).toList();
    Set<String> fields = new TreeSet<>();
    var submitted = state.transcript().plan();
    if (submitted != null) {
      submitted
          .plan()
          .forEach((field, value) -> {
            boolean said =
                messages.stream()
                    .anyMatch(m -> m.agent().equals(accused) && mentions(m.text(), value));
            boolean seen =
                state.transcript().toolUses().stream()
                    .anyMatch(u ->
                        !u.agent().equals(accused)
                            && u.success()
                            && !u.tool().equals("submit_plan")
                            && mentions(u.result(), value));
            if (said && !seen) {
              fields.add(field);
            }
          });
    }
    return new Withdrawn(theirs, List.copyOf(fields));
  }

  /** Whether a text holds a value as a word of its own. */
  static boolean mentions(String text, String value) {
    return Pattern.compile(
            "(?<![\\p{L}\\p{N}])"
                + Pattern.quote(value.toLowerCase(Locale.ROOT))
                + "(?![\\p{L}\\p{N}])")
        .matcher(text.toLowerCase(Locale.ROOT))
        .find();
  }
}
