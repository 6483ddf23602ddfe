package heist.app;

import static heist.app.TestHeist.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.cli.Cli;
import heist.cli.Context;
import heist.cli.render.Screen;
import heist.client.Target;
import heist.event.EventCodec;
import heist.model.FaultyModelServer;
import heist.model.Reply;
import heist.web.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Sessions that people steer, over HTTP, with the production wiring and the offline model. */
class SteeredSessionTest {
  private static final Set<String> STEERING = Set.of("pause_requested", "paused", "resumed");

  @TempDir private static Path data;
  private static TestHeist heist;

  /** How far every service's clock is off. */
  private static volatile Duration off = Duration.ZERO;

  @BeforeAll
  static void start() {
    heist = TestHeist.start(data, () -> Instant.now().plus(off));
  }

  @AfterAll
  static void stop() {
    heist.close();
  }

  private static JsonNode post(String id, String what, ObjectNode body) {
    return heist.game().post("/api/v1/sessions/" + id + "/" + what, body);
  }

  private static JsonNode post(String id, String what) {
    return post(id, what, Json.mapper().createObjectNode().put("by", "anna"));
  }

  /** Waits until the session is in one of these states. */
  private static String awaitState(String id, String... wanted) {
    long last = 0;
    while (true) {
      JsonNode page =
          heist.game().get("/api/v1/sessions/" + id + "/events?after=" + last + "&wait=20");
      last = page.path("last").asLong(last);
      String state = page.path("state").asString("");
      if (List.of(wanted).contains(state)) {
        return state;
      }
    }
  }

  /** The n-th event of a type. */
  private static Predicate<JsonNode> count(String type, int n) {
    AtomicInteger seen = new AtomicInteger();
    return e -> e.path("type").asString("").equals(type) && seen.incrementAndGet() == n;
  }

  /** The canonical export without steering and without the numbers that it shifts. */
  private static List<String> withoutSteering(String id) {
    return heist
        .export(id)
        .lines()
        .map(EventCodec::parse)
        .filter(e -> !STEERING.contains(e.path("type").asString("")))
        .map(
            e -> ((ObjectNode) e).without(List.of("n", "seq", "blamedEvent", "message")).toString())
        .toList();
  }

  @Test
  void a_session_paused_before_every_turn_equals_the_uninterrupted_one() {
    String whole = heist.create(request("11", 2));
    heist.awaitEnd(whole);

    String stepped = heist.create(request("11", 2).put("pace", 30));
    post(stepped, "pause");
    int steps = 0;
    while (awaitState(stepped, "paused", "completed").equals("paused")) {
      post(stepped, "step");
      heist.await(stepped, count("turn_started", ++steps));
    }
    assertThat(steps).isGreaterThan(10);
    assertThat(String.join("\n", withoutSteering(stepped)))
        .isEqualTo(String.join("\n", withoutSteering(whole)));
  }

  /** Tokens are old or of tomorrow, and so is everything that is due. */
  @Test
  void a_session_goes_on_although_the_clock_jumps_by_hours_before_every_turn() {
    String whole = heist.create(request("12", 2));
    heist.awaitEnd(whole);

    String jumpy = heist.create(request("12", 2).put("pace", 30));
    post(jumpy, "pause");
    int steps = 0;
    while (awaitState(jumpy, "paused", "completed").equals("paused")) {
      off = Duration.ofHours(List.of(2, -1, 0, 1, -2).get(steps % 5));
      post(jumpy, "step");
      heist.await(jumpy, count("turn_started", ++steps));
    }
    off = Duration.ZERO;
    assertThat(steps).isGreaterThan(10);
    assertThat(withoutSteering(jumpy)).isEqualTo(withoutSteering(whole));
  }

  /** The model would be waited for two minutes. */
  @Test
  @Timeout(60)
  void stop_ends_a_call_to_a_model_that_stalls_and_leaves_the_accusation_open() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (FaultyModelServer model =
        FaultyModelServer.start(_ -> Reply.stall()).onArrival(_ -> asked.countDown())) {
      ObjectNode request = request("13", 1).put("accuse", "person");
      request.putObject("llm").put("base_url", model.baseUrl()).put("model", "scripted");
      String id = heist.create(request);
      asked.await();
      long begin = System.nanoTime();
      post(id, "stop");
      assertThat(awaitState(id, "stopped")).isEqualTo("stopped");
      System.out.printf("stop of a stalled call: %d ms%n", (System.nanoTime() - begin) / 1_000_000);
      List<JsonNode> events = heist.awaitEnd(id);
      assertThat(TestHeist.count(events, "step_executed")).isZero();
      assertThat(TestHeist.count(events, "accusation_locked")).isZero();
      post(id, "accusation", Json.mapper().createObjectNode().put("lock", true));
      assertThat(
              heist.await(id, count("mole_revealed", 1)).stream()
                  .filter(e -> e.path("type").asString().equals("step_executed")))
          .isEmpty();
    }
  }

  @Test
  void a_seat_opens_its_own_agent_and_nothing_else() {
    ObjectNode request =
        request("5", 1).put("human", "hacker,driver").put("mole", "driver").put("accuse", "vote");
    JsonNode created = heist.game().post("/api/v1/sessions", request);
    String id = created.path("id").asString("");
    assertThat(created.path("humans")).hasSize(2);
    String hacker = created.path("seats").get(0).path("token").asString("");
    String driver = created.path("seats").get(1).path("token").asString("");
    heist.await(id, count("seat_awaited", 1));

    JsonNode view = seat(id, "", hacker);
    assertThat(view.path("agent").asString()).isEqualTo("hacker");
    assertThat(view.path("brief").asString()).contains("Allegiance: loyal");
    assertThat(seat(id, "", driver).path("brief").asString()).contains("Allegiance: mole");
    assertThat(view.toString())
        .doesNotContain("Allegiance: mole", seat(id, "", driver).path("brief").asString());
    assertThat(view.path("prompt").get(0).path("text").asString())
        .startsWith("You are hacker")
        .contains("Your private brief");

    for (String wrong : new String[] {"", "x".repeat(43), created.path("commitment").asString()}) {
      assertThatThrownBy(() -> seat(id, "", wrong)).hasMessageContaining("opens no seat");
      assertThatThrownBy(() -> seat(id, "/say", wrong)).hasMessageContaining("opens no seat");
    }
    String other = heist.create(request("6", 1).put("human", "hacker").put("pace", 60));
    assertThatThrownBy(() -> seat(other, "", hacker)).hasMessageContaining("opens no seat");
    // Shown once, and nowhere else.
    assertThat(heist.game().get("/api/v1/sessions/" + id).toString())
        .doesNotContain(hacker, driver, "tokenHash");
    assertThat(heist.export(id)).doesNotContain(hacker, driver, "Allegiance");

    String mine = state(id, "awaited").path("agent").asString();
    assertThat(
            heist
                .game()
                .get("/api/v1/sessions")
                .path("sessions")
                .valueStream()
                .filter(s -> s.path("id").asString().equals(id))
                .map(
                    s -> s.path("waits").asString("") + " " + s.path("awaited_agent").asString("")))
        .as("the list says who is waited for")
        .containsExactly("seat " + mine);
    String token = mine.equals("hacker") ? hacker : driver;
    String theirs = mine.equals("hacker") ? driver : hacker;
    assertThatThrownBy(() -> seat(id, "/say", theirs))
        .hasMessageContaining("is not waited for: it is the turn of " + mine);
    ObjectNode use = Json.mapper().createObjectNode().put("seat", token).put("tool", "calculator");
    use.putObject("arguments").put("expression", "6*7");
    heist.game().post("/api/v1/sessions/" + id + "/seat/tool", use);
    List<JsonNode> seen =
        heist.await(id, e -> e.has("result") && e.path("agent").asString().equals(mine));
    assertThat(seen.getLast().path("result").asString()).contains("42");
    JsonNode taken = seat(id, "/leave", token);
    assertThat(taken.path("number").asLong()).isPositive();
    heist.await(id, count("seat_given_up", 1));
    assertThatThrownBy(() -> seat(id, "", token)).hasMessageContaining("is given up");
    assertThat(state(id, "humans").toString()).doesNotContain(mine);
    // Looking is a question, however often it is asked; what is done is noted.
    assertThat(
            heist.audit(Target.GAME).stream()
                .filter(e -> e.path("action").asString("").equals("session.seat"))
                .filter(e -> id.equals(e.path("session").asString("")))
                .filter(e -> e.path("outcome").asString("").equals("ok"))
                .map(e -> e.path("what").asString("")))
        .containsExactlyInAnyOrder("tool", "leave");
    post(id, "stop");
    post(other, "stop");
    assertThat(awaitState(id, "stopped")).isEqualTo("stopped");
  }

  @Test
  void a_wrong_state_answers_409_and_says_what_is_possible() {
    String id = heist.create(request("8", 1));
    heist.awaitEnd(id);
    for (String what : new String[] {"pause", "resume", "step", "stop"}) {
      assertThatThrownBy(() -> post(id, what))
          .isInstanceOfSatisfying(
              HeistException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CONFLICT))
          .hasMessageContaining("it is completed")
          .hasMessageContaining("Possible now: replay, export, fork.");
    }
  }

  private static JsonNode seat(String id, String what, String token) {
    ObjectNode body = Json.mapper().createObjectNode().put("seat", token);
    if (what.equals("/say")) {
      body.put("text", "Hello.");
    }
    return heist.game().post("/api/v1/sessions/" + id + "/seat" + what, body);
  }

  private static JsonNode state(String id, String field) {
    return heist.game().get("/api/v1/sessions/" + id).path(field);
  }

  /** It would wait ten minutes before its first turn. */
  @Test
  void the_pace_can_be_changed_while_a_session_waits() {
    String id = heist.create(request("5", 1).put("pace", 600));
    heist.await(id, e -> e.path("type").asString("").equals("round_started"));
    JsonNode taken = post(id, "pace", Json.mapper().createObjectNode().put("seconds", 0));
    assertThat(taken.path("number").asLong()).isPositive();
    assertThat(awaitState(id, "completed", "failed")).isEqualTo("completed");
    assertThatThrownBy(() -> post(id, "pace", Json.mapper().createObjectNode().put("seconds", 601)))
        .hasMessageContaining("0 and 600.0 seconds");
    assertThatThrownBy(() -> post(id, "pace", Json.mapper().createObjectNode().put("seconds", 1)))
        .hasMessageContaining("cannot change the pace of this session: it is completed");
  }

  @Test
  void a_person_plays_the_mole_in_the_terminal() {
    String out =
        terminal(
            "/brief\n/use file_reader control_room.md\n/note I kept quiet.\nMorning.\nVOTE: driver\n",
            "play --human hacker --mole hacker --rounds 1 --seed 5 --pace 0");
    assertThat(out)
        .contains("You are hacker, the hacker.", "Allegiance: mole")
        .contains("- The logs are rotated at midnight, and nobody reads them.")
        .contains("votes: driver")
        .contains("The mole was hacker")
        .contains("turn 2: I kept quiet.")
        .doesNotContain("took too long");
  }

  @Test
  void an_order_given_in_the_terminal_can_be_taken_back_by_its_number() {
    String id = heist.create(request("9", 1).put("pace", 60));
    post(id, "pause");
    assertThat(awaitState(id, "paused")).isEqualTo("paused");
    String given = terminal("", "command " + id + " hacker Look again --standing");
    Matcher back = Pattern.compile("heist (withdraw \\S+ \\d+)").matcher(given);
    assertThat(back.find()).as(given).isTrue();
    assertThat(terminal("", back.group(1))).contains("is withdrawn");
    heist.await(id, count("command_withdrawn", 1));
    assertThat(terminal("", back.group(1))).contains("heist: Game: ");
    post(id, "stop");
  }

  /** What one command says, on a terminal on which this is typed. */
  private static String terminal(String typed, String command) {
    new RunFile(data).write(heist.addresses());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    Context context =
        new Context(
            new LocalLauncher(Path.of("").toAbsolutePath()),
            new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
            print,
            print,
            Screen.plain(),
            true,
            Map.of(),
            Path.of("").toAbsolutePath(),
            _ -> () -> {},
            _ -> {},
            Optional::empty);
    int unused = Cli.run(context, (command + " --data " + data).split(" "));
    return out.toString(StandardCharsets.UTF_8);
  }
}
