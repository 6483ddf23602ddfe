package heist.cli;

import heist.HeistException;
import heist.config.ConfigException;
import heist.config.Suggestion;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line. Exit codes: 0 success, 1 the work failed, 2 bad usage. An error is one line on
 * the error output, never a stack trace.
 */
public final class Cli {
  /** The work failed. */
  public static final int FAILED = 1;

  /** The command line, or a value on it, cannot be used. */
  public static final int USAGE = 2;

  private Cli() {}

  /** Runs one command and returns its exit code. Never throws. */
  public static int run(Context context, String... args) {
    CommandLine line = new CommandLine(new Root(), new Commands(context));
    line.setOut(new PrintWriter(context.out(), true));
    line.setErr(new PrintWriter(context.err(), true));
    line.setUsageHelpWidth(Math.max(60, context.screen().width()));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setAbbreviatedOptionsAllowed(false);
    line.setColorScheme(
        CommandLine.Help.defaultColorScheme(
            context.screen().colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
    line.setParameterExceptionHandler((e, _) -> usage(context, e));
    line.setExecutionExceptionHandler((e, _, _) -> failed(context, e));
    return line.execute(args);
  }

  private static int usage(Context context, ParameterException e) {
    CommandSpec command = e.getCommandLine().getCommandSpec();
    StringBuilder text = new StringBuilder("heist: ").append(words(e, command));
    if (e instanceof UnmatchedArgumentException unmatched) {
      near(unmatched, command)
          .ifPresent(near -> text.append("; did you mean ").append(near).append('?'));
    }
    context.err().println(text);
    context.err().println("See: heist help" + path(command));
    context.err().flush();
    return USAGE;
  }

  private static String words(ParameterException e, CommandSpec command) {
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      String typed = unmatched.getUnmatched().getFirst();
      if (typed.startsWith("-")) {
        return "there is no option \"" + typed + "\"";
      }
      return command.subcommands().isEmpty()
          ? "\"" + typed + "\" is one word too many"
          : "there is no command \"" + typed + "\"";
    }
    return firstLine(e.getMessage())
        .replaceFirst("^Error: ", "")
        .replaceFirst("' is not an? (int|long)$", "' is not a whole number, or too large")
        .replaceFirst("' is not a double$", "' is not a number");
  }

  private static String path(CommandSpec command) {
    return command.qualifiedName().replaceFirst("^heist", "");
  }

  private static Optional<String> near(UnmatchedArgumentException e, CommandSpec command) {
    String typed = e.getUnmatched().isEmpty() ? "" : e.getUnmatched().getFirst();
    List<String> known =
        typed.startsWith("-")
            ? command.options().stream().flatMap(o -> List.of(o.names()).stream()).toList()
            : List.copyOf(command.subcommands().keySet());
    return Suggestion.nearest(typed, known);
  }

  private static int failed(Context context, Exception e) {
    if (e instanceof HeistException known) {
      context.err().println("heist: " + message(known));
    } else {
      context.log().accept(e);
      context
          .err()
          .println(
              "heist: this should not have happened: "
                  + firstLine(e.toString())
                  + context.logFile().get().map(f -> " (details in " + f + ")").orElse(""));
    }
    context.err().flush();
    boolean badUsage =
        e instanceof HeistException known && known.kind() == HeistException.Kind.BAD_INPUT;
    return badUsage ? USAGE : FAILED;
  }

  /** Problems of files are listed; a single one fits the line. */
  private static String message(HeistException e) {
    return e instanceof ConfigException config && config.problems().size() == 1
        ? config.problems().getFirst().toString()
        : String.valueOf(e.getMessage());
  }

  private static String firstLine(@Nullable String text) {
    return text == null ? "" : text.lines().findFirst().orElse("");
  }
}
