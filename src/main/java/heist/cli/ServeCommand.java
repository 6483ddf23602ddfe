package heist.cli;

import heist.cli.Launcher.Serve;
import heist.cli.Launcher.Services;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code heist serve}: these targets alone, the others being elsewhere. */
@Command(
    name = "serve",
    description = "Serve these targets alone; what they depend on runs elsewhere.",
    footerHeading = "%nWhere the others are:%n",
    footer = {
      "  HEIST_<TARGET>_URL, such as HEIST_AUTH_URL=http://auth:8001",
      "  (default: this host, on their usual ports)"
    },
    sortOptions = false)
final class ServeCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(arity = "1..*", paramLabel = "TARGET", description = "Which; see heist status.")
  private List<String> targets;

  @Mixin private LlmOptions llm;
  @Mixin private DataOption data;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "Address to listen on (default: 127.0.0.1).")
  private String host = "127.0.0.1";

  @Option(names = "--port-offset", paramLabel = "N", description = "Add N to every port.")
  private int portOffset;

  ServeCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Serve wish =
        new Serve(
            data.folder(context),
            TargetNames.chosen(context, targets),
            host,
            UpCommand.offset(portOffset),
            llm.chosen(context, context.out()::println).orElse(null));
    CountDownLatch end = new CountDownLatch(1);
    try (Interrupts.Handle _ = context.interrupts().on(end::countDown);
        Services services = context.launcher().serve(wish)) {
      services.addresses().stream()
          .filter(a -> wish.targets().contains(a.target()))
          .forEach(a -> context.out().println(a.target() + " answers at " + a.uri()));
      context.out().flush();
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 0;
  }
}
