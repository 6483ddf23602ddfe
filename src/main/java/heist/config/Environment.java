package heist.config;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts environment variables into configuration values: <code>${NAME}</code> must be set, <code>
 * ${NAME:default}</code> may be; <code>$${</code> stands for <code>${</code>. Names are upper case.
 * Heist's own secrets (HEIST_SECRET_...) are refused, so that no file can carry them into a prompt.
 * Immutable.
 */
public final class Environment {
  private static final Pattern REFERENCE =
      Pattern.compile("\\$(\\$\\{)|\\$\\{([A-Z_][A-Z0-9_]*)(?::([^}]*))?}");

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

  /** The value with its references replaced; a reference that cannot be is a problem. */
  String expand(String value, String file, int line, Problems problems) {
    if (variables == null || !value.contains("${")) {
      return value;
    }
    return REFERENCE.matcher(value).replaceAll(m -> replacement(m, file, line, problems));
  }

  private String replacement(
      java.util.regex.MatchResult match, String file, int line, Problems problems) {
    if (match.group(1) != null) {
      return Matcher.quoteReplacement("${");
    }
    String name = match.group(2);
    if (name.startsWith("HEIST_SECRET_")) {
      problems.add(
          file, line, "${" + name + "} is a secret of Heist and cannot be put into a file");
      return "";
    }
    String set = variables == null ? null : variables.get(name);
    String value = set != null && !set.isEmpty() ? set : match.group(3);
    if (value == null) {
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
    return Matcher.quoteReplacement(value);
  }
}
