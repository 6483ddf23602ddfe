package heist.cli;

import heist.HeistException;
import heist.cli.render.SessionRenderer;
import heist.cli.render.Tally;
import heist.cli.render.Words;
import heist.event.Envelope;
import heist.event.EventCodec;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import tools.jackson.databind.JsonNode;

/** Follows a session's events by long poll and shows them as they come. */
final class Follower {
  private static final Set<String> OVER = Set.of("completed", "stopped", "failed");
  private static final int TRIES = 20;

  private final Context context;
  private final Door game;
  private final String id;
  private final boolean json;
  private final SessionRenderer renderer;
  private final StatusLine status;
  private final Tally tally = new Tally();
  private final AtomicBoolean interrupted;

  Follower(Context context, Door game, String id, boolean json, AtomicBoolean interrupted) {
    this.context = context;
    this.game = game;
    this.id = id;
    this.json = json;
    this.renderer = new SessionRenderer(context.screen());
    this.status = new StatusLine(context.out(), context.screen().live() && !json);
    this.interrupted = interrupted;
  }

  /** What the caller does when something happens. */
  interface Watch {
    /** After an event was shown. */
    void seen(Envelope event);

    /** The session rests. Returns whether following ends here. */
    default boolean paused() {
      return false;
    }

    /** The session waits for an accusation. Returns whether it was made. */
    boolean accusing();
  }

  /** The counts so far. */
  Tally tally() {
    return tally;
  }

  /** Shows agents the way the session's lines do. */
  SessionRenderer renderer() {
    return renderer;
  }

  /** The words of the session's language. */
  Words words() {
    return renderer.words();
  }

  /** Lines beside those of the session. */
  void say(String line) {
    if (!json) {
      status.clear();
      context.out().println(line);
    }
  }

  /** A line beside those of the session, in its language. */
  void tell(String key, Object... values) {
    say("  " + text(key, values));
  }

  /** Words in the session's language, in what the screen can show. */
  String text(String key, Object... values) {
    return context.paint().text(words().say(key, values));
  }

  /** Asks for a line. */
  void prompt(String text) {
    context.out().print("  " + text + " ");
    context.out().flush();
  }

  /**
   * Follows to the end.
   *
   * @param known events up to this number are taken in silently
   */
  void follow(long known, Watch watch) {
    long last = 0;
    int failures = 0;
    while (true) {
      JsonNode page;
      try {
        page = game.get("/api/v1/sessions/" + id + "/events?after=" + last + "&wait=" + patience());
        failures = 0;
      } catch (HeistException e) {
        if (e.kind() != HeistException.Kind.UNAVAILABLE
            || ++failures > TRIES
            || interrupted.get()) {
          status.clear();
          throw e;
        }
        pause();
        continue;
      }
      for (JsonNode node : page.path("events")) {
        Envelope event = EventCodec.read(node);
        tally.add(event);
        if (event.seq() <= known) {
          renderer.lines(event);
          continue;
        }
        show(node, event);
        watch.seen(event);
      }
      last = Math.max(last, page.path("last").asLong(last));
      String state = page.path("state").asString("");
      if (tally.over() || (page.path("events").isEmpty() && OVER.contains(state))) {
        break;
      }
      if (state.equals("accusing")
          && tally.deliberated()
          && !tally.locked()
          && !interrupted.get()
          && !watch.accusing()) {
        break;
      }
      if (state.equals("paused") && watch.paused()) {
        break;
      }
      status.show(renderer.status());
    }
    status.clear();
  }

  private int patience() {
    return context.screen().live() ? 1 : 20;
  }

  private void show(JsonNode node, Envelope event) {
    if (json) {
      context.out().println(EventCodec.line(node));
      return;
    }
    status.clear();
    renderer.lines(event).forEach(context.out()::println);
    status.show(renderer.status());
  }

  private static void pause() {
    try {
      Thread.sleep(500);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HeistException(HeistException.Kind.UNAVAILABLE, "interrupted", e);
    }
  }
}
