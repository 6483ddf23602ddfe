package heist.cli;

import heist.HeistException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code heist secret}: the installation's own secrets. */
@Command(
    name = "secret",
    description = "The installation's own secrets.",
    subcommands = {SecretCommand.Rotate.class})
final class SecretCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    throw new HeistException(
        HeistException.Kind.BAD_INPUT, "what to do is missing; there is: heist secret rotate");
  }

  /** {@code heist secret rotate}. */
  @Command(
      name = "rotate",
      description = {
        "Put another value in place of a secret that services read at their start.",
        "It is agent-seed, audit-key, dashboard-operator, dashboard-viewer or "
            + "model-api-key. Nothing may run meanwhile. For signing keys see: heist keys rotate; "
            + "for the secret of a client: heist client rotate."
      },
      sortOptions = false)
  static final class Rotate extends Sessions implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "Which.")
    private String name;

    @Option(names = "--json", description = "Answer as JSON.")
    private boolean json;

    Rotate(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      if (context.launcher().running(folder()).isPresent()) {
        throw new HeistException(
            HeistException.Kind.CONFLICT,
            "services run on "
                + folder()
                + " and use its secrets. End them with heist down first.");
      }
      String follows = context.launcher().rotateSecret(folder(), name);
      context
          .out()
          .println(
              json
                  ? JsonNodeFactory.instance.objectNode().put("secret", name).put("done", "rotated")
                  : "The secret " + name + " is new. " + follows);
      return 0;
    }
  }
}
