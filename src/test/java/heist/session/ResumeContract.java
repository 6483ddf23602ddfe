package heist.session;

import static org.assertj.core.api.Assertions.assertThat;

import heist.event.Envelope;
import heist.event.SessionEvent.AccusationLocked;
import heist.event.SessionEvent.CommandDelivered;
import heist.event.SessionEvent.MessageSpoken;
import heist.event.SessionEvent.SeatAwaited;
import heist.event.SessionEvent.ToolReturned;
import heist.event.SessionEvent.TurnEnded;
import heist.event.SessionEvent.TurnStarted;
import heist.model.ChatTurn;
import heist.model.ModelException;
import heist.model.ModelReply;
import heist.model.ModelRequest;
import heist.session.SessionConfig.Seat;
import heist.session.SessionConfig.Waits;
import heist.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What sessions and forks promise when their worker dies, on both databases. A worker dies here by
 * losing its database in the middle of a call: it writes nothing any more, and says nothing.
 */
@Timeout(180)
abstract class ResumeContract {
  /** How far the machine's clock is set off. It ticks: the scheduler waits by it. */
  private volatile Duration off = Duration.ZERO;

  private final InstantSource clock = () -> Instant.now().plus(off);
  private final Deque<Sessions> workers = new ArrayDeque<>();
  private final Deque<Database> databases = new ArrayDeque<>();

  /** Holds a dead worker's call until the test is over. */
  private final CountDownLatch over = new CountDownLatch(1);

  private final class TimedDesk extends TestDesk {
    TimedDesk(Function<ModelRequest, ModelReply> script) {
      super(script);
    }

    @Override
    public InstantSource clock() {
      return clock;
    }
  }

  /** The same one each time. */
  abstract Database open();

  private Sessions start(Function<ModelRequest, ModelReply> script) {
    Database database = open();
    Sessions sessions =
        new Sessions(database, _ -> new TimedDesk(script), clock, "worker" + workers.size());
    databases.push(database);
    workers.push(sessions);
    sessions.start();
    return sessions;
  }

  /** The worker dies; its heartbeats are missed by the time the next one starts. */
  private void die() {
    databases.getFirst().close();
    off = off.plusMinutes(10);
  }

  @AfterEach
  void stop() {
    over.countDown();
    workers.forEach(Sessions::close);
    databases.forEach(Database::close);
  }

  /** Asks for the tool if there is one, then says the same for the same conversation. */
  private static ModelReply talks(ModelRequest request) {
    boolean answered = request.messages().getLast() instanceof ChatTurn.ToolAnswer;
    boolean computes = request.tools().stream().anyMatch(t -> t.name().equals("calculator"));
    return computes && !answered
        ? TestDesk.asks("calculator", JsonNodeFactory.instance.objectNode().put("expression", "1"))
        : TestDesk.says("Seed " + request.seed() + " <note>n</note>");
  }

  /** Falls silent for good in its n-th call. */
  private Function<ModelRequest, ModelReply> silentIn(int call, CountDownLatch reached) {
    AtomicInteger calls = new AtomicInteger();
    return request -> {
      if (calls.incrementAndGet() == call) {
        reached.countDown();
        try {
          over.await();
        } catch (InterruptedException e) {
          throw new ModelException(ModelException.Trouble.CANCELLED, "cancelled");
        }
      }
      return talks(request);
    };
  }

  private static SessionConfig config(String id) {
    return TestSessions.config("resumed", 2, "random", "person").with(d -> d.id = id);
  }

  private static String export(Sessions sessions, String id) {
    return Export.jsonl(sessions.log().readAllOf(id), true);
  }

  @Test
  void a_session_goes_on_as_if_its_worker_had_not_died() throws Exception {
    for (int call = 1; call <= 4; call++) {
      CountDownLatch reached = new CountDownLatch(1);
      Sessions first = start(silentIn(call, reached));
      Watching.create(first, config("cut" + call));
      reached.await();
      die();
      Sessions second = start(ResumeContract::talks);
      Watching.awaitPhase(second, "cut" + call, Phase.ACCUSING);
      die();
    }
    Sessions last = start(ResumeContract::talks);
    Watching.create(last, config("whole"));
    Watching.awaitPhase(last, "whole", Phase.ACCUSING);
    assertThat(Watching.events(last, "whole", ToolReturned.class)).hasSize(2);
    for (int call = 1; call <= 4; call++) {
      assertThat(Watching.events(last, "cut" + call, TurnStarted.class)).hasSize(6);
      assertThat(export(last, "cut" + call))
          .as("cut in call %d", call)
          .isEqualTo(export(last, "whole"));
    }
  }

  @Test
  void what_people_asked_is_kept_when_the_worker_dies() throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    Sessions first = start(silentIn(1, reached));
    Watching.create(first, config("asked"));
    reached.await();
    long order = first.ask("asked", new Ask.Order("hacker", "count the doors", false), "anna");
    long unused = first.ask("asked", new Ask.Accuse("intel", true), "anna");
    unused = first.ask("asked", new Ask.Pause(), "anna");
    die();
    Sessions second = start(ResumeContract::talks);
    Watching.awaitPhase(second, "asked", Phase.PAUSED);
    assertThat(Watching.events(second, "asked", TurnEnded.class)).hasSize(1);
    assertThat(Watching.events(second, "asked", AccusationLocked.class)).hasSize(1);
    unused = second.ask("asked", new Ask.Resume(null), "anna");
    Watching.awaitPhase(second, "asked", Phase.COMPLETED);
    assertThat(Watching.events(second, "asked", CommandDelivered.class))
        .extracting(CommandDelivered::command)
        .containsExactly(order);
  }

  @Test
  void a_wait_for_a_person_outlives_the_worker() throws Exception {
    SessionConfig played =
        config("seat")
            .with(d -> d.waits = new Waits(List.of(new Seat("hacker", "hash")), 3600, 60));
    Sessions first = start(ResumeContract::talks);
    Watching.create(first, played);
    Watching.awaitEvents(first, "seat", SeatAwaited.class, 1);
    die();
    Sessions second = start(ResumeContract::talks);
    long unused = second.ask("seat", new Ask.Say("hacker", "Still here."), "seat");
    Watching.awaitEvents(second, "seat", SeatAwaited.class, 2);
    die();
    off = off.plusHours(1);
    Sessions third = start(ResumeContract::talks);
    Watching.awaitPhase(third, "seat", Phase.ACCUSING);
    assertThat(Watching.events(third, "seat", SeatAwaited.class)).hasSize(2);
    assertThat(Watching.events(third, "seat", MessageSpoken.class))
        .filteredOn(m -> m.agent().equals("hacker"))
        .extracting(m -> m.text().startsWith("Seed"))
        .as("the person's words, then the model's: the time was over")
        .containsExactly(false, true);
  }

  @Test
  void a_fork_outlives_its_worker_and_leaves_its_parent_alone() throws Exception {
    Sessions first = start(ResumeContract::talks);
    Watching.create(first, config("parent").with(d -> d.accuse = "none"));
    Watching.awaitPhase(first, "parent", Phase.COMPLETED);
    List<Envelope> parent = first.log().readAllOf("parent");
    die();
    CountDownLatch reached = new CountDownLatch(1);
    Sessions second = start(silentIn(1, reached));
    Fork.Wish wish = new Fork.Wish("fork", 3, null, null, null, null, null, null, null);
    Fork fork =
        Fork.of(
            second.row("parent"),
            second.log().readAllOf("parent"),
            wish,
            TestSessions.STRATEGIES,
            TestSessions.MANNERS,
            clock.instant());
    SessionRow unused = second.fork("parent", fork);
    reached.await();
    die();
    Sessions third = start(ResumeContract::talks);
    Watching.awaitPhase(third, "fork", Phase.COMPLETED);
    assertThat(export(third, "fork").lines().skip(1))
        .containsExactlyElementsOf(export(third, "parent").lines().skip(1).toList());
    assertThat(third.log().readAllOf("parent")).isEqualTo(parent);
  }

  /** The next start was as late as the clock had been early. */
  @Test
  void a_session_goes_on_at_once_although_the_clock_was_set_back_by_an_hour() throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    Sessions first = start(silentIn(2, reached));
    Watching.create(first, config("early"));
    reached.await();
    first.close();
    databases.getFirst().close();
    off = off.minusHours(1);
    Sessions second = start(ResumeContract::talks);
    Watching.awaitPhase(second, "early", Phase.ACCUSING);
    assertThat(Watching.events(second, "early", TurnStarted.class)).hasSize(6);
  }
}
