package heist.session;

import heist.event.SessionEvent;
import heist.event.SessionEvent.AccessRevoked;
import heist.event.SessionEvent.BudgetChanged;
import heist.event.SessionEvent.CommandDelivered;
import heist.event.SessionEvent.CommandQueued;
import heist.event.SessionEvent.CommandWithdrawn;
import heist.event.SessionEvent.PauseRequested;
import heist.event.SessionEvent.Paused;
import heist.event.SessionEvent.Resumed;
import heist.event.SessionEvent.RoundsExtended;
import heist.event.SessionEvent.SessionCreated;
import heist.event.SessionEvent.StopRequested;
import heist.event.SessionEvent.TurnEnded;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What people asked of the session.
 *
 * @param rounds rounds in all
 * @param commands every command so far
 * @param pauseBy who asked for a pause that has not come yet
 * @param paused it rests
 * @param turnsLeft turns until it rests again (a step), or null
 * @param stopBy who asked to stop
 * @param budgets limits that were changed
 * @param cutOff agents whose access was revoked
 */
record Steering(
    int rounds,
    List<Command> commands,
    @Nullable String pauseBy,
    boolean paused,
    @Nullable Integer turnsLeft,
    @Nullable String stopBy,
    Map<String, Long> budgets,
    Set<String> cutOff) {

  static final Steering EMPTY =
      new Steering(0, List.of(), null, false, null, null, Map.of(), Set.of());

  /** A command to one agent. */
  record Command(
      long number,
      String agent,
      String text,
      boolean standing,
      String by,
      @Nullable Integer deliveredTurn,
      boolean withdrawn) {
    /** Whether it belongs into the agent's next prompt. */
    boolean due() {
      return !withdrawn && (standing || deliveredTurn == null);
    }

    /** How people see it: queued, delivered, standing or withdrawn. */
    String status() {
      if (withdrawn) {
        return "withdrawn";
      }
      return deliveredTurn == null ? "queued" : standing ? "standing" : "delivered";
    }
  }

  Steering apply(SessionEvent event) {
    return switch (event) {
      case SessionCreated e ->
          new Steering(e.rounds(), commands, null, false, null, null, budgets, cutOff);
      case CommandQueued e ->
          withCommands(
              Transcript.plus(
                  commands,
                  new Command(
                      e.command(), e.agent(), e.text(), e.standing(), e.by(), null, false)));
      case CommandDelivered e ->
          change(
              e.command(),
              c ->
                  new Command(
                      c.number,
                      c.agent,
                      c.text,
                      c.standing,
                      c.by,
                      c.deliveredTurn == null ? Integer.valueOf(e.turn()) : c.deliveredTurn,
                      c.withdrawn));
      case CommandWithdrawn e ->
          change(
              e.command(),
              c -> new Command(c.number, c.agent, c.text, c.standing, c.by, c.deliveredTurn, true));
      case PauseRequested e ->
          new Steering(rounds, commands, e.by(), paused, turnsLeft, stopBy, budgets, cutOff);
      case Paused _ -> new Steering(rounds, commands, null, true, null, stopBy, budgets, cutOff);
      case Resumed e ->
          new Steering(rounds, commands, null, false, e.turns(), stopBy, budgets, cutOff);
      case StopRequested e ->
          new Steering(rounds, commands, null, false, null, e.by(), budgets, cutOff);
      case RoundsExtended e ->
          new Steering(e.rounds(), commands, pauseBy, paused, turnsLeft, stopBy, budgets, cutOff);
      case BudgetChanged e -> {
        Map<String, Long> more = new HashMap<>(budgets);
        more.put(e.budget(), e.limit());
        yield new Steering(
            rounds, commands, pauseBy, paused, turnsLeft, stopBy, Map.copyOf(more), cutOff);
      }
      case AccessRevoked e -> {
        Set<String> more = new TreeSet<>(cutOff);
        more.add(e.agent());
        yield new Steering(
            rounds, commands, pauseBy, paused, turnsLeft, stopBy, budgets, Set.copyOf(more));
      }
      case TurnEnded _ ->
          turnsLeft == null
              ? this
              : new Steering(
                  rounds, commands, pauseBy, paused, turnsLeft - 1, stopBy, budgets, cutOff);
      default -> this;
    };
  }

  private Steering withCommands(List<Command> more) {
    return new Steering(rounds, more, pauseBy, paused, turnsLeft, stopBy, budgets, cutOff);
  }

  private Steering change(long number, UnaryOperator<Command> change) {
    return withCommands(
        commands.stream().map(c -> c.number == number ? change.apply(c) : c).toList());
  }

  /** Whether the session should rest before the next turn. */
  boolean restDue() {
    return pauseBy != null || (turnsLeft != null && turnsLeft <= 0);
  }

  /** Commands that belong into this agent's next prompt, oldest first. */
  List<Command> due(String agent) {
    return commands.stream().filter(c -> c.agent().equals(agent) && c.due()).toList();
  }
}
