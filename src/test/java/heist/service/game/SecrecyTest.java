package heist.service.game;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import heist.client.HttpJson;
import heist.client.Target;
import heist.service.game.Drawn.Ask;
import heist.service.game.Drawn.Variant;
import heist.session.Desk;
import heist.session.SessionConfig;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * With every model reply held fixed by script and the mole moved, all that a player gets before the
 * lock is equal byte for byte: answers, headers, streams, frames, exports, errors, lists, figures,
 * logs. Each drawn session is played in two houses that differ in who the mole is, and nothing
 * else.
 */
class SecrecyTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-15T20:00:00.123456Z"));
  private static final Set<String> REST = Set.of("paused", "completed", "stopped", "failed");

  @TempDir private Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Side> sides = new ArrayList<>();
  private int compared;
  private int locked;

  /** One of the two houses, and what was seen in it of the session under way. */
  private final class Side {
    final House house;
    final Doors doors;
    final HttpJson game;
    final List<String> log = Collections.synchronizedList(new ArrayList<>());
    List<String> seen = new ArrayList<>();

    /** Answers to what was asked while a model thought. */
    List<String> asked = new ArrayList<>();

    /** Holds a session until the answer that woke it is there, which tells its state. */
    final Semaphore gate = new Semaphore(0);

    Drawn drawn = Drawn.of(0);

    Side(String name, @Nullable Side first) {
      house =
          new House(
              folder.resolve(name),
              folder.resolve("secrets"),
              first == null ? null : first.house.at(Target.AUTH),
              CLOCK,
              null,
              this::desk);
      doors = new Doors(house, http);
      game = house.game();
    }

    private Desk desk(SessionConfig config) {
      gate.acquireUninterruptibly();
      gate.release();
      return new ScriptedDesk(drawn.script(), drawn.crew(), CLOCK, this::beforeCall);
    }

    /**
     * People act while a model thinks: always at the same call, so that both sides see the same.
     */
    private void beforeCall(int call) {
      if (call == drawn.askAtCall()) {
        Thread thread =
            Thread.ofVirtual()
                .start(() -> drawn.whileRunning().forEach(ask -> asked.add(ask(ask))));
        boolean interrupted = false;
        while (thread.isAlive()) {
          try {
            thread.join();
          } catch (InterruptedException e) {
            interrupted = true;
          }
        }
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }

    private String ask(Ask ask) {
      try {
        return doors.ask(Target.GAME, ask.method(), ask.path(), ask.body());
      } catch (Exception e) {
        throw new IllegalStateException(ask.toString(), e);
      }
    }

    /** Plays the session and keeps all that can be seen of it before its accusation locks. */
    void play(Drawn next, Variant variant) throws Exception {
      drawn = next;
      seen = new ArrayList<>();
      asked = new ArrayList<>();
      gate.drainPermits();
      seen.add(
          doors.ask(Target.GAME, "POST", "/api/v1/sessions", next.request(variant).toString()));
      gate.release();
      long last = settle(0);
      seen.addAll(asked);
      for (Ask ask : next.whileResting()) {
        if (last < 0) {
          return;
        }
        seen.add(doors.ask(Target.GAME, "GET", "/api/v1/sessions/" + next.id(), ""));
        gate.drainPermits();
        String answer = ask(ask);
        gate.release();
        seen.add(answer);
        if (answer.contains("\n202\n")) {
          last = settle(last);
        }
      }
      if (last >= 0) {
        seen.addAll(doors.session(drawn.id()));
        if (next.script() % 4 == 0) {
          seen.add(doors.stream(drawn.id(), last));
          seen.add(doors.frames(drawn.id()));
        }
      }
    }

    /**
     * Waits until the session rests after an event later than {@code last}; the events go into what
     * was seen.
     *
     * @return number of the last event, or -1 once the accusation has locked
     */
    private long settle(long last) {
      long after = last;
      boolean stopping = false;
      String path = "/api/v1/sessions/" + drawn.id() + "/events?wait=10&after=";
      while (true) {
        JsonNode page = game.get(path + after, JsonNode.class);
        for (JsonNode event : page.path("events")) {
          seen.add(Doors.masked(event.toString()));
          after = event.path("seq").asLong();
          stopping = event.path("type").asString("").equals("stop_requested");
          if (event.path("type").asString("").equals("accusation_locked")) {
            locked++;
            return -1;
          }
        }
        if (after > last && !stopping && rests(page.path("state").asString(""), drawn)) {
          if (page.path("events").isEmpty()) {
            return after;
          }
          path = path.replace("wait=10", "wait=0");
        }
      }
    }
  }

  private static boolean rests(String state, Drawn drawn) {
    // A session that accuses by itself only passes through that state.
    return REST.contains(state) || state.equals("accusing") && drawn.byPerson();
  }

  @Test
  @Tag("campaign")
  void nothing_before_the_lock_tells_who_the_mole_is() throws Exception {
    play(0, Integer.getInteger("heist.secrecy", 50));
  }

  @Test
  @Tag("campaign")
  void nothing_before_the_lock_tells_who_the_mole_is_in_a_thousand_sessions() throws Exception {
    play(10_000, 1000);
  }

  private void play(int first, int count) throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger("heist");
    Level level = logger.getLevel();
    try (LogKeeper keeper = new LogKeeper()) {
      logger.setLevel(Level.INFO);
      logger.addAppender(keeper.appender);
      logger.setAdditive(false);
      sides.add(new Side("one", null));
      sides.add(new Side("two", sides.getFirst()));
      // Those that nobody accuses in come first: of them lists and figures must be equal, too.
      List<Drawn> drawn = IntStream.range(first, first + count).mapToObj(Drawn::of).toList();
      playAll(drawn.stream().filter(Drawn::byPerson).toList(), keeper);
      same("all sessions", sides.get(0).doors.global(), sides.get(1).doors.global());
      figures();
      playAll(drawn.stream().filter(d -> !d.byPerson()).toList(), keeper);
      same("the log", sides.get(0).log, sides.get(1).log);
      theLockDoesTell();
      logger.detachAppender(keeper.appender);
    } finally {
      logger.setLevel(level);
      logger.setAdditive(true);
      sides.forEach(side -> side.house.close());
      http.shutdownNow();
    }
    System.out.printf(
        "secrecy: %d sessions, each with the mole moved; %d answers equal byte for byte; %d sessions locked by themselves%n",
        count, compared, locked / 2);
  }

  private void playAll(List<Drawn> all, LogKeeper keeper) throws Exception {
    for (Drawn drawn : all) {
      for (int s = 0; s < 2; s++) {
        keeper.into = sides.get(s).log;
        sides.get(s).play(drawn, drawn.variants().get(s));
      }
      same(drawn);
    }
  }

  /** Analytics follows at its own pace: it is looked at once it has read all. */
  private void figures() throws Exception {
    List<List<String>> told = new ArrayList<>();
    for (Side side : sides) {
      told.add(side.doors.figures(side.game));
    }
    same("figures", told.get(0), told.get(1));
  }

  private void same(Drawn drawn) {
    same(drawn.id() + " " + drawn.variants(), sides.get(0).seen, sides.get(1).seen);
  }

  private void same(String what, List<String> one, List<String> two) {
    for (int i = 0; i < Math.min(one.size(), two.size()); i++) {
      if (!two.get(i).equals(one.get(i))) {
        int at = Arrays.mismatch(one.get(i).toCharArray(), two.get(i).toCharArray());
        assertThat(from(two.get(i), at))
            .as(what + ": " + one.get(i).lines().findFirst().orElse(""))
            .isEqualTo(from(one.get(i), at));
      }
      compared++;
    }
    assertThat(two).as(what).hasSameSizeAs(one);
  }

  private static String from(String text, int at) {
    return text.substring(Math.max(0, at - 200), Math.min(text.length(), at + 200));
  }

  /** That the comparison can fail: once the accusation is locked, the two houses differ. */
  private void theLockDoesTell() throws Exception {
    List<String> told = new ArrayList<>();
    for (int s = 0; s < 2; s++) {
      Side side = sides.get(s);
      Drawn drawn = Drawn.of(9999);
      var request = drawn.request(new Variant(s == 0 ? "nobody" : drawn.crew().getFirst(), ""));
      side.drawn = drawn;
      side.gate.release();
      side.game.post("/api/v1/sessions", request.put("accuse", "none"), JsonNode.class);
      String path = "/api/v1/sessions/" + drawn.id();
      long last = 0;
      JsonNode page = side.game.get(path + "/events?wait=5", JsonNode.class);
      while (!page.toString().contains("mole_revealed")) {
        last = page.path("last").asLong();
        page = side.game.get(path + "/events?wait=5&after=" + last, JsonNode.class);
      }
      told.add(String.join("\n", side.doors.session(drawn.id())));
    }
    assertThat(told.get(1)).isNotEqualTo(told.get(0));
  }

  /** Keeps what the program logs, side by side. */
  private static final class LogKeeper implements AutoCloseable {
    volatile List<String> into = new ArrayList<>();
    final AppenderBase<ILoggingEvent> appender =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            if (event.getLoggerName().startsWith("heist.session")) {
              into.add(event.getLevel() + " " + event.getFormattedMessage());
            }
          }
        };

    LogKeeper() {
      appender.start();
    }

    @Override
    public void close() {
      appender.stop();
    }
  }
}
