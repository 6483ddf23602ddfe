package heist.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heist.HeistException;
import heist.event.Envelope;
import heist.event.SessionEvent;
import heist.event.SessionEvent.CommandDelivered;
import heist.event.SessionEvent.MessageSpoken;
import heist.event.SessionEvent.MoleRevealed;
import heist.event.SessionEvent.NoteWritten;
import heist.event.SessionEvent.SessionEnded;
import heist.event.SessionEvent.ToolReturned;
import heist.event.SessionEvent.TurnEnded;
import heist.event.SessionEvent.TurnStarted;
import heist.event.SessionEvent.Verdict;
import heist.event.SessionEvent.VerdictTold;
import heist.model.ChatTurn;
import heist.model.ModelException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

/** Whole sessions through the real log, inbox and scheduler; only the model is a script. */
@org.junit.jupiter.api.Timeout(120)
class SessionsTest extends WholeSessions {
  @Test
  void playsEveryTurnOfEveryRoundAndReveals() throws Exception {
    AtomicInteger count = new AtomicInteger();
    start(r -> TestDesk.says("Message " + count.incrementAndGet() + " <note>private</note>"));
    create(TestSessions.config("s1", 3, "nobody", "none"));
    awaitPhase("s1", Phase.COMPLETED);
    assertThat(events("s1", MessageSpoken.class))
        .hasSize(9)
        .noneMatch(m -> m.text().contains("private"));
    assertThat(events("s1", NoteWritten.class)).hasSize(9);
    assertThat(events("s1", VerdictTold.class))
        .extracting(VerdictTold::verdict)
        .containsExactly(Verdict.SUCCESS);
    assertThat(events("s1", MoleRevealed.class)).hasSize(1);
    List<Envelope> log = sessions.log().readAllOf("s1");
    assertThat(log)
        .extracting(Envelope::n)
        .containsExactlyElementsOf(
            java.util.stream.LongStream.rangeClosed(1, log.size()).boxed().toList());
    assertThat(sessions.log().readOutside("s1", 0, 1000))
        .extracting(Envelope::seq)
        .containsExactlyElementsOf(
            java.util.stream.LongStream.rangeClosed(1, log.getLast().seq()).boxed().toList());
  }

  @Test
  void callsToolsAndHandsTheResultBack() throws Exception {
    start(r -> {
      boolean answered = r.messages().getLast() instanceof ChatTurn.ToolAnswer;
      return !answered && r.tools().stream().anyMatch(t -> t.name().equals("calculator"))
          ? TestDesk.asks(
              "calculator", JsonNodeFactory.instance.objectNode().put("expression", "1+1"))
          : TestDesk.says("Done: " + r.messages().getLast().text());
    });
    create(TestSessions.config("s2", 1, "off", "none"));
    awaitPhase("s2", Phase.COMPLETED);
    assertThat(events("s2", ToolReturned.class))
        .singleElement()
        .satisfies(t -> assertThat(t.success()).isTrue());
    assertThat(events("s2", MessageSpoken.class))
        .anyMatch(m -> m.text().equals("Done: result of calculator"));
  }

  @Test
  void aModelThatOnlyAsksForToolsIsMadeToSpeakOrFails() throws Exception {
    start(r -> TestDesk.asks("calculator", JsonNodeFactory.instance.objectNode()));
    create(TestSessions.config("s3", 1, "off", "none"));
    awaitPhase("s3", Phase.FAILED);
    assertThat(events("s3", TurnEnded.class))
        .allMatch(t -> t.outcome() == SessionEvent.TurnOutcome.FAILED);
    assertThat(events("s3", SessionEnded.class).getFirst().cause())
        .contains("all failed")
        .contains("never spoke");
  }

  @Test
  void aModelThatFailsEndsTheSessionInOrderWithItsCause() throws Exception {
    start(r -> {
      throw new ModelException(
          ModelException.Trouble.UNREACHABLE, "http://x does not answer; start it");
    });
    create(TestSessions.config("s4", 3, "random", "none"));
    awaitPhase("s4", Phase.FAILED);
    assertThat(events("s4", SessionEnded.class).getFirst().cause())
        .contains("http://x does not answer");
    sessions.ask("s4", new Ask.Accuse(null, true), "anna");
    Watching.awaitEvents(sessions, "s4", MoleRevealed.class, 1);
    assertThat(events("s4", MoleRevealed.class)).hasSize(1);
  }

  @Test
  void pausesAtATurnBoundaryTakesACommandAndGoesOn() throws Exception {
    CountDownLatch inTurn = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    start(r -> {
      inTurn.countDown();
      try {
        go.await();
      } catch (InterruptedException e) {
        throw new ModelException(ModelException.Trouble.CANCELLED, "cancelled");
      }
      return TestDesk.says(
          r.messages().getFirst().text().contains("count the doors") ? "Aye." : "Hm.");
    });
    create(TestSessions.config("s5", 2, "off", "none"));
    inTurn.await();
    sessions.ask("s5", new Ask.Pause(), "anna");
    go.countDown();
    awaitPhase("s5", Phase.PAUSED);
    assertThat(events("s5", TurnEnded.class)).hasSize(1);
    long command = sessions.ask("s5", new Ask.Order("hacker", "count the doors", false), "anna");
    assertThatThrownBy(() -> sessions.ask("s5", new Ask.Pause(), "anna"))
        .isInstanceOf(HeistException.class)
        .hasMessageContaining("it is paused")
        .hasMessageContaining("Possible now: resume");
    assertThatThrownBy(() -> sessions.ask("s5", new Ask.Order("nobody", "x", false), "anna"))
        .hasMessageContaining("there are: planner, hacker, intel");
    sessions.ask("s5", new Ask.Resume(1), "anna");
    Watching.awaitEvents(sessions, "s5", TurnEnded.class, 2);
    awaitPhase("s5", Phase.PAUSED);
    assertThat(events("s5", TurnEnded.class)).hasSize(2);
    sessions.ask("s5", new Ask.Resume(null), "anna");
    awaitPhase("s5", Phase.COMPLETED);
    assertThat(events("s5", CommandDelivered.class))
        .singleElement()
        .satisfies(d -> assertThat(d.command()).isEqualTo(command));
    assertThat(events("s5", MessageSpoken.class))
        .filteredOn(m -> m.text().equals("Aye."))
        .singleElement()
        .satisfies(m -> assertThat(m.agent()).isEqualTo("hacker"));
  }

  @Test
  void stopEndsACallUnderWay() throws Exception {
    CountDownLatch inTurn = new CountDownLatch(1);
    start(r -> {
      inTurn.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ModelException(ModelException.Trouble.CANCELLED, "cancelled");
      }
      return TestDesk.says("never");
    });
    create(TestSessions.config("s6", 2, "random", "person"));
    inTurn.await();
    sessions.ask("s6", new Ask.Stop(), "anna");
    awaitPhase("s6", Phase.STOPPED);
    assertThat(events("s6", TurnEnded.class))
        .singleElement()
        .satisfies(t -> assertThat(t.cause()).contains("stopped"));
  }

  @Test
  void aSessionThatWasCutOffGoesOnAfterItsLastFact() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    CountDownLatch second = new CountDownLatch(1);
    start(r -> {
      if (calls.incrementAndGet() == 2) {
        second.countDown();
        try {
          new CountDownLatch(1).await();
        } catch (InterruptedException e) {
          throw new ModelException(ModelException.Trouble.CANCELLED, "cancelled");
        }
      }
      return TestDesk.says("Message " + calls.get());
    });
    create(TestSessions.config("s7", 2, "off", "none"));
    second.await();
    stop();
    assertThat(calls.get()).isEqualTo(2);
    start(r -> TestDesk.says("After " + calls.incrementAndGet()));
    awaitPhase("s7", Phase.COMPLETED);
    assertThat(events("s7", TurnStarted.class)).hasSize(6);
    assertThat(events("s7", MessageSpoken.class)).hasSize(6);
  }

  @Test
  void theCrewVotes() throws Exception {
    start(r ->
        TestDesk.says(
            r.messages().getLast().text().contains("Vote now")
                ? "I think...\nVOTE: intel"
                : "Hm."));
    create(TestSessions.config("s8", 1, "intel", "vote"));
    awaitPhase("s8", Phase.COMPLETED);
    assertThat(events("s8", VerdictTold.class))
        .extracting(VerdictTold::verdict)
        .containsExactly(Verdict.SUCCESS);
    assertThat(events("s8", SessionEvent.AgentExpelled.class))
        .extracting(SessionEvent.AgentExpelled::agent)
        .containsExactly("intel");
  }

  @Test
  void aBudgetIsNeverExceeded() throws Exception {
    start(r -> TestDesk.says("Hm."));
    SessionConfig c = TestSessions.config("s9", 5, "off", "none");
    create(c.with(d -> d.budgets = new SessionConfig.Budgets(4, 0, 0, 0, 6, 0, 0)));
    awaitPhase("s9", Phase.COMPLETED);
    assertThat(events("s9", MessageSpoken.class)).hasSize(4);
  }

  @Test
  void sameSeedSameExport() throws Exception {
    start(r -> TestDesk.says("Seed " + r.seed() + " of " + r.messages().size()));
    for (String id : List.of("a", "b")) {
      SessionConfig c = TestSessions.config("seeded", 3, "random", "none");
      create(c.with(d -> d.id = id));
      awaitPhase(id, Phase.COMPLETED);
    }
    assertThat(Export.jsonl(sessions.log().readAllOf("a"), true))
        .isEqualTo(Export.jsonl(sessions.log().readAllOf("b"), true));
  }
}
