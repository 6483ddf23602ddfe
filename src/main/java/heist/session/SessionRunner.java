package heist.session;

import heist.HeistException;
import heist.crew.Agent;
import heist.event.SessionEvent;
import heist.event.SessionEvent.AccusationLocked;
import heist.event.SessionEvent.DeliberationEnded;
import heist.event.SessionEvent.Paused;
import heist.event.SessionEvent.RoundStarted;
import heist.event.SessionEvent.SessionEnded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Runs one session until it rests: the only writer of its log. Runs on a virtual thread of its own;
 * interrupting that thread ends any wait or call, and the session goes on later from its last
 * recorded fact.
 */
final class SessionRunner {
  private static final String STOPPED = "the session was stopped";

  private final SessionConfig config;
  private final EventLog log;
  private final Inbox inbox;
  private final Desk desk;
  private final BooleanSupplier closing;
  private long paceMillis;

  SessionRunner(
      SessionConfig config, EventLog log, Inbox inbox, Desk desk, BooleanSupplier closing) {
    this.config = config;
    this.log = log;
    this.inbox = inbox;
    this.desk = desk;
    this.closing = closing;
    this.paceMillis = config.paceMillis();
  }

  /** Runs until nothing can happen without somebody asking for it, or the program ends. */
  void run() {
    Scribe scribe = new Scribe(log, config.id(), desk.clock());
    TurnPlayer player = new TurnPlayer(config, scribe, inbox, desk, closing);
    try (Summarizer summaries = new Summarizer(config, desk, closing)) {
      summaries.begin(scribe.state());
      run(scribe, player, summaries);
    }
  }

  private void run(Scribe scribe, TurnPlayer player, Summarizer summaries) {
    boolean paced = false;
    while (!closing.getAsBoolean()) {
      drain(scribe);
      Next next = scribe.state().next(config.budgets(), config.accuse());
      try {
        boolean stepping = scribe.state().steering().turnsLeft() != null;
        if (next instanceof Next.BeginTurn && !paced && !stepping && paceMillis > 0) {
          paced = true;
          desk.await(Duration.ofMillis(paceMillis));
          continue;
        }
        paced = false;
        if (!step(scribe, player, summaries, next)) {
          return;
        }
      } catch (InterruptedException e) {
        interrupted(scribe, player);
      }
    }
  }

  private void drain(Scribe scribe) {
    desk.look();
    List<Long> taken = new ArrayList<>();
    for (Inbox.Row row : inbox.waiting(config.id())) {
      if (row.ask() instanceof Ask.Answer && Asks.refuse(scribe.state(), row.ask()).isEmpty()) {
        continue; // the turn that goes on takes it
      }
      if (row.ask() instanceof Ask.Pace(long millis)) {
        paceMillis = millis;
      }
      Drain.events(scribe.state(), row).forEach(scribe::note);
      taken.add(row.number());
    }
    scribe.write(taken);
  }

  /** Does what comes next; false if there is nothing to do. */
  private boolean step(Scribe scribe, TurnPlayer player, Summarizer summaries, Next next)
      throws InterruptedException {
    SessionState state = scribe.state();
    switch (next) {
      case Next.Wait _ -> {
        return false;
      }
      case Next.Rest _ -> scribe.write(new Paused(state.floor().turn()));
      case Next.StartRound r -> round(scribe, summaries, r.round());
      case Next.BeginTurn t -> turn(player, t);
      case Next.ContinueTurn _ -> player.play();
      case Next.CutTurn _ -> player.fail(STOPPED);
      case Next.EndTalk _ -> scribe.write(new DeliberationEnded(state.floor().round()));
      case Next.AskDetector _ -> scribe.write(detected());
      case Next.Lock l -> scribe.write(new AccusationLocked(l.suspect(), l.by()));
      case Next.TellVerdict _ -> all(scribe, Finale.verdict(state));
      case Next.Execute _ -> all(scribe, Finale.execute(state, log.readAllOf(config.id())));
      case Next.Reveal _ -> scribe.write(Finale.reveal(state));
      case Next.Finish f -> scribe.write(new SessionEnded(f.end(), f.cause()));
    }
    return true;
  }

  /** Whom the detector accuses. If it does not answer, nobody is accused, and the log says why. */
  private AccusationLocked detected() throws InterruptedException {
    try {
      return new AccusationLocked(desk.suspect(), "hybrid");
    } catch (HeistException e) {
      if (closing.getAsBoolean()) {
        throw new InterruptedException();
      }
      return new AccusationLocked(null, "hybrid, without an answer: " + e.getMessage());
    }
  }

  /** Begins a round; what is told in short from now on, and what is to be later, goes with it. */
  private void round(Scribe scribe, Summarizer summaries, int round) throws InterruptedException {
    List<SessionEvent> made = summaries.collect(scribe.state(), round);
    scribe.note(new RoundStarted(round, order(scribe.state(), round)));
    made.forEach(scribe::note);
    summaries.wanted(scribe.state(), round).forEach(scribe::note);
    scribe.flush();
    summaries.begin(scribe.state());
  }

  private static void turn(TurnPlayer player, Next.BeginTurn turn) throws InterruptedException {
    player.begin(turn.agent(), turn.kind());
    player.play();
  }

  private static void all(Scribe scribe, List<SessionEvent> events) {
    events.forEach(scribe::note);
    scribe.flush();
  }

  private List<String> order(SessionState state, int round) {
    return MoleGame.order(
        state.need().seeds(),
        state.crew(),
        round,
        state.present().stream().map(Agent::name).toList());
  }

  /**
   * Somebody wants the session to stop, or the program ends; in the latter case the turn stays
   * open.
   */
  private void interrupted(Scribe scribe, TurnPlayer player) {
    scribe.flush();
    boolean stop = inbox.waiting(config.id()).stream().anyMatch(r -> r.ask() instanceof Ask.Stop);
    if (stop && !closing.getAsBoolean()) {
      player.fail(STOPPED);
    }
  }
}
