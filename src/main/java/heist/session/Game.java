package heist.session;

import heist.event.SessionEvent;
import heist.event.SessionEvent.AccusationLocked;
import heist.event.SessionEvent.AgentExpelled;
import heist.event.SessionEvent.DeliberationEnded;
import heist.event.SessionEvent.MoleRevealed;
import heist.event.SessionEvent.OutcomeReached;
import heist.event.SessionEvent.PlanSubmitted;
import heist.event.SessionEvent.RoundStarted;
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
 */
record Game(
    boolean talkOver,
    Accusation accusation,
    Ballot ballot,
    Expulsion expulsion,
    @Nullable OutcomeReached outcome,
    boolean revealed) {

  static final Game START =
      new Game(
          false,
          new Accusation(false, null, false, null),
          new Ballot(Set.of(), Map.of()),
          new Expulsion(null, Set.of(), Set.of(), false, false),
          null,
          false);

  /**
   * Whom somebody accused.
   *
   * @param named somebody was named, or nobody was, on purpose
   * @param suspect the name, null for nobody
   */
  record Accusation(
      boolean named, @Nullable String suspect, boolean locked, @Nullable Verdict verdict) {
    Accusation apply(SessionEvent event) {
      return switch (event) {
        case SuspectNamed e -> new Accusation(true, e.suspect(), locked, verdict);
        case AccusationLocked e -> new Accusation(true, e.suspect(), true, verdict);
        case VerdictTold e -> new Accusation(named, suspect, locked, e.verdict());
        default -> this;
      };
    }
  }

  /**
   * The crew's own vote.
   *
   * @param voted agents that had their voting turn
   * @param votes votes cast, by agent; an empty string is a vote for nobody
   */
  record Ballot(Set<String> voted, Map<String, String> votes) {
    Ballot apply(SessionEvent event) {
      return switch (event) {
        case TurnStarted e when e.kind() == TurnKind.VOTE -> {
          Set<String> more = new HashSet<>(voted);
          more.add(e.agent());
          yield new Ballot(Set.copyOf(more), votes);
        }
        case VoteCast e -> {
          Map<String, String> more = new LinkedHashMap<>(votes);
          more.put(e.agent(), e.suspect() == null ? "" : e.suspect());
          yield new Ballot(voted, Map.copyOf(more));
        }
        default -> this;
      };
    }
  }

  /**
   * Who was sent away, and what went along.
   *
   * @param messages numbers of the messages that no longer count
   * @param fields fields of the plan that no longer count
   * @param inherited the crew has had its chance to read what that agent alone could read
   * @param revised the plan had its one revision
   */
  record Expulsion(
      @Nullable String agent,
      Set<Long> messages,
      Set<String> fields,
      boolean inherited,
      boolean revised) {
    Expulsion apply(SessionEvent event) {
      return switch (event) {
        case AgentExpelled e -> new Expulsion(e.agent(), messages, fields, false, revised);
        case StatementsWithdrawn e ->
            new Expulsion(
                agent, Set.copyOf(e.messages()), Set.copyOf(e.fields()), inherited, revised);
        case RoundStarted _ when agent != null ->
            new Expulsion(agent, messages, fields, true, revised);
        case TurnStarted e when e.kind() == TurnKind.HANDOVER ->
            new Expulsion(agent, messages, fields, true, revised);
        case TurnStarted e when e.kind() == TurnKind.REVISION ->
            new Expulsion(agent, messages, fields, inherited, true);
        case PlanSubmitted _ -> new Expulsion(agent, messages, Set.of(), inherited, revised);
        default -> this;
      };
    }
  }

  Game apply(SessionEvent event) {
    boolean over =
        switch (event) {
          case DeliberationEnded _ -> true;
          case RoundsExtended _ -> talkOver && outcome != null;
          default -> talkOver;
        };
    return new Game(
        over,
        accusation.apply(event),
        ballot.apply(event),
        expulsion.apply(event),
        event instanceof OutcomeReached e ? e : outcome,
        revealed || event instanceof MoleRevealed);
  }

  boolean named() {
    return accusation.named();
  }

  @Nullable String suspect() {
    return accusation.suspect();
  }

  boolean locked() {
    return accusation.locked();
  }

  @Nullable Verdict verdict() {
    return accusation.verdict();
  }

  @Nullable String expelled() {
    return expulsion.agent();
  }

  Set<Long> withdrawnMessages() {
    return expulsion.messages();
  }

  Set<String> withdrawnFields() {
    return expulsion.fields();
  }

  boolean inherited() {
    return expulsion.inherited();
  }

  boolean revised() {
    return expulsion.revised();
  }

  Set<String> voted() {
    return ballot.voted();
  }

  Map<String, String> votes() {
    return ballot.votes();
  }
}
