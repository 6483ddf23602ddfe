package heist.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A piece of a YAML file that knows its line (from 1). Immutable. */
public sealed interface YamlNode {
  /** Where it begins. */
  int line();

  /** What a person would call it. */
  default String kind() {
    return switch (this) {
      case Scalar s -> s.isNull() ? "nothing" : "'" + shortened(s.text()) + "'";
      case Sequence _ -> "a list";
      case Mapping _ -> "a block of keys";
    };
  }

  /**
   * As plain Java: String, Long, Double, Boolean, null, List, Map in the order of the file. Quoted
   * scalars are always strings.
   */
  default @Nullable Object toJava() {
    return switch (this) {
      case Scalar s -> s.typed();
      case Sequence s ->
          Collections.unmodifiableList(s.items().stream().map(YamlNode::toJava).toList());
      case Mapping m -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        m.entries().forEach((key, entry) -> map.put(key, entry.value().toJava()));
        yield Collections.unmodifiableMap(map);
      }
    };
  }

  /**
   * A single value.
   *
   * @param text as written, after environment variables were put in
   * @param plain written without quotes, so that {@code 5} is a number
   */
  record Scalar(int line, String text, boolean plain) implements YamlNode {
    /** Whether nothing was written: empty, {@code ~} or {@code null}. */
    public boolean isNull() {
      return plain && (text.isEmpty() || text.equals("~") || text.equals("null"));
    }

    @Nullable Object typed() {
      if (!plain) {
        return text;
      }
      if (isNull()) {
        return null;
      }
      if (text.equals("true") || text.equals("false")) {
        return text.equals("true");
      }
      if (text.matches("-?(0|[1-9][0-9]{0,17})")) {
        return Long.parseLong(text);
      }
      // A leading zero is a code such as 0421 and stays text.
      return text.matches("-?(0|[1-9][0-9]{0,17})\\.[0-9]{1,18}") ? Double.valueOf(text) : text;
    }
  }

  /** A list. */
  record Sequence(int line, List<YamlNode> items) implements YamlNode {
    /** Copies the list. */
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /** Keys and values in the order of the file. */
  record Mapping(int line, Map<String, Entry> entries) implements YamlNode {
    /** Copies the map. */
    public Mapping {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }
  }

  /** A value and the line of its key. */
  record Entry(int line, YamlNode value) {}

  private static String shortened(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= 40 ? line : line.substring(0, 40) + "...";
  }
}
