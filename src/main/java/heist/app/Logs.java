package heist.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import heist.HeistException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * Where the program's log goes. Out of the box: warnings to standard error (logback.xml), which
 * suits containers. A program that talks to a person sends it to a file instead, so that the
 * terminal stays theirs.
 */
final class Logs {
  private static final long LARGEST_BYTES = 10L << 20;

  private static volatile Optional<Path> file = Optional.empty();

  private Logs() {}

  /** The log file, if the log goes to one. */
  static Optional<Path> file() {
    return file;
  }

  /** Keeps what a person is spared: the stack trace of a mistake of ours. */
  static void unexpected(Throwable failure) {
    if (file.isPresent() || System.getenv("HEIST_LOG") != null) {
      LoggerFactory.getLogger(Logs.class).error("a command failed unexpectedly", failure);
    }
  }

  /**
   * Sends the log of this process to {@code data/run/heist.log} from now on, INFO and up for our
   * own. What is there stays; a file above 10 MiB is set aside as {@code heist.log.1} first.
   *
   * @throws HeistException if the folder cannot be written
   */
  static Path toFile(Path data) {
    Path log = data.resolve("run").resolve("heist.log");
    try {
      Files.createDirectories(log.getParent());
      if (Files.exists(log) && Files.size(log) > LARGEST_BYTES) {
        Files.move(log, log.resolveSibling("heist.log.1"), StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new HeistException(
          HeistException.Kind.UNAVAILABLE,
          "The log cannot be written to "
              + log
              + ": give the data folder (--data) to you, or name another.",
          e);
    }
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(
        "%d{yyyy-MM-dd'T'HH:mm:ss.SSSX,UTC} %-5level [%thread] %logger{0} - %msg%n%ex{12}");
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.start();
    FileAppender<ILoggingEvent> appender = new FileAppender<>();
    appender.setContext(context);
    appender.setName("file");
    appender.setFile(log.toString());
    appender.setEncoder(encoder);
    appender.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    root.addAppender(appender);
    if (System.getenv("HEIST_LOG") == null) {
      context.getLogger("heist").setLevel(Level.INFO);
    }
    file = Optional.of(log);
    return log;
  }
}
