package heist.model;

import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON as weak models write it. Pure. */
final class LenientJson {
  static final JsonMapper STRICT = JsonMapper.builder().build();
  private static final JsonMapper TOLERANT =
      JsonMapper.builder()
          .enable(
              JsonReadFeature.ALLOW_SINGLE_QUOTES,
              JsonReadFeature.ALLOW_UNQUOTED_PROPERTY_NAMES,
              JsonReadFeature.ALLOW_TRAILING_COMMA,
              JsonReadFeature.ALLOW_JAVA_COMMENTS,
              JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS,
              JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER,
              JsonReadFeature.ALLOW_LEADING_ZEROS_FOR_NUMBERS)
          .build();
  private static final Pattern FENCE =
      Pattern.compile("^\\s*```[a-zA-Z]*\\s*\\n?(.*?)\\n?\\s*(```\\s*)?$", Pattern.DOTALL);
  private static final int LONGEST = 200_000;

  private LenientJson() {}

  /** The object in {@code text}, if it can be read strictly. */
  static Optional<ObjectNode> strict(String text) {
    return read(STRICT, text) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
  }

  /** The value (object or array) in {@code text}, mended if need be. */
  static Optional<JsonNode> mend(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    String core = unfence(text);
    int start = firstOf(core, '{', '[');
    if (start < 0) {
      // Arguments may have lost their opening brace: "expression": "2+2"}
      return core.matches("(?s)\\s*\"\\w+\"\\s*:.*") ? mend("{" + core) : Optional.empty();
    }
    core = core.substring(start);
    for (String candidate : new String[] {core, closed(core), pythonless(closed(core))}) {
      JsonNode read = read(TOLERANT, candidate);
      if (read != null && read.isContainer()) {
        return Optional.of(read);
      }
    }
    return Optional.empty();
  }

  /** The text without a Markdown code fence around it. */
  static String unfence(String text) {
    var fence = FENCE.matcher(text);
    return fence.matches() ? fence.group(1) : text;
  }

  private static @org.jspecify.annotations.Nullable JsonNode read(JsonMapper mapper, String text) {
    try {
      return mapper.readTree(text);
    } catch (JacksonException e) {
      return null;
    }
  }

  /**
   * The first value of the text, with what it left open closed: strings, brackets, braces. What
   * stands behind the value is cut off.
   */
  static String closed(String text) {
    StringBuilder open = new StringBuilder();
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        if (c == '\\') {
          i++;
        } else if (c == quote) {
          quote = 0;
        }
      } else if (c == '"' || (c == '\'' && opensString(text, i))) {
        quote = c;
      } else if (c == '{') {
        open.append('}');
      } else if (c == '[') {
        open.append(']');
      } else if (c == '}' || c == ']') {
        // A closer that does not fit closes what it can.
        if (!open.isEmpty()) {
          open.setLength(open.length() - 1);
        }
        if (open.isEmpty()) {
          return text.substring(0, i + 1);
        }
      }
    }
    String tail = quote != 0 ? text + quote : text.stripTrailing().replaceAll("[,:]$", "");
    return tail + open.reverse();
  }

  /** An apostrophe within a word opens no string. */
  private static boolean opensString(String text, int at) {
    return at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1));
  }

  private static String pythonless(String text) {
    return text.replaceAll("(?<=[:\\[,]\\s?)True\\b", "true")
        .replaceAll("(?<=[:\\[,]\\s?)False\\b", "false")
        .replaceAll("(?<=[:\\[,]\\s?)None\\b", "null");
  }

  private static int firstOf(String text, char a, char b) {
    int first = text.indexOf(a);
    int second = text.indexOf(b);
    if (first < 0 || second < 0) {
      return Math.max(first, second);
    }
    return Math.min(first, second);
  }
}
