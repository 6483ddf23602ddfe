package heist.cli;

import heist.cli.Launcher.Run;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code heist down}: ends what runs on a data folder. */
@Command(name = "down", description = "End what heist up has started on this data folder.")
final class DownCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Context context;
  @Mixin private DataOption data;

  DownCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Optional<Run> run = context.launcher().running(data.folder(context));
    if (run.isEmpty()) {
      context.out().println("Nothing runs on " + Shown.path(data.folder(context)) + ".");
      return 0;
    }
    if (!context.launcher().stop(run.get(), PATIENCE)) {
      context
          .err()
          .println(
              "heist: process "
                  + run.get().pid()
                  + " did not end within "
                  + PATIENCE.toSeconds()
                  + " s; it can be killed, no turn is lost");
      return Cli.FAILED;
    }
    context.out().println("Down.");
    return 0;
  }
}
