package heist.cli;

import heist.HeistException;
import heist.cli.render.SessionRenderer;
import heist.cli.render.Tally;
import heist.event.Envelope;
import heist.event.EventCodec;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code heist replay}: a session again from its events alone. */
@Command(
    name = "replay",
    description = "Show a session again from its events; no model and no tool is called.",
    sortOptions = false)
final class ReplayCommand extends Sessions implements Callable<Integer> {
  @Parameters(
      paramLabel = "ID|FILE",
      description = "A session, or a file that export has written; last: the newest session.")
  private String what;

  @Option(
      names = "--pace",
      paramLabel = "SECONDS",
      description = "Wait before each turn, as if it were live (default: 0).")
  private double pace;

  @Option(names = "--turn", paramLabel = "N", description = "Only up to the end of this turn.")
  private @Nullable Integer turn;

  @Option(names = "--json", description = "Print the events as JSON Lines.")
  private boolean json;

  ReplayCommand(Context context) {
    super(context);
  }

  @Override
  public Integer call() {
    if (!(pace >= 0 && pace <= 600)) {
      throw new HeistException(
          HeistException.Kind.BAD_INPUT, "--pace must be 0 to 600 seconds, not " + pace);
    }
    if (turn != null && turn < 0) {
      throw new HeistException(
          HeistException.Kind.BAD_INPUT, "--turn must be 0 or more, not " + turn);
    }
    Path file = Path.of(what);
    if (Files.isRegularFile(file)) {
      return replay(read(file));
    }
    if (what.contains("/") || what.endsWith(".jsonl")) {
      throw new HeistException(HeistException.Kind.BAD_INPUT, "there is no file " + what);
    }
    return withGame(
        game -> replay(game.text(path(id(game, what)) + "/export?format=jsonl").lines().toList()));
  }

  private static List<String> read(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (MalformedInputException e) {
      throw new HeistException(
          HeistException.Kind.BAD_INPUT,
          file + " is not text in UTF-8; replay reads JSON Lines",
          e);
    } catch (IOException e) {
      throw new HeistException(
          HeistException.Kind.BAD_INPUT, "cannot read " + file + ": " + Reason.of(e), e);
    }
  }

  private int replay(List<String> lines) {
    List<Envelope> events = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).isBlank()) {
        continue;
      }
      try {
        JsonNode node = EventCodec.parse(lines.get(i));
        if (node.has("type")) { // a head line of an export tells of the file, not of the session
          events.add(EventCodec.read(node));
        }
      } catch (HeistException e) {
        throw new HeistException(
            HeistException.Kind.BAD_INPUT, what + ", line " + (i + 1) + ": " + e.getMessage(), e);
      }
    }
    if (events.isEmpty()) {
      throw new HeistException(HeistException.Kind.BAD_INPUT, what + " holds no events");
    }
    show(events);
    return 0;
  }

  private void show(List<Envelope> events) {
    SessionRenderer renderer = new SessionRenderer(context.screen());
    Tally tally = new Tally();
    for (Envelope event : events) {
      if (turn != null
          && event.event() instanceof heist.event.SessionEvent.TurnStarted t
          && t.turn() > turn) {
        break;
      }
      if (pace > 0 && event.event() instanceof heist.event.SessionEvent.TurnStarted) {
        rest();
      }
      tally.add(event);
      if (json) {
        context.out().println(EventCodec.line(EventCodec.canonical(event)));
      } else {
        renderer.lines(event).forEach(context.out()::println);
      }
    }
    if (!json) {
      Closing.print(context, tally.rows(tally.time()));
    }
  }

  private void rest() {
    try {
      Thread.sleep(Duration.ofMillis((long) (pace * 1000)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
