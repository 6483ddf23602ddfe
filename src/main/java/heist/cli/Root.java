package heist.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code heist} itself: without a command it tells what there is. */
@Command(
    name = "heist",
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    header = "Crews of LLM agents plan a heist, one of them perhaps a mole.",
    footerHeading = "%nStart here:%n",
    footer = {
      "  heist play      watch a crew plan a job here in the terminal; needs no LLM",
      "  heist demo      the same with a pause and an order, to see how steering works",
      "  heist up        serve everything; the page is on http://localhost:8008",
      "",
      "Exit codes: 0 success, 1 the work failed, 2 bad usage."
    },
    subcommands = {
      PlayCommand.class,
      DemoCommand.class,
      UpCommand.class,
      DownCommand.class,
      StatusCommand.class,
      ServeCommand.class,
      HealthCommand.class,
      SessionsCommand.class,
      ShowCommand.class,
      ReplayCommand.class,
      ExportCommand.class,
      ImportCommand.class,
      StatsCommand.class,
      Steering.Pause.class,
      Steering.Resume.class,
      Steering.Step.class,
      Steering.Stop.class,
      Steering.Order.class,
      Steering.Withdraw.class,
      Limits.Extend.class,
      Limits.Budget.class,
      Limits.Pace.class,
      Steering.Revoke.class,
      ForkCommand.class,
      DiffCommand.class,
      InfluenceCommand.class,
      Steering.Approve.class,
      Steering.Guess.class,
      ConfigCommand.class,
      TokenCommand.class,
      ClientCommand.class,
      KeysCommand.class,
      SecretCommand.class,
      AuditCommand.class,
      BenchCommand.class,
      EvalCommand.class,
      HelpCommand.class
    })
final class Root implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Print the version.")
  private boolean version;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = picocli.CommandLine.ScopeType.INHERIT,
      description = "Show this help.")
  private boolean help;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getOut());
    return 0;
  }
}
