package heist.session;

import static org.assertj.core.api.Assertions.assertThat;

import heist.event.Envelope;
import heist.event.EventCodec;
import heist.event.SessionEvent.BudgetChanged;
import heist.event.SessionEvent.CommandDelivered;
import heist.event.SessionEvent.MessageSpoken;
import heist.event.SessionEvent.ModelReplied;
import heist.event.SessionEvent.Paused;
import heist.event.SessionEvent.ToolReturned;
import heist.event.SessionEvent.TurnEnded;
import heist.event.SessionEvent.TurnKind;
import heist.event.SessionEvent.TurnOutcome;
import heist.event.SessionEvent.TurnStarted;
import heist.model.ModelException;
import heist.model.ModelReply;
import heist.model.ModelRequest;
import heist.model.ToolAsk;
import heist.store.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What holds of every session, whatever its model says and whatever people ask of it meanwhile:
 * generated sessions through the real log, inbox and scheduler.
 */
@Timeout(180)
class SessionPropertyTest {
  private static final int CASES = 40;
  private static final long USED = 110;

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init")
  private Database database;

  @SuppressWarnings("NullAway.Init")
  private Sessions sessions;

  @BeforeEach
  void start() {
    database = Database.open("game", folder, null);
    sessions =
        new Sessions(
            database, config -> new TestDesk(script(config.id())), InstantSource.system(), "test");
    sessions.start();
  }

  @AfterEach
  void stop() {
    sessions.close();
    database.close();
  }

  /** A model that talks, asks for tools it has and has not, falls silent and fails, by its seed. */
  private static java.util.function.Function<ModelRequest, ModelReply> script(String id) {
    Random random = new Random(id.hashCode());
    return request -> {
      synchronized (random) {
        int dice = random.nextInt(10);
        if (dice == 0) {
          throw new ModelException(ModelException.Trouble.RATE_LIMITED, "too many requests");
        }
        if (dice == 1) {
          return TestDesk.says("");
        }
        if (dice < 5 && !request.tools().isEmpty()) {
          String tool = dice == 2 ? "crowbar" : request.tools().getFirst().name();
          return asks(tool, 1 + random.nextInt(3));
        }
        return TestDesk.says("Word " + random.nextInt() + " <note>kept to myself</note>");
      }
    };
  }

  private static ModelReply asks(String tool, int times) {
    List<ToolAsk> asks =
        IntStream.range(0, times)
            .mapToObj(i -> new ToolAsk("x" + i, tool, JsonNodeFactory.instance.objectNode()))
            .toList();
    return new ModelReply("", asks, new ModelReply.Usage(100, 10, false), "tool_calls", List.of());
  }

  private void create(SessionConfig config) {
    Opening.Opened opened = TestSessions.open(config);
    sessions.create(config, opened.title(), opened.events());
  }

  /** The whole log, once the session has ended; where it pauses on its way it is told to go on. */
  private List<Envelope> rest(String id) throws InterruptedException {
    int seen = 0;
    while (true) {
      int before = seen;
      Optional<Boolean> over =
          sessions
              .log()
              .await(
                  id,
                  Duration.ofSeconds(60),
                  () -> {
                    Phase phase = sessions.row(id).phase();
                    boolean still =
                        phase == Phase.PAUSED && sessions.log().readAllOf(id).size() > before;
                    return Optional.of(phase.ended()).filter(ended -> ended || still);
                  });
      assertThat(over).as("%s is %s", id, sessions.row(id).phase()).isPresent();
      List<Envelope> log = sessions.log().readAllOf(id);
      if (over.get()) {
        return log;
      }
      seen = log.size();
      ask(id, new Ask.Resume(null));
    }
  }

  @Test
  void whatever_people_ask_the_log_stays_in_order_and_every_prefix_goes_on() throws Exception {
    for (int i = 0; i < CASES; i++) {
      create(TestSessions.config("p" + i, 1 + i % 4, "random", i % 3 == 0 ? "vote" : "none"));
    }
    Random random = new Random(7);
    for (int i = 0; i < CASES * 6; i++) {
      String id = "p" + random.nextInt(CASES);
      ask(id, any(random));
    }
    for (int i = 0; i < CASES; i++) {
      String id = "p" + i;
      ask(id, new Ask.Resume(null));
      inOrder(rest(id));
    }
  }

  private static Ask any(Random random) {
    String agent = List.of("planner", "hacker", "intel").get(random.nextInt(3));
    return switch (random.nextInt(8)) {
      case 0 -> new Ask.Pause();
      case 1, 2 -> new Ask.Resume(null);
      case 3 -> new Ask.Resume(1 + random.nextInt(2));
      case 4 -> new Ask.Order(agent, "Look again", random.nextBoolean());
      case 5 -> new Ask.Withdraw(random.nextInt(4));
      case 6 -> new Ask.Extend(1 + random.nextInt(5));
      default -> new Ask.Limit("tool_calls", random.nextInt(30));
    };
  }

  /** An ask that does not fit is refused in words; it changes nothing. */
  private void ask(String id, Ask ask) {
    try {
      long unused = sessions.ask(id, ask, "tester");
    } catch (heist.HeistException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  private static void inOrder(List<Envelope> log) {
    SessionState state = SessionState.EMPTY;
    Set<String> spoken = new HashSet<>();
    int turn = 0;
    for (Envelope event : log) {
      // What is read back from the wire is the same fact, and folds to the same state.
      Envelope read = EventCodec.read(EventCodec.full(event));
      assertThat(read).isEqualTo(event);
      boolean open = state.floor().open() != null;
      switch (event.event()) {
        case TurnStarted e -> {
          assertThat(open).as("a turn begins within another: %s", event).isFalse();
          assertThat(e.turn()).isEqualTo(++turn);
          if (e.kind() == TurnKind.TALK) {
            assertThat(spoken.add(e.round() + e.agent())).as("a second turn in %s", e).isTrue();
          }
        }
        case MessageSpoken e -> {
          assertThat(open).isTrue();
          assertThat(e.text()).doesNotContain("kept to myself");
        }
        case Paused _ -> assertThat(open).as("paused within a turn").isFalse();
        case CommandDelivered e ->
            assertThat(state.steering().commands())
                .anyMatch(c -> c.number() == e.command() && !c.withdrawn());
        default -> {}
      }
      state = state.apply(read);
      if (state.prepared() == null) {
        continue; // the two facts of the opening come in one transaction
      }
      assertThat(state.next(new SessionConfig.Budgets(0, 0, 0, 0, 6, 0, 0), "none")).isNotNull();
    }
    assertThat(SessionState.fold(log)).usingRecursiveComparison().isEqualTo(state);
    assertThat(state.phase().ended()).isTrue();
  }

  @Test
  void no_budget_is_ever_overdrawn_and_the_session_ends_in_order() throws Exception {
    Random random = new Random(11);
    Map<String, SessionConfig.Budgets> limits = new HashMap<>();
    for (int i = 0; i < CASES; i++) {
      SessionConfig.Budgets budgets =
          new SessionConfig.Budgets(
              random.nextInt(25),
              random.nextInt(3) == 0 ? 0 : 1000 + random.nextInt(20_000),
              random.nextInt(12),
              0,
              1 + random.nextInt(5),
              random.nextInt(8),
              random.nextInt(3) == 0 ? 0 : 1000 + random.nextInt(500));
      limits.put("b" + i, budgets);
      create(TestSessions.config("b" + i, 4, "nobody", "none", budgets));
    }
    Set<String> causes = new HashSet<>();
    for (var each : limits.entrySet()) {
      List<Envelope> log = rest(each.getKey());
      within(log, each.getValue());
      all(log, TurnEnded.class).forEach(e -> causes.add(String.valueOf(e.cause())));
    }
    assertThat(causes).anyMatch(c -> c.contains("agent_model_calls="));
    assertThat(causes).anyMatch(c -> c.contains("agent_tokens="));
    assertThat(causes)
        .as("whoever has no tool calls left may still speak")
        .noneMatch(c -> c.contains("tool_calls="));
  }

  private static void within(List<Envelope> log, SessionConfig.Budgets limits) {
    List<ModelReplied> replies = all(log, ModelReplied.class);
    long answered = all(log, ToolReturned.class).stream().filter(ToolReturned::success).count();
    assertThat(all(log, BudgetChanged.class)).isEmpty();
    atMost(replies.size(), limits.modelCalls(), "model_calls", limits);
    atMost(replies.size() * USED, limits.tokens(), "tokens", limits);
    atMost(answered, limits.toolCalls(), "tool_calls", limits);
    for (String agent : List.of("planner", "hacker", "intel")) {
      long calls = replies.stream().filter(r -> r.agent().equals(agent)).count();
      atMost(calls, limits.agentModelCalls(), "agent_model_calls of " + agent, limits);
      atMost(calls * USED, limits.agentTokens(), "agent_tokens of " + agent, limits);
    }
    all(log, ToolReturned.class).stream()
        .filter(ToolReturned::success)
        .collect(
            java.util.stream.Collectors.groupingBy(
                ToolReturned::turn, java.util.stream.Collectors.counting()))
        .forEach((turn, n) ->
            atMost(n, limits.toolCallsPerTurn(), "tool_calls_per_turn in turn " + turn, limits));
    for (TurnEnded end : all(log, TurnEnded.class)) {
      if (end.outcome() == TurnOutcome.FAILED) {
        assertThat(end.cause()).as("a failed turn tells why").isNotBlank();
      }
    }
  }

  private static <T> List<T> all(List<Envelope> log, Class<T> type) {
    List<T> found = new ArrayList<>();
    log.forEach(e -> {
      if (type.isInstance(e.event())) {
        found.add(type.cast(e.event()));
      }
    });
    return found;
  }

  private static void atMost(long used, long limit, String what, SessionConfig.Budgets limits) {
    if (limit > 0) {
      assertThat(used).as("%s of %s", what, limits).isLessThanOrEqualTo(limit);
    }
  }
}
