package heist.session;

import static org.assertj.core.api.Assertions.assertThat;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.event.Envelope;
import heist.event.SessionEvent;
import heist.event.SessionEvent.AccusationLocked;
import heist.event.SessionEvent.DeliberationEnded;
import heist.event.SessionEvent.MessageSpoken;
import heist.event.SessionEvent.ModelReplied;
import heist.event.SessionEvent.Paused;
import heist.event.SessionEvent.RoundStarted;
import heist.event.SessionEvent.SessionEnded;
import heist.event.SessionEvent.TurnEnded;
import heist.event.SessionEvent.TurnKind;
import heist.event.SessionEvent.TurnOutcome;
import heist.event.SessionEvent.TurnStarted;
import heist.event.SessionEvent.VoteCast;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Random asks between random steps of the engine: the fold never reaches a state that it cannot
 * reach, what a session says is possible it takes, and what it refuses says what is possible.
 */
class SteeringPropertyTest {
  private static final int SESSIONS = 2000;
  private static final List<String> ACCUSERS = List.of("person", "hybrid", "vote", "none");

  /** Which phase may follow which, in one event. */
  private static final Map<Phase, Set<Phase>> LEGAL =
      Map.of(
          Phase.CREATED,
          EnumSet.of(Phase.RUNNING, Phase.PAUSING, Phase.STOPPED),
          Phase.RUNNING,
          EnumSet.of(
              Phase.PAUSING,
              Phase.PAUSED,
              Phase.ACCUSING,
              Phase.COMPLETED,
              Phase.STOPPED,
              Phase.FAILED),
          Phase.PAUSING,
          EnumSet.of(Phase.PAUSED, Phase.RUNNING, Phase.FAILED),
          Phase.PAUSED,
          EnumSet.of(Phase.RUNNING),
          Phase.ACCUSING,
          EnumSet.of(Phase.RUNNING, Phase.STOPPED),
          Phase.COMPLETED,
          EnumSet.of(Phase.RUNNING),
          Phase.STOPPED,
          EnumSet.noneOf(Phase.class),
          Phase.FAILED,
          EnumSet.noneOf(Phase.class));

  /** A session that is played without a model: the engine's decisions, random outcomes. */
  private static final class Played {
    final Random random;
    final SessionConfig config;
    final List<Envelope> log = new ArrayList<>();
    SessionState state = SessionState.EMPTY;
    long asks;

    Played(long seed) {
      random = new Random(seed);
      config =
          TestSessions.config(
              "p" + seed,
              1 + random.nextInt(3),
              List.of("random", "nobody", "off", "intel").get(random.nextInt(4)),
              ACCUSERS.get(random.nextInt(4)));
      TestSessions.open(config).events().forEach(this::note);
    }

    void note(SessionEvent event) {
      Phase before = state.phase();
      List<Envelope> numbered =
          EventRows.number(new Position(state.n(), state.seq()), List.of(event), Instant.EPOCH);
      log.addAll(numbered);
      state = state.apply(numbered.getFirst());
      assertThat(
              state.phase() == before
                  || LEGAL.getOrDefault(before, Set.of()).contains(state.phase()))
          .as("%s after %s: %s -> %s", config.id(), event, before, state.phase())
          .isTrue();
      if (state.phase() == Phase.PAUSED) {
        assertThat(state.floor().open()).as("no turn is open in a pause").isNull();
      }
    }

    void ask(Ask ask) {
      List<String> possible = Asks.possible(state);
      Optional<HeistException> refusal = Asks.refuse(state, ask);
      asks++;
      refusal.ifPresent(e -> {
        if (e.kind() == Kind.CONFLICT) {
          assertThat(e.getMessage()).contains("Possible now: " + String.join(", ", possible));
        }
      });
      List<SessionEvent> events =
          Drain.events(state, new Inbox.Row(asks, ask, "anna", Instant.EPOCH));
      assertThat(events.isEmpty()).isEqualTo(refusal.isPresent());
      events.forEach(this::note);
    }

    /** One step of the engine; false if it waits. */
    boolean step() {
      switch (state.next(config.budgets(), config.accuse())) {
        case Next.Wait _ -> {
          return false;
        }
        case Next.Rest _ -> note(new Paused(state.floor().turn()));
        case Next.StartRound r -> note(new RoundStarted(r.round(), state.crewNames()));
        case Next.BeginTurn t ->
            note(
                new TurnStarted(
                    state.floor().turn() + 1,
                    Math.max(1, state.floor().round()),
                    t.agent(),
                    t.kind()));
        case Next.ContinueTurn t -> turn(t.turn());
        case Next.CutTurn _ ->
            end(Objects.requireNonNull(state.floor().open()), TurnOutcome.FAILED);
        case Next.EndTalk _ -> note(new DeliberationEnded(state.floor().round()));
        case Next.AskDetector _ -> note(new AccusationLocked("intel", "hybrid"));
        case Next.Lock l -> note(new AccusationLocked(l.suspect(), l.by()));
        case Next.TellVerdict _ -> Finale.verdict(state).forEach(this::note);
        case Next.Execute _ -> Finale.execute(state, log).forEach(this::note);
        case Next.Reveal _ -> note(Finale.reveal(state));
        case Next.Finish f -> note(new SessionEnded(f.end(), f.cause()));
      }
      return true;
    }

    private void turn(Floor.OpenTurn open) {
      int dice = random.nextInt(8);
      if (dice == 0) {
        end(open, TurnOutcome.FAILED);
      } else if (dice < 4) {
        note(
            new ModelReplied(
                open.turn(),
                open.agent(),
                open.modelCalls() + 1,
                "Hm.",
                List.of(),
                1,
                1,
                List.of(),
                0,
                null,
                null));
      } else {
        note(new MessageSpoken(open.turn(), open.round(), open.agent(), "Hm."));
        if (open.kind() == TurnKind.VOTE) {
          note(new VoteCast(open.turn(), open.agent(), random.nextBoolean() ? null : "intel"));
        }
        end(open, TurnOutcome.SPOKE);
      }
    }

    private void end(Floor.OpenTurn open, TurnOutcome outcome) {
      note(
          new TurnEnded(
              open.turn(),
              open.round(),
              open.agent(),
              outcome,
              outcome == TurnOutcome.FAILED ? "no" : null));
    }

    Ask anyAsk() {
      return switch (random.nextInt(12)) {
        case 0, 1 -> new Ask.Pause();
        case 2, 3 -> new Ask.Resume(null);
        case 4 -> new Ask.Resume(1 + random.nextInt(2));
        case 5 -> random.nextInt(6) == 0 ? new Ask.Stop() : new Ask.Resume(null);
        case 6 -> new Ask.Order("planner", "count", random.nextBoolean());
        case 7 -> new Ask.Withdraw(random.nextInt(6));
        case 8 -> new Ask.Extend(1 + random.nextInt(4));
        case 9 -> new Ask.Limit("tokens", random.nextInt(2) * 100_000L);
        case 10 -> new Ask.Accuse(random.nextBoolean() ? null : "intel", false);
        default -> new Ask.Accuse(random.nextBoolean() ? null : "hacker", random.nextInt(4) == 0);
      };
    }
  }

  @Test
  void no_sequence_of_asks_reaches_an_illegal_state_and_refusals_say_what_is_possible() {
    Map<Phase, Integer> ends = new HashMap<>();
    for (long seed = 0; seed < SESSIONS; seed++) {
      Played played = new Played(seed);
      for (int i = 0; i < 80; i++) {
        if (played.random.nextInt(3) == 0) {
          played.ask(played.anyAsk());
        } else {
          played.step();
        }
        checkPossible(played.state);
      }
      finish(played);
      ends.merge(played.state.phase(), 1, Integer::sum);
      assertThat(SessionState.fold(played.log)).as("the fold of %d", seed).isEqualTo(played.state);
    }
    assertThat(ends).containsOnlyKeys(Phase.COMPLETED, Phase.STOPPED, Phase.FAILED);
    assertThat(ends.values()).allMatch(n -> n > 20, ends.toString());
  }

  /** Whatever was asked, the session can be brought to its end, and its secret out. */
  private static void finish(Played played) {
    for (int i = 0; i < 500; i++) {
      if (played.step()) {
        continue;
      }
      List<String> possible = Asks.possible(played.state);
      if (possible.contains("resume")) {
        played.ask(new Ask.Resume(null));
      } else if (possible.contains("accuse")) {
        played.ask(new Ask.Accuse(null, true));
      } else {
        break;
      }
    }
    assertThat(played.state.phase().ended()).as(played.config.id()).isTrue();
    assertThat(played.state.revealed()).as(played.config.id()).isEqualTo(played.state.moleGame());
  }

  /** What is said to be possible is taken. */
  private static void checkPossible(SessionState state) {
    for (String word : Asks.possible(state)) {
      Ask ask =
          switch (word) {
            case "pause" -> new Ask.Pause();
            case "resume" -> new Ask.Resume(null);
            case "step" -> new Ask.Resume(1);
            case "stop" -> new Ask.Stop();
            case "command" -> new Ask.Order(state.crewNames().getFirst(), "count", false);
            case "budget" -> new Ask.Limit("tokens", 5);
            case "pace" -> new Ask.Pace(0);
            case "revoke" -> new Ask.Revoke(state.crewNames().getFirst());
            case "extend" -> new Ask.Extend(Math.max(1, state.floor().round()));
            case "accuse" -> new Ask.Accuse(null, true);
            case "withdraw" ->
                new Ask.Withdraw(
                    state.steering().commands().stream()
                        .filter(Steering.Command::due)
                        .findFirst()
                        .orElseThrow()
                        .number());
            default -> null;
          };
      if (ask != null) {
        assertThat(Asks.refuse(state, ask)).as("%s in %s", word, state.phase()).isEmpty();
      }
    }
  }
}
