package heist.config;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts environment variables into configuration values: <code>${NAME}</code> must be set, <code>
 * ${NAME:default}</code> may be (the default may hold further references); <code>$${</code> stands
 * for <code>${</code>. Names are upper case; a variable that is set to nothing counts as not set.
 * Heist's own secrets (HEIST_SECRET_...) are refused, so that no file can carry them into a prompt.
 * Immutable.
 */
public final class Environment {
  private static final Pattern NAME = Pattern.compile("[A-Z_][A-Z0-9_]*");
  private static final int MAX_LENGTH = 100_000;

  private final @Nullable Map<String, String> variables;

  private Environment(@Nullable Map<String, String> variables) {
    this.variables = variables;
  }

  /** Of these variables. */
  public static Environment of(Map<String, String> variables) {
    return new Environment(Map.copyOf(variables));
  }

  /** Of this process. */
  public static Environment system() {
    return of(System.getenv());
  }

  /** Leaves every value as it is written: for files from others, and for templates. */
  public static Environment none() {
    return new Environment(null);
  }

  /** A variable's value, if it is set to something. */
  public Optional<String> get(String name) {
    return Optional.ofNullable(variables).map(v -> v.get(name)).filter(value -> !value.isBlank());
  }

  /** The value with its references replaced; a reference that cannot be is a problem. */
  String expand(String value, String file, int line, Problems problems) {
    return variables == null ? value : expanded(value, file, line, problems);
  }

  private String expanded(String value, String file, int line, Problems problems) {
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < value.length()) {
      int start = value.indexOf("${", at);
      if (start < 0 || out.length() > MAX_LENGTH) {
        return out.append(value, at, value.length()).toString();
      }
      if (start > at && value.charAt(start - 1) == '$') {
        out.append(value, at, start - 1).append("${");
        at = start + 2;
        continue;
      }
      int end = closing(value, start + 2);
      String inside = end < 0 ? "" : value.substring(start + 2, end);
      int colon = inside.indexOf(':');
      String name = colon < 0 ? inside : inside.substring(0, colon);
      if (!NAME.matcher(name).matches()) {
        // Not a reference of ours: it stays as it is written.
        out.append(value, at, start + 2);
        at = start + 2;
        continue;
      }
      out.append(value, at, start);
      out.append(value(name, colon < 0 ? null : inside.substring(colon + 1), file, line, problems));
      at = end + 1;
    }
    return out.toString();
  }

  private String value(
      String name, @Nullable String otherwise, String file, int line, Problems problems) {
    if (name.startsWith("HEIST_SECRET_")) {
      problems.add(
          file, line, "${" + name + "} is a secret of Heist and cannot be put into a file");
      return "";
    }
    Optional<String> set = get(name);
    if (set.isPresent()) {
      return set.get();
    }
    if (otherwise == null) {
      problems.add(
          file,
          line,
          "the environment variable "
              + name
              + " is not set; set it, or give a default: ${"
              + name
              + ":default}");
      return "";
    }
    return expanded(otherwise, file, line, problems);
  }

  /** The brace that closes a reference, skipping those inside of it; -1 if none does. */
  private static int closing(String value, int from) {
    int depth = 0;
    for (int i = from; i < value.length(); i++) {
      if (value.startsWith("${", i)) {
        depth++;
      } else if (value.charAt(i) == '}' && depth-- == 0) {
        return i;
      }
    }
    return -1;
  }
}
