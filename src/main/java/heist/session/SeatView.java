package heist.session;

import heist.event.EventCodec;
import heist.event.SessionEvent.TurnKind;
import heist.model.ChatTurn;
import heist.model.ToolOffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a person who plays an agent sees: exactly what the agent would, as {@link AgentView} gives
 * it, and nothing else. Pure.
 */
public final class SeatView {
  private SeatView() {}

  /**
   * The view as JSON.
   *
   * @param offers the tools that the agent is offered
   * @param tokens counts tokens, for the length of the prompt
   */
  public static ObjectNode of(
      SessionState state,
      SessionConfig config,
      String agent,
      List<ToolOffer> offers,
      java.util.function.ToIntFunction<String> tokens,
      Instant now) {
    Floor.OpenTurn open = state.floor().open();
    boolean mine = open != null && open.agent().equals(agent);
    TurnKind kind = open == null ? TurnKind.TALK : open.kind();
    AgentView view = AgentView.of(state, agent, kind, config.difficulty());
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("agent", agent).put("role", view.agent().role());
    node.put("state", state.phase().wire()).put("present", state.crewNames().contains(agent));
    node.put("round", view.round()).put("rounds", view.rounds());
    turn(node, state, agent, now);
    node.put("persona", view.agent().persona().strip()).put("brief", view.brief());
    node.put("job", (view.title() + "\n" + view.briefing()).strip());
    ArrayNode orders = node.putArray("orders");
    view.orders().forEach(c -> orders.add(c.text()));
    tools(node, view, offers);
    ArrayNode messages = node.putArray("messages");
    view.messages()
        .forEach(m ->
            messages
                .addObject()
                .put("number", m.number())
                .put("seq", m.seq())
                .put("round", m.round())
                .put("agent", m.agent())
                .put("text", m.text())
                .put("withdrawn", view.withdrawnMessages().contains(m.seq())));
    ArrayNode uses = node.putArray("tool_uses");
    view.toolUses()
        .forEach(u ->
            uses.addObject()
                .put("turn", u.turn())
                .put("tool", u.tool())
                .put("success", u.success())
                .put("result", u.result())
                .set("arguments", u.arguments()));
    if (view.plan() != null) {
      ObjectNode plan = node.putObject("plan");
      view.plan().forEach(plan::put);
    }
    Floor.OpenTurn shown =
        mine && open != null
            ? open
            : new Floor.OpenTurn(view.turn(), view.round(), agent, kind, List.of(), List.of());
    ArrayNode prompt = node.putArray("prompt");
    Prompt.Draft draft =
        Prompt.draft(
            view, config.context(), shown, offers, config.context().tokens(), tokens::applyAsInt);
    for (ChatTurn message :
        draft == null ? List.<ChatTurn>of() : draft.with("", tokens::applyAsInt)) {
      prompt.addObject().put("role", role(message)).put("text", message.text());
    }
    return node;
  }

  private static void turn(ObjectNode node, SessionState state, String agent, Instant now) {
    Floor.OpenTurn open = state.floor().open();
    if (open == null || !open.agent().equals(agent)) {
      node.putNull("turn");
      return;
    }
    ObjectNode turn = node.putObject("turn").put("turn", open.turn());
    turn.put("kind", open.kind().name());
    boolean awaited = state.pending().seat() != null;
    turn.put("awaited", awaited);
    if (awaited) {
      long left = Duration.between(now, state.pending().until()).toSeconds();
      turn.put("seconds_left", Math.max(0, left));
    }
    if (state.pending().approval() != null) {
      turn.set("approval", EventCodec.body(state.pending().approval()));
    }
  }

  private static void tools(ObjectNode node, AgentView view, List<ToolOffer> offers) {
    ArrayNode tools = node.putArray("tools");
    for (String name : view.agent().tools()) {
      ObjectNode tool = tools.addObject().put("name", name);
      tool.put("approval", view.agent().approvals().contains(name));
      offers.stream()
          .filter(o -> o.name().equals(name))
          .findFirst()
          .ifPresent(o -> tool.put("description", o.description()).set("parameters", o.schema()));
    }
  }

  private static String role(ChatTurn message) {
    return switch (message) {
      case ChatTurn.System _ -> "system";
      case ChatTurn.User _ -> "user";
      case ChatTurn.Assistant _ -> "assistant";
      case ChatTurn.ToolAnswer _ -> "tool";
    };
  }
}
