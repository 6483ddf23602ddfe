package heist.config;

/**
 * Something wrong in a configuration file.
 *
 * @param file the file as the person named it
 * @param line from 1; 0 if it concerns the whole file
 * @param message what is wrong and what to do about it
 */
public record Problem(String file, int line, String message) {
  /** {@code file:line: message}, the form that editors can jump to. */
  @Override
  public String toString() {
    return line > 0 ? file + ":" + line + ": " + message : file + ": " + message;
  }
}
