package heist.cli;

import heist.cli.Launcher.Address;
import heist.cli.Launcher.State;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code heist health}: for health checks of containers. */
@Command(
    name = "health",
    description = "Say whether a target is ready: exit 0, or 1 with the cause.",
    sortOptions = false)
final class HealthCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "TARGET", description = "Which; see heist status.")
  private String target;

  @Mixin private DataOption data;

  @Option(names = "--port-offset", paramLabel = "N", description = "As given to up or serve.")
  private int portOffset;

  HealthCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    TargetNames.chosen(context, List.of(target));
    URI address =
        context
            .launcher()
            .running(data.folder(context))
            .flatMap(r -> r.services().stream().filter(a -> a.target().equals(target)).findFirst())
            .map(Address::uri)
            .orElseGet(() -> context.launcher().usualAddress(target, portOffset));
    State state = context.launcher().health(address);
    context.out().println(target + " at " + address + ": " + state.text());
    return state.ready() ? 0 : Cli.FAILED;
  }
}
