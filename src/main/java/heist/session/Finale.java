package heist.session;

import heist.crew.Agent;
import heist.event.Envelope;
import heist.event.SessionEvent;
import heist.event.SessionEvent.AgentExpelled;
import heist.event.SessionEvent.MoleRevealed;
import heist.event.SessionEvent.Note;
import heist.event.SessionEvent.OutcomeReached;
import heist.event.SessionEvent.StatementsWithdrawn;
import heist.event.SessionEvent.StepExecuted;
import heist.event.SessionEvent.VerdictTold;
import heist.scenario.Blame;
import heist.scenario.Execution;
import heist.scenario.Simulator;
import heist.scenario.World;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What follows the accusation: verdict, expulsion, the plan carried out, the reveal. Pure. */
final class Finale {
  private Finale() {}

  /**
   * The verdict; whoever is accused leaves at once, and what rested on their word alone no longer
   * counts.
   */
  static List<SessionEvent> verdict(SessionState state) {
    List<SessionEvent> events = new ArrayList<>();
    String suspect = state.game().suspect();
    events.add(new VerdictTold(MoleGame.verdict(state.need().mole(), suspect)));
    if (suspect != null && !state.phase().ended()) {
      events.add(new AgentExpelled(suspect));
      Plans.Withdrawn withdrawn = Plans.withdrawn(state, suspect);
      events.add(new StatementsWithdrawn(suspect, withdrawn.messages(), withdrawn.fields()));
    }
    return events;
  }

  /** The plan carried out, step by step, and what came of it. */
  static List<SessionEvent> execute(SessionState state, List<Envelope> log) {
    World world = state.need().world().orElseThrow();
    Map<String, String> plan = new LinkedHashMap<>();
    if (state.transcript().plan() != null) {
      plan.putAll(state.transcript().plan().plan());
      plan.keySet().removeAll(state.game().withdrawnFields());
    }
    Map<String, String> present = new LinkedHashMap<>();
    state.present().forEach((Agent a) -> present.put(a.name(), a.role()));
    Execution run = Simulator.run(world, plan, present);
    List<SessionEvent> events = new ArrayList<>();
    for (Execution.Step step : run.steps()) {
      events.add(
          new StepExecuted(
              events.size() + 1,
              step.id(),
              step.title(),
              step.place(),
              step.success(),
              step.text()));
    }
    Optional<Blame> blame = run.success() ? Optional.empty() : Blame.trace(world, run, log);
    events.add(
        new OutcomeReached(
            run.success(),
            run.story(),
            run.failedStep(),
            run.field(),
            run.planned(),
            run.actual(),
            blame.map(Blame::seq).orElse(null),
            blame.map(Blame::agent).orElse(null)));
    return events;
  }

  /** Who it was, and how it was done. */
  static SessionEvent reveal(SessionState state) {
    Prepared prepared = state.need();
    List<Note> notes =
        state.transcript().notes().stream()
            .map(n -> new Note(n.turn(), n.agent(), n.text()))
            .toList();
    return new MoleRevealed(prepared.mole(), prepared.strategy(), prepared.nonce(), notes);
  }
}
