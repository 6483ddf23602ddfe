package heist.cli;

/** What the commands need of the program around them. */
public interface Launcher {
  /** The version of this program. */
  String version();
}
