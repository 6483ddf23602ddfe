package heist.cli;

import heist.HeistException;
import heist.config.ConfigCheck;
import heist.config.Environment;
import heist.config.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code heist config}: files that people write. */
@Command(
    name = "config",
    description = "Check configuration files.",
    subcommands = {ConfigCommand.Check.class})
final class ConfigCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    throw new HeistException(
        HeistException.Kind.BAD_INPUT, "what to do is missing; there is: heist config check FILE");
  }

  /** {@code heist config check}. */
  @Command(
      name = "check",
      description = {
        "Check heist.yaml, a crew, a strategy, phrases, a scenario, or a folder of all " + "these.",
        "A scenario is its folder; phrases are those of the offline model. All problems at "
            + "once, with file and line; exit 1 if there are any."
      },
      sortOptions = false)
  static final class Check implements Callable<Integer> {
    private final Context context;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "What to check.")
    private List<Path> files;

    @Option(names = "--json", description = "One problem a line, as JSON.")
    private boolean json;

    Check(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      boolean ok = true;
      for (Path file : files) {
        ConfigCheck.Report report =
            ConfigCheck.check(
                file, Environment.of(context.environment()), context.launcher()::speechProblems);
        ok &= report.ok();
        if (json) {
          report.problems().list().forEach(this::print);
        } else {
          context.out().println(context.paint().text(report.text()));
        }
      }
      return ok ? 0 : Cli.FAILED;
    }

    private void print(Problem problem) {
      context
          .out()
          .println(
              JsonNodeFactory.instance
                  .objectNode()
                  .put("file", problem.file())
                  .put("line", problem.line())
                  .put("problem", problem.message()));
    }
  }
}
