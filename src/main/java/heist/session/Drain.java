package heist.session;

import heist.event.SessionEvent;
import heist.event.SessionEvent.AccessRevoked;
import heist.event.SessionEvent.AccusationLocked;
import heist.event.SessionEvent.BudgetChanged;
import heist.event.SessionEvent.CommandQueued;
import heist.event.SessionEvent.CommandWithdrawn;
import heist.event.SessionEvent.PauseRequested;
import heist.event.SessionEvent.Resumed;
import heist.event.SessionEvent.RoundsExtended;
import heist.event.SessionEvent.SeatGivenUp;
import heist.event.SessionEvent.StopRequested;
import heist.event.SessionEvent.SuspectNamed;
import java.util.List;

/**
 * What an ask becomes when its session takes it. An ask that no longer fits the state (a pause of a
 * session that has ended meanwhile) becomes nothing. Pure.
 */
final class Drain {
  private Drain() {}

  static List<SessionEvent> events(SessionState state, Inbox.Row row) {
    if (Asks.refuse(state, row.ask()).isPresent()) {
      return List.of();
    }
    String by = row.by();
    return switch (row.ask()) {
      case Ask.Pause _ -> List.of(new PauseRequested(by));
      case Ask.Resume a -> List.of(new Resumed(by, a.turns()));
      case Ask.Stop _ -> List.of(new StopRequested(by));
      case Ask.Order a ->
          List.of(new CommandQueued(row.number(), a.agent(), a.text(), a.standing(), by));
      case Ask.Withdraw a -> List.of(new CommandWithdrawn(a.command(), by));
      case Ask.Extend a -> List.of(new RoundsExtended(a.rounds(), by));
      case Ask.Limit a -> List.of(new BudgetChanged(a.budget(), a.limit(), by));
      case Ask.GiveUp a -> List.of(new SeatGivenUp(a.agent()));
      case Ask.Revoke a -> List.of(new AccessRevoked(a.agent(), by));
      // How long a session waits before a turn is no fact of it: the runner takes it.
      case Ask.Pace _ -> List.of();
      // A wait within a turn takes what answers it; at a boundary nothing waits.
      case Ask.Answer _ -> List.of();
      case Ask.Accuse a ->
          a.lock()
              ? List.of(new AccusationLocked(a.suspect(), by))
              : List.of(new SuspectNamed(a.suspect(), by));
    };
  }
}
