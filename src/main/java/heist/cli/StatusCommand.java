package heist.cli;

import heist.cli.Launcher.Address;
import heist.cli.Launcher.Run;
import heist.cli.Launcher.State;
import heist.cli.render.Text;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code heist status}: what runs on a data folder, and whether it is ready. */
@Command(
    name = "status",
    description = "Show what runs on this data folder; exit 1 unless all of it is ready.",
    sortOptions = false)
final class StatusCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private DataOption data;

  @Option(names = "--json", description = "One target a line, as JSON.")
  private boolean json;

  StatusCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Optional<Run> run = context.launcher().running(data.folder(context));
    if (run.isEmpty()) {
      if (!json) {
        String none =
            "Nothing runs on "
                + Shown.path(data.folder(context))
                + ". There are: "
                + String.join(", ", context.launcher().targets());
        Text.wrap(none, context.screen().width()).forEach(context.out()::println);
      }
      return Cli.FAILED;
    }
    boolean ready = true;
    Table table = new Table("TARGET", "ADDRESS", "STATE");
    for (Address address : run.get().services()) {
      State state = context.launcher().health(address.uri());
      ready &= state.ready();
      table.row(address.target(), address.uri().toString(), state.text());
      if (json) {
        context
            .out()
            .println(
                JsonNodeFactory.instance
                    .objectNode()
                    .put("target", address.target())
                    .put("address", address.uri().toString())
                    .put("ready", state.ready())
                    .put("state", state.text())
                    .put("pid", run.get().pid()));
      }
    }
    if (!json) {
      table.print(context.out(), context.paint());
      context.out().println("Process " + run.get().pid() + ", since " + run.get().started());
    }
    return ready ? 0 : Cli.FAILED;
  }
}
