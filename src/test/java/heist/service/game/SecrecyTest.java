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
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

  /** Sessions of which the order counts, too. */
  private static final int LISTED = 12;

  /** Sessions that are played at the same time in a house. */
  private static final int AT_ONCE = 16;

  @TempDir private Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Side> sides = new ArrayList<>();
  private int share = 1;
  private int compared;
  private int locked;

  /** Outside events of one house, by type: what the comparison is worth. */
  private final Map<String, Integer> happened = new TreeMap<>();

  /** One of the two houses. */
  private final class Side {
    final House house;
    final Doors doors;
    final HttpJson game;
    final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Played> plays = new ConcurrentHashMap<>();

    Side(String name, @Nullable Side first) {
      house =
          new House(
              folder.resolve(name),
              folder.resolve("secrets"),
              first == null ? null : first.house.at(Target.AUTH),
              CLOCK,
              null,
              config -> Objects.requireNonNull(plays.get(config.id())).desk());
      doors = new Doors(house, http);
      game = house.game();
    }

    /** Plays all of them at the same time. */
    List<Played> play(List<Drawn> all, int variant) throws Exception {
      List<Future<Played>> playing = new ArrayList<>();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (Drawn drawn : all) {
          Played played = new Played(this, drawn);
          plays.put(drawn.id(), played);
          playing.add(
              threads.submit(() -> {
                played.play(drawn.variants().get(variant));
                return played;
              }));
        }
      }
      List<Played> played = new ArrayList<>();
      for (Future<Played> each : playing) {
        played.add(each.get());
      }
      return played;
    }
  }

  /** A session in one of the two houses, and what was seen of it. */
  private final class Played {
    private final Side side;
    private final Drawn drawn;
    final List<String> seen = new ArrayList<>();

    final List<String> types = new ArrayList<>();

    /** Answers to what was asked while a model thought. */
    private final List<String> asked = new ArrayList<>();

    /** Holds a session until the answer that woke it is there, which tells its state. */
    private final Semaphore gate = new Semaphore(0);

    boolean locked;

    Played(Side side, Drawn drawn) {
      this.side = side;
      this.drawn = drawn;
    }

    Desk desk() {
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
        return side.doors.ask(Target.GAME, ask.method(), ask.path(), ask.body());
      } catch (Exception e) {
        throw new IllegalStateException(ask.toString(), e);
      }
    }

    /** Plays the session and keeps all that can be seen of it before its accusation locks. */
    void play(Variant variant) throws Exception {
      seen.add(
          side.doors.ask(
              Target.GAME, "POST", "/api/v1/sessions", drawn.request(variant).toString()));
      gate.release();
      long last = settle(0);
      seen.addAll(asked);
      for (Ask ask : drawn.whileResting()) {
        if (locked) {
          return;
        }
        seen.add(side.doors.ask(Target.GAME, "GET", "/api/v1/sessions/" + drawn.id(), ""));
        gate.drainPermits();
        String answer = ask(ask);
        gate.release();
        seen.add(answer);
        if (answer.contains("\n202\n")) {
          last = settle(last);
        }
      }
      if (!locked) {
        seen.addAll(side.doors.session(drawn, share));
        if (drawn.script() % 4 == 0) {
          seen.add(side.doors.stream(drawn.id(), last));
          seen.add(side.doors.frames(drawn.id()));
        }
      }
    }

    /**
     * Waits until the session rests after an event later than {@code last}, or its accusation has
     * locked; the events go into what was seen.
     *
     * @return number of the last event
     */
    private long settle(long last) {
      long after = last;
      boolean stopping = false;
      int wait = 10;
      while (true) {
        JsonNode page =
            side.game.get(
                "/api/v1/sessions/%s/events?wait=%d&after=%d".formatted(drawn.id(), wait, after),
                JsonNode.class);
        for (JsonNode event : page.path("events")) {
          seen.add(Doors.masked(event.toString()));
          after = event.path("seq").asLong();
          types.add(event.path("type").asString(""));
          stopping = event.path("type").asString("").equals("stop_requested");
          if (event.path("type").asString("").equals("accusation_locked")) {
            locked = true;
            return after;
          }
        }
        if (after > last && !stopping && rests(page.path("state").asString(""), drawn)) {
          if (page.path("events").isEmpty()) {
            return after;
          }
          wait = 0;
        }
      }
    }
  }

  private static boolean rests(String state, Drawn drawn) {
    // A session that accuses by itself only passes through that state.
    return REST.contains(state) || state.equals("accusing") && drawn.byPerson();
  }

  @Test
  void nothing_before_the_lock_tells_who_the_mole_is() throws Exception {
    share = 3; // the campaign asks each session for everything
    play(0, Integer.getInteger("heist.secrecy", 200));
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
      List<Drawn> drawn = IntStream.range(first, first + count).mapToObj(Drawn::of).toList();
      // Those that nobody accuses in come first, some of them one after another: of these, lists,
      // the feed of all sessions and figures must be equal, too.
      List<Drawn> quiet = drawn.stream().filter(Drawn::byPerson).toList();
      List<Drawn> listed = quiet.subList(0, Math.min(LISTED, quiet.size()));

      playAll(listed, 1, keeper);
      same("all sessions", sides.get(0).doors.global(), sides.get(1).doors.global());

      figures();
      List<Drawn> others = new ArrayList<>(drawn);
      others.removeAll(listed);
      playAll(others, AT_ONCE, keeper);
      same("the log", sorted(sides.get(0).log), sorted(sides.get(1).log));
      theLockDoesTell();
      logger.detachAppender(keeper.appender);
    } finally {
      logger.setLevel(level);
      logger.setAdditive(true);
      sides.forEach(side -> side.house.close());
      http.shutdownNow();
    }
    System.out.printf(
        "secrecy: %d sessions, each with the mole moved; %d answers equal byte for byte; %d sessions locked by themselves; %s%n",
        count, compared, locked, happened);
    // Sessions in which nothing happens have nothing to tell.
    int turns = happened.getOrDefault("turn_ended", 0);
    assertThat(happened.getOrDefault("message_spoken", 0)).isGreaterThan(turns / 2);
    assertThat(happened.getOrDefault("tool_returned", 0)).isGreaterThan(turns / 4);
    assertThat(locked).isGreaterThan(count / 8);
  }

  private static List<String> sorted(List<String> lines) {
    return lines.stream().sorted().toList();
  }

  private void playAll(List<Drawn> all, int atOnce, LogKeeper keeper) throws Exception {
    for (int from = 0; from < all.size(); from += atOnce) {
      List<Drawn> some = all.subList(from, Math.min(all.size(), from + atOnce));
      List<List<Played>> played = new ArrayList<>();
      for (int s = 0; s < 2; s++) {
        keeper.into = sides.get(s).log;
        played.add(sides.get(s).play(some, s));
      }
      for (int i = 0; i < some.size(); i++) {
        Drawn drawn = some.get(i);
        same(
            drawn.id() + " " + drawn.variants(),
            played.get(0).get(i).seen,
            played.get(1).get(i).seen);
        locked += played.get(0).get(i).locked ? 1 : 0;
        played.get(0).get(i).types.forEach(type -> happened.merge(type, 1, Integer::sum));
      }
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
    int number = 9000;
    while (!revealed(sides.getFirst(), Drawn.of(number), "nobody")) {
      number++; // that one failed before its end
    }
    Drawn drawn = Drawn.of(number);
    assertThat(revealed(sides.getLast(), drawn, drawn.crew().getFirst())).isTrue();
    assertThat(sides.getLast().doors.session(drawn, 1))
        .isNotEqualTo(sides.getFirst().doors.session(drawn, 1));
  }

  /** Plays a session that locks by itself; whether it came as far as the reveal. */
  private boolean revealed(Side side, Drawn drawn, String mole) {
    Played played = new Played(side, drawn.undisturbed());
    side.plays.put(drawn.id(), played);
    played.gate.release();
    JsonNode unused =
        side.game.post(
            "/api/v1/sessions",
            drawn.request(new Variant(mole, "")).put("accuse", "none"),
            JsonNode.class);
    String path = "/api/v1/sessions/" + drawn.id() + "/events?wait=5&after=";
    JsonNode page = side.game.get(path + "0", JsonNode.class);
    while (!page.toString().contains("mole_revealed")) {
      if (!page.path("state").asString("").matches("created|running|accusing|completed")) {
        return false;
      }
      page = side.game.get(path + page.path("last").asLong(), JsonNode.class);
    }
    return true;
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
