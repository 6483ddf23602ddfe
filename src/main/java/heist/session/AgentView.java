package heist.session;

import heist.crew.Agent;
import heist.event.SessionEvent.Member;
import heist.event.SessionEvent.TurnKind;
import heist.scenario.World;
import heist.session.Steering.Command;
import heist.session.Transcript.Said;
import heist.session.Transcript.ToolUse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that one agent knows: what was said, what its own tools answered, its brief and its orders. A
 * prompt is made from this alone, and so is the view of a person who plays the agent.
 *
 * @param briefing what the job is; empty for a free task
 * @param orders commands that are due in this turn
 * @param order who speaks in which order this round
 * @param handsIn whether the plan is this agent's to hand in
 * @param opened whose sources everybody may read since that agent left
 */
record AgentView(
    Agent agent,
    String language,
    String brief,
    String title,
    String briefing,
    List<Member> crew,
    @Nullable World world,
    Map<String, String> owners,
    String difficulty,
    List<Command> orders,
    List<Said> messages,
    Set<Long> withdrawnMessages,
    List<ToolUse> toolUses,
    @Nullable Map<String, String> plan,
    Set<String> withdrawnFields,
    @Nullable String opened,
    TurnKind kind,
    int round,
    int rounds,
    int turn,
    List<String> order,
    boolean handsIn) {

  /** What {@code name} knows in the turn that is under way, or would be next. */
  static AgentView of(SessionState state, String name, TurnKind kind, String difficulty) {
    Prepared prepared = state.need();
    Agent agent = prepared.crew().agent(name).orElseThrow();
    var created = java.util.Objects.requireNonNull(state.created());
    Floor.OpenTurn open = state.floor().open();
    int turn = open == null ? state.floor().turn() + 1 : open.turn();
    List<String> present = state.present().stream().map(Agent::name).toList();
    return new AgentView(
        agent,
        created.language(),
        prepared.briefs().getOrDefault(name, ""),
        created.title(),
        prepared.world().map(World::briefing).orElse(""),
        created.crew().stream().filter(m -> present.contains(m.name())).toList(),
        prepared.world().orElse(null),
        prepared.owners(),
        difficulty,
        orders(state, name, open),
        state.transcript().messages(),
        state.game().withdrawnMessages(),
        state.transcript().toolUses().stream()
            .filter(u -> u.agent().equals(name) && u.turn() < turn)
            .toList(),
        state.transcript().plan() == null ? null : state.transcript().plan().plan(),
        state.game().withdrawnFields(),
        state.game().expelled(),
        kind,
        Math.max(1, state.floor().round()),
        state.steering().rounds(),
        turn,
        state.floor().order(),
        state.planner().filter(p -> p.name().equals(name)).isPresent());
  }

  /**
   * The same with a brief that tells nothing, for measuring: what a prompt costs must not depend on
   * who the mole is, since people see which turn a budget fails.
   */
  AgentView withBlandBrief() {
    return with(brief.isBlank() ? "" : "-", messages, toolUses);
  }

  /** The same with other messages and tool results. */
  AgentView with(List<Said> heard, List<ToolUse> known) {
    return with(brief, List.copyOf(heard), List.copyOf(known));
  }

  /** Whether the turn is there to mend the plan after an expulsion. */
  boolean mends() {
    return kind == TurnKind.HANDOVER || kind == TurnKind.REVISION;
  }

  private AgentView with(String told, List<Said> heard, List<ToolUse> known) {
    return new AgentView(
        agent,
        language,
        told,
        title,
        briefing,
        crew,
        world,
        owners,
        difficulty,
        orders,
        heard,
        withdrawnMessages,
        known,
        plan,
        withdrawnFields,
        opened,
        kind,
        round,
        rounds,
        turn,
        order,
        handsIn);
  }

  /** About how many tokens a message is in a prompt. */
  int size(Said message, Prompt.TokenEstimate tokens) {
    return tokens.count(message.text()) + 8;
  }

  /** Commands that are due, and those that this very turn delivers. */
  private static List<Command> orders(
      SessionState state, String name, Floor.@Nullable OpenTurn open) {
    return state.steering().commands().stream()
        .filter(c -> c.agent().equals(name) && !c.withdrawn())
        .filter(c -> c.due() || (open != null && open.delivered().contains(c.number())))
        .toList();
  }
}
