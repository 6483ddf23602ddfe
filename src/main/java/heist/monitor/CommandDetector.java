package heist.monitor;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.detect.Assessment;
import heist.detect.Detector;
import heist.detect.Transcript;
import heist.detect.TranscriptJson;
import heist.web.Json;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;

/**
 * Somebody's detector as a program: it reads a game a line from its standard input and answers each
 * with a line. It is started once and gets no roles. Calls are made one after the other.
 */
public final class CommandDetector implements Detector, AutoCloseable {
  private final String command;
  private final Duration patience;
  private final Process process;
  private final BufferedWriter in;
  private final BufferedReader out;
  private long asked;

  /**
   * Starts the program.
   *
   * @param command as a shell takes it
   * @param patience for one answer
   * @throws HeistException BAD_INPUT if there is no shell to start it
   */
  public CommandDetector(String command, Duration patience) {
    this.command = command;
    this.patience = patience;
    try {
      process =
          new ProcessBuilder("sh", "-c", "exec " + command)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
    } catch (IOException e) {
      throw new HeistException(Kind.BAD_INPUT, "cannot start \"" + command + "\"", e);
    }
    in = process.outputWriter(StandardCharsets.UTF_8);
    out = process.inputReader(StandardCharsets.UTF_8);
  }

  @Override
  public String name() {
    return "cmd:" + command;
  }

  @Override
  public synchronized Assessment assess(Transcript t) {
    String id = Long.toString(++asked);
    try {
      in.write(TranscriptJson.of(id, t).toString());
      in.newLine();
      in.flush();
      String line = line();
      if (line == null) {
        throw failed("ended without an answer to game " + id);
      }
      return TranscriptJson.assessment(name(), Json.lenient().readTree(line), t);
    } catch (IOException e) {
      throw failed("does not take game " + id + "; it has ended");
    } catch (JacksonException e) {
      throw failed("answered game " + id + " with a line that is no JSON");
    } catch (IllegalArgumentException e) {
      throw failed("answered game " + id + " wrongly: " + e.getMessage());
    }
  }

  private @org.jspecify.annotations.Nullable String line() {
    CompletableFuture<String> answer =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return out.readLine();
              } catch (IOException e) {
                return null;
              }
            },
            task -> Thread.ofVirtual().start(task));
    try {
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      process.destroyForcibly();
      throw failed("did not answer within " + patience.toSeconds() + " s");
    } catch (ExecutionException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed("was not waited for");
    }
  }

  private HeistException failed(String what) {
    return new HeistException(Kind.UNAVAILABLE, "the detector \"" + command + "\" " + what);
  }

  @Override
  public void close() {
    process.destroy();
  }
}
