package heist.app;

import static heist.app.ShortSessions.checkTold;
import static heist.app.ShortSessions.create;
import static heist.app.ShortSessions.createOpen;
import static heist.app.ShortSessions.doubled;
import static heist.app.ShortSessions.ended;
import static heist.app.ShortSessions.log;
import static heist.app.ShortSessions.state;
import static heist.app.ShortSessions.untold;
import static org.assertj.core.api.Assertions.assertThat;

import heist.client.HttpJson;
import heist.event.Envelope;
import heist.event.SessionEvent.CommandQueued;
import heist.event.SessionEvent.TurnEnded;
import heist.event.SessionEvent.TurnStarted;
import heist.event.View;
import heist.testing.SharedPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The game process is killed at random moments, again and again, while sessions run in it. Each
 * goes on by itself: no turn and no tool call is lost or doubled, and what anybody was shown or
 * told before a kill still holds after it. It goes on exactly as an undisturbed session of its seed
 * does, byte for byte, unless a time limit struck on a machine that was too busy. The first two
 * kills find a longer session in the middle of a compression, of messages and then of summaries: no
 * message of it is covered twice, none is left out.
 */
class ChaosTest {
  private static final int SEEDS = 4;
  private static final int SESSIONS_A_KILL = 2;

  /** Seed and length of a session that is told in short while it runs. */
  private static final int LONG = SEEDS + 1;

  private static final int LONG_ROUNDS = 7;
  @TempDir private Path folder;
  private final Random random = new Random(20_261_125);

  /** What the feed of all sessions has shown, by session. */
  private final Map<String, List<JsonNode>> shown = new LinkedHashMap<>();

  private final Map<String, Integer> seeds = new LinkedHashMap<>();
  private final Map<String, List<Long>> commands = new HashMap<>();
  private final List<String> locked = new ArrayList<>();
  private String place = "0";

  @Test
  void nothing_is_lost_or_doubled_in_twenty_kills() throws Exception {
    chaos(Integer.getInteger("heist.kills", 20), null);
  }

  @Test
  @Tag("campaign")
  void nothing_is_lost_or_doubled_in_two_hundred_kills() throws Exception {
    chaos(200, null);
  }

  @Test
  @Tag("campaign")
  void nothing_is_lost_or_doubled_on_postgresql() throws Exception {
    try (EmbeddedPostgres postgres = SharedPostgres.builder().start()) {
      chaos(60, postgres.getJdbcUrl("postgres", "postgres"));
    }
  }

  /**
   * A worker that is frozen past its lease comes back as a zombie: its sessions are another's by
   * then, and it writes nothing any more.
   */
  @Test
  @Tag("campaign")
  void a_frozen_worker_writes_nothing_when_it_comes_back() throws Exception {
    try (EmbeddedPostgres postgres = SharedPostgres.builder().start();
        KilledGame house = new KilledGame(folder, postgres.getJdbcUrl("postgres", "postgres"))) {
      KilledGame.Worker frozen = house.worker();
      frozen.start();
      HttpJson game = frozen.door();
      for (int i = 0; i < 6; i++) {
        seeds.put("z" + i, i % SEEDS);
        create(game, "z" + i, i % SEEDS, "none", 0);
      }
      follow(game, 12);
      frozen.signal("STOP");
      KilledGame.Worker heir = house.worker();
      heir.start();
      HttpJson second = heir.door();
      Map<String, String> inherited = new LinkedHashMap<>();
      seeds.keySet().forEach(id -> inherited.put(id, ended(second, id)));
      frozen.signal("CONT");
      // The zombie answers again, and what it was about to write it has tried to write by now.
      create(game, "afterwards", 0, "none", 0);
      String unused = ended(game, "afterwards");
      inherited.forEach((id, export) -> assertThat(ended(second, id)).as(id).isEqualTo(export));
      for (String id : seeds.keySet()) {
        assertThat(doubled(log(second, id))).as(id).isZero();
      }
      System.out.printf(
          "chaos: %d sessions of a frozen worker were finished by another; nothing was written after it came back%n",
          inherited.size());
    }
  }

  /** All of PostgreSQL dies and comes back while sessions run. */
  @Test
  @Tag("campaign")
  void sessions_survive_the_death_of_their_database() throws Exception {
    Path cluster = folder.resolve("cluster");
    EmbeddedPostgres postgres =
        SharedPostgres.builder().setDataDirectory(cluster).setCleanDataDirectory(false).start();
    int port = postgres.getPort();
    try (KilledGame house = new KilledGame(folder, postgres.getJdbcUrl("postgres", "postgres"))) {
      KilledGame.Worker worker = house.worker();
      worker.start();
      HttpJson game = worker.door();
      int deaths = 5;
      for (int death = 0; death < deaths; death++) {
        for (int i = 0; i < SESSIONS_A_KILL; i++) {
          String id = "d" + death + "-" + i;
          seeds.put(id, random.nextInt(SEEDS));
          create(game, id, seeds.getOrDefault(id, 0), "none", 0);
        }
        follow(game, 1 + random.nextInt(30));
        List<String> pid = Files.readAllLines(cluster.resolve("postmaster.pid"));
        ProcessHandle server = ProcessHandle.of(Long.parseLong(pid.getFirst())).orElseThrow();
        List<ProcessHandle> backends = server.descendants().toList();
        server.destroyForcibly();
        backends.forEach(ProcessHandle::destroyForcibly);
        server.onExit().join();
        postgres.close(); // it is dead; this lets go of its folder, and says that it is dead
        postgres =
            EmbeddedPostgres.builder()
                .setDataDirectory(cluster)
                .setCleanDataDirectory(false)
                .setPort(port)
                .start();
      }
      int turns = 0;
      for (String id : seeds.keySet()) {
        assertThat(ended(game, id)).as(id).contains("\"end\":\"COMPLETED\"");
        assertThat(doubled(log(game, id))).as(id).isZero();
        turns += (int) log(game, id).stream().filter(e -> e.event() instanceof TurnEnded).count();
      }
      System.out.printf(
          "chaos: PostgreSQL died %d times; %d sessions, %d turns: 0 lost, 0 doubled%n",
          deaths, seeds.size(), turns);
    } finally {
      postgres.close();
    }
  }

  private void chaos(int kills, @Nullable String database) throws Exception {
    Files.writeString(folder.resolve("heist.yaml"), "session: {context_compress: 2}\n");
    try (KilledGame house = new KilledGame(folder, database)) {
      KilledGame.Worker worker = house.worker();
      worker.startAndLearn();
      HttpJson game = worker.door();
      create(game, "paused", 0, "person", 60.0);
      game.post("/api/v1/sessions/paused/pause", null, JsonNode.class);
      Map<Integer, String> undisturbed = new HashMap<>();
      for (int seed = 0; seed < SEEDS; seed++) {
        create(game, "whole" + seed, seed, "none", 0);
        undisturbed.put(seed, ended(game, "whole" + seed));
      }
      createOpen(game, "whole" + LONG, LONG, LONG_ROUNDS);
      undisturbed.put(LONG, ended(game, "whole" + LONG));
      assertThat(undisturbed.values())
          .allSatisfy(
              log -> assertThat(log).contains("\"tool_returned\"", "\"end\":\"COMPLETED\""));
      worker.end();
      worker.start();
      readAll(game);
      house.model().holdAt(HeldModel::summary);
      createOpen(game, "told", LONG, LONG_ROUNDS);
      seeds.put("told", LONG);
      for (int kill = 0; kill < kills; kill++) {
        if (kill % 4 == 3) {
          // Also while it starts and takes up what the last kill left.
          worker.startAndKill(Duration.ofMillis(300 + random.nextInt(1500)));
        } else {
          String id = "s" + kill;
          seeds.put(id, random.nextInt(SEEDS));
          create(game, id, seeds.getOrDefault(id, 0), "none", 0);
          if (kill % 2 == 0) {
            steer(game, kill);
          }
          if (kill < 2) {
            awaitCompression(game, house.model());
          } else {
            follow(game, 1 + random.nextInt(30));
          }
          // Anywhere within what follows, not only where the feed has just answered.
          long until = System.nanoTime() + random.nextInt(4_000_000);
          while (System.nanoTime() < until) {
            Thread.onSpinWait();
          }
          worker.kill();
          if (kill == 0) {
            house.model().holdAt(HeldModel::summaryOfSummaries);
          } else if (kill == 1) {
            house.model().letGo();
          }
        }
        if (kill % 4 != 2 || kill == kills - 1) {
          worker.start();
        }
      }
      try {
        check(game, kills, undisturbed, house);
      } catch (AssertionError e) {
        throw new AssertionError(e.getMessage() + "\n" + house.warnings(), e);
      }
    }
  }

  /** Asks of sessions what must still hold after the kill: each answer is a promise. */
  private void steer(HttpJson game, int kill) {
    String id = "steered" + kill;
    create(game, id, SEEDS, "person", 0);
    List<Long> numbers = commands.computeIfAbsent("paused", _ -> new ArrayList<>());
    JsonNode queued =
        game.post(
            "/api/v1/sessions/paused/commands",
            Map.of("agent", "driver", "text", "Command " + kill),
            JsonNode.class);
    numbers.add(queued.path("number").asLong());
    if (random.nextBoolean()) {
      JsonNode unused =
          game.post("/api/v1/sessions/" + id + "/accusation", Map.of("lock", true), JsonNode.class);
      locked.add(id);
    }
  }

  /** Waits until the model has been asked for a summary that nobody will live to receive. */
  private void awaitCompression(HttpJson game, HeldModel model) throws InterruptedException {
    model.awaitHeld();
    readAll(game);
    assertThat(untold(log(game, "told"))).as("asked for and not told at the kill").isNotEmpty();
    assertThat(state(game, "told")).isEqualTo("running");
  }

  /** Reads the feed of all sessions until so many more events have been shown. */
  private void follow(HttpJson game, int events) {
    int seen = 0;
    while (seen < events) {
      JsonNode page = read(game, 2);
      if (page.path("events").isEmpty()) {
        return;
      }
      seen += page.path("events").size();
    }
  }

  private JsonNode read(HttpJson game, int wait) {
    JsonNode page = game.get("/events?limit=10&wait=" + wait + "&after=" + place, JsonNode.class);
    for (JsonNode event : page.path("events")) {
      shown.computeIfAbsent(event.path("session").asString(""), _ -> new ArrayList<>()).add(event);
    }
    place = page.path("last").asString("");
    return page;
  }

  private void readAll(HttpJson game) {
    while (!read(game, 0).path("events").isEmpty()) {
      // Until all that happened has been shown.
    }
  }

  private void check(HttpJson game, int kills, Map<Integer, String> undisturbed, KilledGame house)
      throws Exception {
    int sessions = 0;
    int turns = 0;
    int lost = 0;
    int doubled = 0;
    int equal = 0;
    int struck = 0;
    Map<String, String> exports = new LinkedHashMap<>();
    seeds.keySet().forEach(id -> exports.put(id, ended(game, id)));
    Set<String> late = house.late();
    for (var session : seeds.entrySet()) {
      String whole = undisturbed.getOrDefault(session.getValue(), "");
      String mine = exports.getOrDefault(session.getKey(), "");
      if (mine.equals(whole)) {
        equal++;
      } else if (late.contains(session.getKey())
          || late.contains("whole" + session.getValue())
          || (mine + whole).contains("did not answer within")
          || (mine + whole).contains("had not answered two rounds later")) {
        struck++;
      } else {
        assertThat(mine.lines())
            .as("%s of seed %d goes on as if undisturbed", session.getKey(), session.getValue())
            .containsExactlyElementsOf(whole.lines().toList());
      }
    }
    checkTold(log(game, "told"));
    assertThat(state(game, "paused")).isEqualTo("paused");
    for (String id : locked) {
      assertThat(ended(game, id)).as("the accusation was locked").contains("\"mole_revealed\"");
    }
    readAll(game);
    for (String id : shown.keySet()) {
      List<Envelope> log = log(game, id);
      sessions++;
      turns += (int) log.stream().filter(e -> e.event() instanceof TurnStarted).count();
      lost += missing(id, log);
      doubled += doubled(log);
    }
    List<Long> queued =
        log(game, "paused").stream()
            .filter(e -> e.event() instanceof CommandQueued)
            .map(e -> ((CommandQueued) e.event()).command())
            .toList();
    assertThat(queued)
        .as("commands that were answered")
        .containsExactlyElementsOf(commands.get("paused"));
    System.out.printf(
        "chaos: %d kills, %d sessions, %d turns, %d commands and %d locked accusations kept:"
            + " %d lost, %d doubled; %d of %d equal an undisturbed session byte for byte,"
            + " %d met a time limit%n",
        kills,
        sessions,
        turns,
        queued.size(),
        locked.size(),
        lost,
        doubled,
        equal,
        seeds.size(),
        struck);
    assertThat(lost).isZero();
    assertThat(doubled).isZero();
  }

  /** Outside events that were shown and are not as they were, or are there and were not shown. */
  private int missing(String id, List<Envelope> log) {
    List<JsonNode> seen = shown.getOrDefault(id, List.of());
    List<Long> numbers = seen.stream().map(e -> e.path("seq").asLong()).toList();
    long last = log.getLast().seq();
    assertThat(numbers)
        .as("the feed of " + id + " without a gap and without a repetition")
        .containsExactlyElementsOf(LongStream.rangeClosed(1, last).boxed().toList());
    Map<Long, String> now = new HashMap<>();
    log.forEach(e ->
        View.of(e, View.Viewer.OUTSIDE, false)
            .ifPresent(view -> now.put(e.seq(), view.toString())));
    int missing = 0;
    for (JsonNode event : seen) {
      JsonNode told = ((ObjectNode) event).deepCopy().remove(List.of("session", "feed_place"));
      missing += told.toString().equals(now.get(event.path("seq").asLong())) ? 0 : 1;
    }
    return missing;
  }
}
