package heist.cli;

import heist.HeistException;
import heist.cli.Launcher.Address;
import heist.cli.Launcher.ModelServer;
import heist.cli.Launcher.Run;
import heist.cli.Launcher.Serve;
import heist.cli.Launcher.Services;
import heist.cli.render.Paint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code heist up}: everything in one process. */
@Command(
    name = "up",
    description = "Serve everything until Ctrl-C; the page is on port 8008.",
    sortOptions = false)
final class UpCommand implements Callable<Integer> {
  private final Context context;

  @Option(
      names = "--target",
      paramLabel = "all|A,B",
      split = ",",
      description = "What to serve, with what it depends on (default: all).")
  private List<String> targets = List.of();

  @Mixin private LlmOptions llm;
  @Mixin private DataOption data;

  @Option(names = "--port-offset", paramLabel = "N", description = "Add N to every port.")
  private int portOffset;

  @Option(names = "--open", description = "Open the page in the browser.")
  private boolean open;

  @Option(
      names = "--detach",
      description = "Return once everything is ready; end it with heist down.")
  private boolean detach;

  UpCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Paint paint = context.paint();
    Optional<Launcher.Llm> chosen = llm.chosen(context, context.out()::println);
    Serve wish =
        new Serve(
            data.folder(context),
            TargetNames.chosen(context, targets),
            "127.0.0.1",
            offset(portOffset),
            chosen.orElse(null));
    if (detach) {
      Run run = context.launcher().detach(wish, arguments(chosen.orElse(null)));
      context
          .out()
          .println(
              "Up, process "
                  + run.pid()
                  + ". To end it: "
                  + Shown.command(context, "down")
                  + Shown.option(context, run.data()));
      page(run.services());
      return 0;
    }
    CountDownLatch end = new CountDownLatch(1);
    try (Interrupts.Handle _ = context.interrupts().on(end::countDown);
        Services services =
            context.launcher().up(wish, line -> context.out().println(paint.dim("  " + line)))) {
      found(chosen.isPresent());
      context
          .out()
          .println(
              paint.good("Ready.")
                  + " Sessions are kept in "
                  + Shown.path(wish.data())
                  + ". Ctrl-C ends it.");
      page(services.addresses());
      context.out().flush();
      end.await();
      context.out().println("Stopping.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 0;
  }

  static int offset(int offset) {
    if (offset < 0 || offset > 50_000) {
      throw new HeistException(
          HeistException.Kind.BAD_INPUT, "--port-offset must be 0 to 50000, not " + offset);
    }
    return offset;
  }

  private void found(boolean chosen) {
    if (!chosen) {
      List<ModelServer> servers = context.launcher().modelServers();
      if (!servers.isEmpty()) {
        context
            .out()
            .println(
                "Found "
                    + LlmOptions.describe(servers)
                    + "; to use it: "
                    + Shown.command(context, "up --llm auto"));
      }
    }
  }

  private void page(List<Address> addresses) {
    addresses.stream()
        .filter(a -> a.target().equals("dashboard"))
        .findFirst()
        .ifPresent(a -> {
          context.out().println("The page: " + context.paint().bold(a.uri().toString()));
          if (open) {
            context.launcher().browse(a.uri());
          }
        });
  }

  private List<String> arguments(Launcher.@Nullable Llm chosen) {
    List<String> arguments = new ArrayList<>(List.of("up"));
    Set<String> names = TargetNames.chosen(context, targets);
    if (!names.isEmpty()) {
      arguments.addAll(List.of("--target", String.join(",", names)));
    }
    arguments.addAll(List.of("--data", data.folder(context).toString()));
    arguments.addAll(List.of("--port-offset", Integer.toString(portOffset)));
    if (chosen != null) {
      arguments.addAll(List.of("--llm", chosen.baseUrl()));
      if (chosen.model() != null) {
        arguments.addAll(List.of("--model", chosen.model()));
      }
    }
    return arguments;
  }
}
