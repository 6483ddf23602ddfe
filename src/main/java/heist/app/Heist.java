package heist.app;

import heist.cli.Cli;
import heist.cli.Context;

/** The program's entry. */
public final class Heist {
  private Heist() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    Shutdown shutdown = new Shutdown();
    Context context = Console.context(new LocalLauncher(Console.home(System.getenv())), shutdown);
    int code = Cli.run(context, args);
    context.out().flush();
    context.err().flush();
    shutdown.finished(code);
    System.exit(code);
  }

  /** The version as built, or "dev" when run from classes. */
  static String version() {
    String version = Heist.class.getPackage().getImplementationVersion();
    return version == null ? "dev" : version;
  }
}
