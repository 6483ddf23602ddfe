package heist.session;

import heist.event.SessionEvent;
import heist.event.SessionEvent.AccusationLocked;
import heist.event.SessionEvent.AgentExpelled;
import heist.event.SessionEvent.DeliberationEnded;
import heist.event.SessionEvent.MoleRevealed;
import heist.event.SessionEvent.OutcomeReached;
import heist.event.SessionEvent.RoundsExtended;
import heist.event.SessionEvent.StatementsWithdrawn;
import heist.event.SessionEvent.SuspectNamed;
import heist.event.SessionEvent.TurnKind;
import heist.event.SessionEvent.TurnStarted;
import heist.event.SessionEvent.Verdict;
import heist.event.SessionEvent.VerdictTold;
import heist.event.SessionEvent.VoteCast;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How far accusation, outcome and reveal have come.
 *
 * @param talkOver the deliberation has ended
 * @param named somebody was named, or nobody was, on purpose
 * @param suspect the name, null for nobody
 * @param voted agents that had their voting turn
 * @param votes votes cast, by agent; an empty string is a vote for nobody
 */
record Game(
    boolean talkOver,
    boolean named,
    @Nullable String suspect,
    boolean locked,
    @Nullable Verdict verdict,
    @Nullable String expelled,
    Set<Long> withdrawnMessages,
    Set<String> withdrawnFields,
    boolean revised,
    Set<String> voted,
    Map<String, String> votes,
    @Nullable OutcomeReached outcome,
    boolean revealed) {

  static final Game START =
      new Game(
          false, false, null, false, null, null, Set.of(), Set.of(), false, Set.of(), Map.of(),
          null, false);

  Game apply(SessionEvent event) {
    return switch (event) {
      case DeliberationEnded _ ->
          copy(true, named, suspect, locked, verdict, expelled, revised, outcome, revealed);
      case RoundsExtended _ ->
          outcome == null
              ? copy(false, named, suspect, locked, verdict, expelled, revised, null, revealed)
              : this;
      case SuspectNamed e ->
          copy(talkOver, true, e.suspect(), locked, verdict, expelled, revised, outcome, revealed);
      case AccusationLocked e ->
          copy(talkOver, true, e.suspect(), true, verdict, expelled, revised, outcome, revealed);
      case VerdictTold e ->
          copy(talkOver, named, suspect, locked, e.verdict(), expelled, revised, outcome, revealed);
      case AgentExpelled e ->
          copy(talkOver, named, suspect, locked, verdict, e.agent(), revised, outcome, revealed);
      case StatementsWithdrawn e ->
          new Game(
              talkOver,
              named,
              suspect,
              locked,
              verdict,
              expelled,
              Set.copyOf(e.messages()),
              Set.copyOf(e.fields()),
              revised,
              voted,
              votes,
              outcome,
              revealed);
      case TurnStarted e -> {
        if (e.kind() == TurnKind.REVISION) {
          yield copy(talkOver, named, suspect, locked, verdict, expelled, true, outcome, revealed);
        }
        if (e.kind() == TurnKind.VOTE) {
          Set<String> more = new HashSet<>(voted);
          more.add(e.agent());
          yield new Game(
              talkOver,
              named,
              suspect,
              locked,
              verdict,
              expelled,
              withdrawnMessages,
              withdrawnFields,
              revised,
              Set.copyOf(more),
              votes,
              outcome,
              revealed);
        }
        yield this;
      }
      case VoteCast e -> {
        Map<String, String> more = new LinkedHashMap<>(votes);
        more.put(e.agent(), e.suspect() == null ? "" : e.suspect());
        yield new Game(
            talkOver,
            named,
            suspect,
            locked,
            verdict,
            expelled,
            withdrawnMessages,
            withdrawnFields,
            revised,
            voted,
            Map.copyOf(more),
            outcome,
            revealed);
      }
      case OutcomeReached e ->
          copy(talkOver, named, suspect, locked, verdict, expelled, revised, e, revealed);
      case heist.event.SessionEvent.PlanSubmitted _ ->
          new Game(
              talkOver,
              named,
              suspect,
              locked,
              verdict,
              expelled,
              withdrawnMessages,
              Set.of(),
              revised,
              voted,
              votes,
              outcome,
              revealed);
      case MoleRevealed _ ->
          copy(talkOver, named, suspect, locked, verdict, expelled, revised, outcome, true);
      default -> this;
    };
  }

  private Game copy(
      boolean newTalkOver,
      boolean newNamed,
      @Nullable String newSuspect,
      boolean newLocked,
      @Nullable Verdict newVerdict,
      @Nullable String newExpelled,
      boolean newRevised,
      @Nullable OutcomeReached newOutcome,
      boolean newRevealed) {
    return new Game(
        newTalkOver,
        newNamed,
        newSuspect,
        newLocked,
        newVerdict,
        newExpelled,
        withdrawnMessages,
        withdrawnFields,
        newRevised,
        voted,
        votes,
        newOutcome,
        newRevealed);
  }
}
