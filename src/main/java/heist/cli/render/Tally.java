package heist.cli.render;

import heist.event.Envelope;
import heist.event.SessionEvent.AccusationLocked;
import heist.event.SessionEvent.DeliberationEnded;
import heist.event.SessionEvent.End;
import heist.event.SessionEvent.MessageSpoken;
import heist.event.SessionEvent.MoleRevealed;
import heist.event.SessionEvent.OutcomeReached;
import heist.event.SessionEvent.SessionCreated;
import heist.event.SessionEvent.SessionEnded;
import heist.event.SessionEvent.ToolReturned;
import heist.event.SessionEvent.TurnEnded;
import heist.event.SessionEvent.TurnOutcome;
import heist.event.SessionEvent.Verdict;
import heist.event.SessionEvent.VerdictTold;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts what happened in a session, event by event, for the closing summary. Not thread-safe. */
public final class Tally {
  private final Map<String, Integer> tools = new TreeMap<>();
  private @Nullable SessionCreated created;
  private @Nullable AccusationLocked accusation;
  private @Nullable Verdict verdict;
  private @Nullable OutcomeReached outcome;
  private @Nullable MoleRevealed reveal;
  private @Nullable SessionEnded ended;
  private @Nullable Instant first;
  private @Nullable Instant last;
  private boolean deliberated;
  private int turns;
  private int failedTurns;
  private int messages;
  private int failedCalls;

  /** Takes the next event. */
  public void add(Envelope envelope) {
    if (envelope.at().isAfter(Instant.EPOCH)) {
      first = first == null ? envelope.at() : first;
      last = envelope.at();
    }
    switch (envelope.event()) {
      case SessionCreated e -> created = e;
      case DeliberationEnded _ -> deliberated = true;
      case AccusationLocked e -> accusation = e;
      case VerdictTold e -> verdict = e.verdict();
      case OutcomeReached e -> outcome = e;
      case MoleRevealed e -> reveal = e;
      case SessionEnded e -> ended = e;
      case MessageSpoken _ -> messages++;
      case TurnEnded e -> {
        turns++;
        failedTurns += e.outcome() == TurnOutcome.FAILED ? 1 : 0;
      }
      case ToolReturned e -> {
        tools.merge(e.tool(), 1, Integer::sum);
        failedCalls += e.success() ? 0 : 1;
      }
      // Everything else leaves the closing summary as it is, whatever kinds may be added.
      default -> {}
    }
  }

  /** Whether the session has ended. */
  public boolean over() {
    return ended != null;
  }

  /** How it ended, if it has. */
  public Optional<End> end() {
    return Optional.ofNullable(ended).map(SessionEnded::end);
  }

  /** Members of the crew, in their order. */
  public List<String> crew() {
    return created == null
        ? List.of()
        : created.crew().stream().map(heist.event.SessionEvent.Member::name).toList();
  }

  /** Whether the mole game is on. */
  public boolean moleGame() {
    return created != null && created.moleGame();
  }

  /** Whether the last round is over. */
  public boolean deliberated() {
    return deliberated;
  }

  /** Whether the accusation is final. */
  public boolean locked() {
    return accusation != null;
  }

  /** Wall-clock time from the first event to the last, as far as they tell one. */
  public Duration time() {
    return first == null || last == null ? Duration.ZERO : Duration.between(first, last);
  }

  /** The summary, names and values; {@code took} stands for the time if the events tell none. */
  public List<List<String>> rows(Duration took) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("outcome", outcomeLine()));
    if (outcome != null) {
      Why.of(outcome, words()).ifPresent(why -> rows.add(row("why", why)));
    }
    if (moleGame()) {
      rows.add(row("mole", moleLine()));
    }
    String spoken = say("count.message", messages);
    rows.add(
        row(
            "turns",
            failedTurns == 0
                ? say("tally.turns", turns, spoken)
                : say("tally.turns.failed", turns, spoken, failedTurns)));
    rows.add(row("tools", toolLine()));
    if (!took.isZero()) {
      rows.add(row("time", time(took)));
    }
    return rows;
  }

  private Words words() {
    return created == null ? Words.ENGLISH : Words.of(created.language());
  }

  private String say(String key, Object... values) {
    return words().say(key, values);
  }

  private List<String> row(String name, String value) {
    return List.of(say("row." + name), value);
  }

  private String outcomeLine() {
    if (outcome != null) {
      return say(outcome.success() ? "job.success" : "job.failure");
    }
    if (ended == null) {
      return say("end.running");
    }
    return switch (ended.end()) {
      case COMPLETED -> say("end.done");
      case STOPPED -> say("end.stopped");
      case FAILED ->
          say("ended.failed", ended.cause() == null ? "." : ": " + Text.oneLine(ended.cause()));
    };
  }

  private String moleLine() {
    String named =
        accusation == null
            ? say("named.open")
            : say("named", accusation.suspect() == null ? say("nobody") : accusation.suspect());
    if (reveal == null) {
      return say("named.hidden", named);
    }
    String judged = verdict == null ? named : say("named." + verdict, named);
    return reveal.mole() == null ? say("mole.none", judged) : reveal.mole() + "; " + judged;
  }

  private String toolLine() {
    int calls = tools.values().stream().mapToInt(Integer::intValue).sum();
    if (calls == 0) {
      return say("tally.nocalls");
    }
    String each =
        String.join(
            ", ", tools.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).toList());
    String counted = say("count.call", calls);
    return failedCalls == 0
        ? say("tally.calls", counted, each)
        : say("tally.calls.failed", counted, each, failedCalls);
  }

  private static String time(Duration took) {
    if (took.toMillis() < 60_000) {
      return String.format(java.util.Locale.ROOT, "%.1f s", took.toMillis() / 1000.0);
    }
    return took.toMinutes() + " min " + took.toSecondsPart() + " s";
  }
}
