package heist.session;

import heist.crew.Agent;
import heist.event.SessionEvent.ApprovalAsked;
import heist.event.SessionEvent.ApprovalGiven;
import heist.event.SessionEvent.Decision;
import heist.event.SessionEvent.SeatAnswered;
import heist.event.SessionEvent.SeatAwaited;
import heist.event.SessionEvent.SeatGivenUp;
import heist.event.SessionEvent.SeatLeft;
import heist.event.SessionEvent.ToolCall;
import heist.session.Floor.OpenTurn;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The waits of a turn for people: for whoever plays the agent, and for leave to call a tool. Each
 * wait and its end are recorded, so that it goes on after a restart. Used by the session's thread.
 */
final class People {
  private final SessionConfig config;
  private final Scribe scribe;
  private final Waiter waiter;

  People(SessionConfig config, Scribe scribe, Waiter waiter) {
    this.config = config;
    this.scribe = scribe;
    this.waiter = waiter;
  }

  /** Waits for the person who plays the open turn's agent, and records what came. */
  void answer(OpenTurn open) throws InterruptedException {
    if (scribe.state().pending().seat() == null) {
      scribe.write(new SeatAwaited(open.turn(), open.agent(), config.waits().seatSeconds()));
    }
    Optional<Inbox.Row> row =
        waiter.await(
            scribe.state().pending().until(),
            ask ->
                ask instanceof Ask.Answer a && Answers.refuse(scribe.state(), a).isEmpty()
                    || ask instanceof Ask.GiveUp g && g.agent().equals(open.agent()));
    if (row.isEmpty()) {
      scribe.write(new SeatLeft(open.turn(), open.agent()));
      return;
    }
    scribe.note(
        switch (row.get().ask()) {
          case Ask.Use use -> {
            String id = "t" + open.turn() + "." + (open.toolCalls() + 1);
            ToolCall call = new ToolCall(id, use.tool(), use.arguments());
            yield new SeatAnswered(open.turn(), open.agent(), "", List.of(call));
          }
          case Ask.GiveUp up -> new SeatGivenUp(up.agent());
          case Ask.Say say -> new SeatAnswered(open.turn(), open.agent(), say.text(), List.of());
          default -> throw new IllegalStateException("no answer of a seat: " + row.get().ask());
        });
    scribe.write(List.of(row.get().number()));
  }

  /**
   * What a tool may be called with: the arguments as they are if the tool needs no leave, else what
   * a person decides; empty if it was denied.
   */
  Optional<JsonNode> allowed(OpenTurn open, Agent agent, ToolCall call)
      throws InterruptedException {
    if (!agent.approvals().contains(call.tool())) {
      return Optional.of(call.arguments());
    }
    Optional<ApprovalGiven> recorded = open.decision(call.id());
    ApprovalGiven given = recorded.isPresent() ? recorded.get() : decision(open, call);
    return switch (given.decision()) {
      case ALLOW -> Optional.of(call.arguments());
      case EDIT -> Optional.ofNullable(given.arguments());
      case DENY -> Optional.empty();
    };
  }

  private ApprovalGiven decision(OpenTurn open, ToolCall call) throws InterruptedException {
    if (scribe.state().pending().approval() == null) {
      scribe.write(
          new ApprovalAsked(
              scribe.state().pending().approvals() + 1,
              open.turn(),
              open.agent(),
              call.id(),
              call.tool(),
              call.arguments(),
              config.waits().approvalSeconds()));
    }
    long number = scribe.state().pending().approvals();
    Optional<Inbox.Row> row =
        waiter.await(
            scribe.state().pending().until(),
            ask -> ask instanceof Ask.Decide d && Answers.refuse(scribe.state(), d).isEmpty());
    ApprovalGiven given =
        row.isPresent() && row.get().ask() instanceof Ask.Decide d
            ? given(number, open, call, d.decision(), d.arguments(), row.get().by())
            : given(number, open, call, Decision.DENY, null, "time limit");
    scribe.note(given);
    scribe.write(row.map(r -> List.of(r.number())).orElse(List.of()));
    return given;
  }

  private static ApprovalGiven given(
      long number,
      OpenTurn open,
      ToolCall call,
      Decision decision,
      @org.jspecify.annotations.Nullable JsonNode arguments,
      String by) {
    return new ApprovalGiven(number, open.turn(), open.agent(), call.id(), decision, arguments, by);
  }

  /** What the agent reads instead of a result. */
  AgentTools.Outcome denied(ToolCall call) {
    String by =
        Optional.ofNullable(scribe.state().floor().open())
            .flatMap(open -> open.decision(call.id()))
            .map(ApprovalGiven::by)
            .orElse("a person");
    return new AgentTools.Outcome(
        false,
        by.equals("time limit")
            ? "Not called: it needs a person's leave, and nobody answered in time. Go on without it."
            : "Not called: " + by + " denied it. Go on without it.");
  }
}
