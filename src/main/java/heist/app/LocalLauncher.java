package heist.app;

import heist.cli.Launcher;

/** Starts services in this process. */
abstract class LocalLauncher implements Launcher {
  @Override
  public String version() {
    return Heist.version();
  }
}
