package heist.session;

import static org.assertj.core.api.Assertions.assertThat;

import heist.event.Envelope;
import heist.event.EventCodec;
import heist.event.SessionEvent;
import heist.event.SessionEvent.MessageSpoken;
import heist.event.SessionEvent.RoundStarted;
import heist.event.SessionEvent.SummaryAsked;
import heist.event.SessionEvent.SummaryMade;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is told in short over random logs: every message once, whatever breaks off where. */
class CompressionTest {
  private final List<Envelope> log = new ArrayList<>();
  private SessionState state = SessionState.EMPTY;

  private void append(SessionEvent event) {
    for (Envelope e :
        EventRows.number(new Position(state.n(), state.seq()), List.of(event), Instant.EPOCH)) {
      log.add(e);
      state = state.apply(e);
    }
  }

  /** A program that was killed and started again knows what its log says, and nothing else. */
  private void crash(int lost) {
    List<Envelope> kept = new ArrayList<>(log.subList(0, Math.max(0, log.size() - lost)));
    log.clear();
    kept.stream().map(e -> EventCodec.read(EventCodec.full(e))).forEach(log::add);
    state = SessionState.fold(log);
  }

  private void playRound(int round, int messages, Random random, SessionConfig.Context context) {
    append(new RoundStarted(round, List.of("a")));
    for (SummaryAsked due : state.compression().dueIn(round)) {
      Optional<String> cause =
          random.nextInt(3) == 0 ? Optional.of(Compression.SLOW) : Optional.empty();
      append(Compression.made(state, due, "a: about " + due.covers(), cause));
    }
    Compression.wanted(state, context, round, String::length).forEach(this::append);
    for (int i = 0; i < messages; i++) {
      append(
          new MessageSpoken(
              round * 100 + i, round, "a" + random.nextInt(3), "x".repeat(random.nextInt(300))));
    }
  }

  @Test
  void everyMessageIsCoveredOnceWhereverTheLogBreaksOff() {
    for (int seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      log.clear();
      state = SessionState.EMPTY;
      var context =
          new SessionConfig.Context(
              "digest", 8, 800 + random.nextInt(6_000), 2 + random.nextInt(12));
      for (int round = 1; round <= 40; round++) {
        playRound(round, random.nextInt(9), random, context);
        if (random.nextInt(4) == 0) {
          crash(random.nextInt(12));
          round = Math.max(0, state.floor().round());
        }
        if (random.nextInt(50) == 0) {
          break;
        }
        check();
      }
    }
  }

  private void check() {
    List<Long> messages = state.transcript().messages().stream().map(Transcript.Said::seq).toList();
    Map<Long, SummaryMade> made = new HashMap<>();
    for (Envelope e : log) {
      if (e.event() instanceof SummaryMade m) {
        made.put(e.seq(), m);
      }
    }
    List<Long> told = new ArrayList<>();
    for (Compression.Node root : state.compression().roots()) {
      List<Long> below = leaves(root.seq(), made);
      assertThat(below.getFirst()).isEqualTo(root.from());
      assertThat(below.getLast()).isEqualTo(root.to());
      told.addAll(below);
    }
    assertThat(told).isEqualTo(messages.subList(0, told.size()));
    List<Long> asked = new ArrayList<>(told);
    state.compression().open().stream()
        .filter(a -> a.level() == 1)
        .forEach(a -> asked.addAll(a.covers()));
    assertThat(asked).isEqualTo(messages.subList(0, asked.size()));
    assertThat(state.compression().roots().size()).isLessThan(60);
  }

  private static List<Long> leaves(long summary, Map<Long, SummaryMade> made) {
    SummaryMade m = java.util.Objects.requireNonNull(made.get(summary));
    return m.level() == 1
        ? m.covers()
        : m.covers().stream().flatMap(c -> leaves(c, made).stream()).toList();
  }

  @Test
  void aLongLogEndsInFewSummariesOfSummaries() {
    Random random = new Random(5);
    var context = new SessionConfig.Context("digest", 24, 4_000);
    for (int round = 1; round <= 167; round++) {
      playRound(round, 6, random, context);
    }
    check();
    assertThat(state.compression().roots()).hasSizeLessThan(40);
    assertThat(state.compression().roots()).extracting(Compression.Node::level).contains(1, 2, 3);
    int untold =
        (int)
            state.transcript().messages().stream()
                .filter(m -> m.seq() > state.compression().roots().getLast().to())
                .count();
    assertThat(untold).as("messages that no summary tells yet").isLessThanOrEqualTo(30);
  }

  /** They were asked for before the accusation or after it; the words are told in none. */
  @Test
  void withdrawnWordsAreHandedToNoNewSummary() {
    var context = new SessionConfig.Context("digest", 2, 4_000, 2);
    append(new RoundStarted(1, List.of("ada", "bob")));
    append(new MessageSpoken(1, 1, "ada", "The code is 4711."));
    append(new MessageSpoken(2, 1, "bob", "We go at 22:10."));
    append(new MessageSpoken(3, 1, "ada", "The code was 4712."));
    List<SummaryAsked> asked = Compression.wanted(state, context, 1, String::length);
    assertThat(asked).hasSize(1);
    asked.forEach(this::append);
    append(
        Compression.made(
            state, asked.getFirst(), "ada: the code is 4711\nbob: 22:10", Optional.empty()));
    List<Long> theirs =
        state.transcript().messages().stream()
            .filter(m -> m.agent().equals("ada"))
            .map(Transcript.Said::seq)
            .toList();
    append(new SessionEvent.AgentExpelled("ada"));
    append(new SessionEvent.StatementsWithdrawn("ada", theirs, List.of()));
    List<Long> all = state.transcript().messages().stream().map(Transcript.Said::seq).toList();
    assertThat(Compression.parts(state, new SummaryAsked(2, 3, 1, all)))
        .extracting(Compression.Part::text)
        .containsExactly("(withdrawn)", "We go at 22:10.", "(withdrawn)");
    long node = state.compression().roots().getFirst().seq();
    assertThat(Compression.parts(state, new SummaryAsked(2, 3, 2, List.of(node))))
        .extracting(Compression.Part::text)
        .containsExactly("bob: 22:10");
  }
}
