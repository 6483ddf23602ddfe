package heist.cli;

import picocli.CommandLine.IVersionProvider;

/** Answers {@code --version}. */
final class Version implements IVersionProvider {
  private final Context context;

  Version(Context context) {
    this.context = context;
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      "heist " + context.launcher().version(),
      "Java " + Runtime.version() + ", " + System.getProperty("os.name")
    };
  }
}
