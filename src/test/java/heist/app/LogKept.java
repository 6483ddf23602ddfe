package heist.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** All that is logged meanwhile goes to a file: ours down to DEBUG, the libraries' from INFO on. */
final class LogKept implements AutoCloseable {
  private final Logger ours;
  private final Logger root;
  private final Level ourLevel;
  private final Level rootLevel;
  private final FileAppender<ILoggingEvent> appender = new FileAppender<>();

  LogKept(Path file) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    ours = context.getLogger("heist");
    root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    ourLevel = ours.getEffectiveLevel();
    rootLevel = root.getEffectiveLevel();
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%-5level %logger - %msg%n%ex");
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.start();
    appender.setContext(context);
    appender.setFile(file.toString());
    appender.setEncoder(encoder);
    appender.start();
    // Not on the console, too.
    ours.setAdditive(false);
    ours.setLevel(Level.DEBUG);
    ours.addAppender(appender);
    root.setLevel(Level.INFO);
    root.addAppender(appender);
  }

  @Override
  public void close() {
    root.detachAppender(appender);
    ours.detachAppender(appender);
    root.setLevel(rootLevel);
    ours.setLevel(ourLevel);
    ours.setAdditive(true);
    appender.stop();
  }
}
