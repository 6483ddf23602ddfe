package heist.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A block of keys with typed getters. A getter never throws: a missing or wrong value becomes a
 * problem, and a harmless stand-in (empty text, the default, the lower limit) is returned, so that
 * the reading goes on and finds the rest. Keys that nobody asked for are unknown: {@link #done}
 * reports them. A key without a value counts as absent. Not thread-safe.
 */
public final class YamlMap {
  private final String file;
  private final YamlNode.Mapping mapping;
  private final Problems problems;
  private final boolean readable;
  private final Set<String> asked = new LinkedHashSet<>();

  YamlMap(String file, YamlNode.Mapping mapping, Problems problems) {
    this(file, mapping, problems, true);
  }

  private YamlMap(String file, YamlNode.Mapping mapping, Problems problems, boolean readable) {
    this.file = file;
    this.mapping = mapping;
    this.problems = problems;
    this.readable = readable;
  }

  /** Stands in for what could not be read; its missing keys are not reported on top of that. */
  static YamlMap unreadable(String file, Problems problems) {
    return new YamlMap(file, new YamlNode.Mapping(1, Map.of()), problems, false);
  }

  // ---- about the block

  /** The file as the person named it. */
  public String file() {
    return file;
  }

  /** Where the block begins. */
  public int line() {
    return mapping.line();
  }

  /** False if the file or this value could not be read at all (already among the problems). */
  public boolean isReadable() {
    return readable;
  }

  /** The keys in the order of the file, with or without a value. */
  public Set<String> keys() {
    return mapping.entries().keySet();
  }

  /** Whether the key is there with a value. Counts as asking for it. */
  public boolean has(String key) {
    return node(key).isPresent();
  }

  /** The line of a key, or of the block if the key is absent. */
  public int lineOf(String key) {
    YamlNode.Entry entry = mapping.entries().get(key);
    return entry == null ? line() : entry.line();
  }

  /** The raw value, for data of free shape ({@link YamlNode#toJava}). */
  public Optional<YamlNode> node(String key) {
    asked.add(key);
    YamlNode.Entry entry = mapping.entries().get(key);
    if (entry == null || (entry.value() instanceof YamlNode.Scalar s && s.isNull())) {
      return Optional.empty();
    }
    return Optional.of(entry.value());
  }

  /** Adds a problem at a key's line (the block's, if the key is absent). */
  public void problem(String key, String message) {
    problems.add(file, lineOf(key), message);
  }

  /** Adds a note at a key's line. */
  public void note(String key, String message) {
    problems.note(file, lineOf(key), message);
  }

  /** Accepts keys without reading them. */
  public YamlMap known(String... keys) {
    asked.addAll(Arrays.asList(keys));
    return this;
  }

  /** Reports every key that was never asked for. Call it once all keys have been asked for. */
  public void done() {
    for (Map.Entry<String, YamlNode.Entry> e : mapping.entries().entrySet()) {
      if (!asked.contains(e.getKey())) {
        List<String> free = asked.stream().filter(k -> !mapping.entries().containsKey(k)).toList();
        String hint =
            Suggestion.nearest(e.getKey(), free)
                .map(near -> "; did you mean '" + near + "'?")
                .orElseGet(() -> Suggestion.hint(e.getKey(), asked));
        problems.add(file, e.getValue().line(), "unknown key '" + e.getKey() + "'" + hint);
      }
    }
  }

  // ---- text

  /** Required text. Numbers and true/false are taken as written. */
  public String string(String key) {
    Optional<String> value = optionalString(key);
    if (value.isEmpty() && !has(key)) {
      missing(key);
    }
    return value.orElse("");
  }

  /** Text, or the default. */
  public String string(String key, String otherwise) {
    return optionalString(key).orElse(otherwise);
  }

  /** Text, or null. */
  public @Nullable String stringOrNull(String key) {
    return optionalString(key).orElse(null);
  }

  /** Text, if there. */
  public Optional<String> optionalString(String key) {
    return scalar(key, "text").map(YamlNode.Scalar::text);
  }

  /** One of the words, or the default. Case does not matter; the listed form is returned. */
  public String oneOf(String key, String otherwise, List<String> words) {
    Optional<String> value = optionalString(key);
    if (value.isEmpty()) {
      return otherwise;
    }
    Optional<String> found =
        words.stream().filter(w -> w.equalsIgnoreCase(value.get())).findFirst();
    if (found.isEmpty()) {
      problem(
          key,
          "'" + key + "' must be one of " + String.join(", ", words) + ", but is " + written(key));
    }
    return found.orElse(otherwise);
  }

  /** A constant of an enum by its name in lower case, or the default. */
  public <E extends Enum<E>> E oneOf(String key, E otherwise) {
    Class<E> type = otherwise.getDeclaringClass();
    List<String> words =
        Arrays.stream(type.getEnumConstants()).map(e -> e.name().toLowerCase(Locale.ROOT)).toList();
    String word = oneOf(key, otherwise.name().toLowerCase(Locale.ROOT), words);
    return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
  }

  // ---- numbers, true and false

  /** A required whole number within the limits. */
  public int integer(String key, int min, int max) {
    Optional<Integer> value = optionalInteger(key, min, max);
    if (value.isEmpty() && !has(key)) {
      missing(key);
    }
    return value.orElse(min);
  }

  /** A whole number within the limits, or the default. */
  public int integer(String key, int otherwise, int min, int max) {
    return optionalInteger(key, min, max).orElse(otherwise);
  }

  /** A whole number within the limits, if there. */
  public Optional<Integer> optionalInteger(String key, int min, int max) {
    return optionalLong(key, min, max).map(Long::intValue);
  }

  /** A whole number within the limits, or null. */
  public @Nullable Integer integerOrNull(String key, int min, int max) {
    return optionalInteger(key, min, max).orElse(null);
  }

  /** A whole number within the limits, if there. */
  public Optional<Long> optionalLong(String key, long min, long max) {
    Optional<YamlNode.Scalar> scalar = scalar(key, "a whole number");
    if (scalar.isEmpty()) {
      return Optional.empty();
    }
    String text = scalar.get().text().strip();
    if (!text.matches("[+-]?[0-9]{1,18}")) {
      wrong(key, "a whole number");
      return Optional.empty();
    }
    long value = Long.parseLong(text);
    if (value < min || value > max) {
      outside(key, Long.toString(min), Long.toString(max));
      return Optional.empty();
    }
    return Optional.of(value);
  }

  /** A required number within the limits. */
  public double number(String key, double min, double max) {
    Optional<Double> value = optionalNumber(key, min, max);
    if (value.isEmpty() && !has(key)) {
      missing(key);
    }
    return value.orElse(min);
  }

  /** A number within the limits, or the default. */
  public double number(String key, double otherwise, double min, double max) {
    return optionalNumber(key, min, max).orElse(otherwise);
  }

  /** A number within the limits, or null. */
  public @Nullable Double numberOrNull(String key, double min, double max) {
    return optionalNumber(key, min, max).orElse(null);
  }

  /** A number within the limits, if there. Plain decimals and fractions such as 1/7. */
  public Optional<Double> optionalNumber(String key, double min, double max) {
    Optional<YamlNode.Scalar> scalar = scalar(key, "a number");
    if (scalar.isEmpty()) {
      return Optional.empty();
    }
    Optional<Double> parsed = Numbers.decimal(scalar.get().text().strip());
    if (parsed.isEmpty()) {
      wrong(key, "a number");
      return Optional.empty();
    }
    double value = parsed.get();
    if (value < min || value > max) {
      outside(key, Numbers.plain(min), Numbers.plain(max));
      return Optional.empty();
    }
    return Optional.of(value);
  }

  /** {@code true} or {@code false}, or the default. */
  public boolean bool(String key, boolean otherwise) {
    Optional<String> text = scalar(key, "true or false").map(s -> s.text().strip());
    if (text.isEmpty()) {
      return otherwise;
    }
    String word = text.get().toLowerCase(Locale.ROOT);
    if (!word.equals("true") && !word.equals("false")) {
      wrong(key, "true or false");
      return otherwise;
    }
    return word.equals("true");
  }

  // ---- collections

  /** A list of texts; absent is empty. */
  public List<String> strings(String key) {
    List<String> texts = new ArrayList<>();
    for (YamlNode item : list(key)) {
      if (item instanceof YamlNode.Scalar s && !s.isNull()) {
        texts.add(s.text());
      } else {
        problems.add(
            file, item.line(), "'" + key + "' must hold texts, but this is " + item.kind());
      }
    }
    return List.copyOf(texts);
  }

  /** The items of a list; absent is empty. */
  public List<YamlNode> list(String key) {
    Optional<YamlNode> node = node(key);
    if (node.isEmpty()) {
      return List.of();
    }
    if (node.get() instanceof YamlNode.Sequence sequence) {
      return sequence.items();
    }
    wrong(key, "a list");
    return List.of();
  }

  /** A block that stands within this one, such as an item of a list. */
  YamlMap inner(YamlNode.Mapping mapping) {
    return new YamlMap(file, mapping, problems);
  }

  /** A list of blocks; absent is empty. Call {@link #done} on each. */
  public List<YamlMap> maps(String key) {
    List<YamlMap> maps = new ArrayList<>();
    for (YamlNode item : list(key)) {
      if (item instanceof YamlNode.Mapping m) {
        maps.add(new YamlMap(file, m, problems));
      } else {
        problems.add(
            file,
            item.line(),
            "'" + key + "' must hold blocks of keys, but this is " + item.kind());
      }
    }
    return List.copyOf(maps);
  }

  /** A block; absent is an empty one. */
  public YamlMap map(String key) {
    return optionalMap(key).orElseGet(() -> unreadableAt(key));
  }

  /** A required block. */
  public YamlMap requiredMap(String key) {
    if (!has(key)) {
      missing(key);
    }
    return map(key);
  }

  /** A block, if there. */
  public Optional<YamlMap> optionalMap(String key) {
    Optional<YamlNode> node = node(key);
    if (node.isEmpty()) {
      return Optional.empty();
    }
    if (node.get() instanceof YamlNode.Mapping m) {
      return Optional.of(new YamlMap(file, m, problems));
    }
    wrong(key, "a block of keys");
    return Optional.empty();
  }

  /** Keys of a person's choice, each with a text; absent is empty. Order of the file. */
  public Map<String, String> stringMap(String key) {
    Map<String, String> texts = new LinkedHashMap<>();
    optionalMap(key).ifPresent(m -> m.keys().forEach(k -> texts.put(k, m.string(k))));
    return java.util.Collections.unmodifiableMap(texts);
  }

  /** Keys of a person's choice, each with a block; absent is empty. Order of the file. */
  public Map<String, YamlMap> mapOfMaps(String key) {
    Map<String, YamlMap> maps = new LinkedHashMap<>();
    optionalMap(key).ifPresent(m -> m.keys().forEach(k -> maps.put(k, m.requiredMap(k))));
    return java.util.Collections.unmodifiableMap(maps);
  }

  // ---- what is said about wrong values

  /** Reports a required key as missing. */
  public void missing(String key) {
    if (!readable) {
      return;
    }
    if (mapping.entries().containsKey(key)) {
      problem(key, "'" + key + "' has no value");
    } else {
      problem(key, "'" + key + "' is missing");
    }
  }

  private Optional<YamlNode.Scalar> scalar(String key, String expected) {
    Optional<YamlNode> node = node(key);
    if (node.isEmpty()) {
      return Optional.empty();
    }
    if (node.get() instanceof YamlNode.Scalar s) {
      return Optional.of(s);
    }
    wrong(key, expected);
    return Optional.empty();
  }

  private void wrong(String key, String expected) {
    problem(key, "'" + key + "' must be " + expected + ", but is " + written(key));
  }

  private void outside(String key, String min, String max) {
    problem(key, "'" + key + "' must be from " + min + " to " + max + ", but is " + written(key));
  }

  private String written(String key) {
    YamlNode.Entry entry = mapping.entries().get(key);
    return entry == null ? "absent" : entry.value().kind();
  }

  private YamlMap unreadableAt(String key) {
    return new YamlMap(file, new YamlNode.Mapping(lineOf(key), Map.of()), problems, false);
  }
}
