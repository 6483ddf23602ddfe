package heist.session;

import heist.event.EventCodec;
import heist.event.SessionEvent;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What outsiders may know of a session's state, as JSON: nothing here depends on the mole before
 * the lock. Pure.
 */
public final class SessionFacts {
  private SessionFacts() {}

  /**
   * Plan, commands, accusation, outcome and, after the reveal, the secret.
   *
   * @param now tells how much is left of a wait for a person, in whole seconds
   */
  public static ObjectNode of(SessionState state, Instant now) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    if (state.created() != null) {
      node.put("commitment", state.created().commitment());
    }
    if (state.transcript().plan() != null) {
      node.set("plan", EventCodec.body(state.transcript().plan()));
    }
    ArrayNode commands = node.putArray("commands");
    state
        .steering()
        .commands()
        .forEach(c ->
            commands
                .addObject()
                .put("command", c.number())
                .put("agent", c.agent())
                .put("text", c.text())
                .put("standing", c.standing())
                .put("by", c.by())
                .put("status", c.status()));
    Game game = state.game();
    if (game.named()) {
      node.putObject("accusation").put("suspect", game.suspect()).put("locked", game.locked());
    }
    waits(node, state.pending(), now);
    node.set("memory", memory(state));
    if (game.outcome() != null) {
      node.set("result", EventCodec.body(game.outcome()));
    }
    if (game.expelled() != null) {
      node.put("expelled", game.expelled());
    }
    if (game.revealed() && state.prepared() != null) {
      node.put("mole", state.prepared().mole()).put("strategy", state.prepared().strategy());
      ArrayNode shared = node.putArray("shared");
      state.transcript().shared().forEach(fact -> shared.add(EventCodec.body(fact)));
    }
    ArrayNode possible = node.putArray("possible");
    Asks.possible(state).forEach(possible::add);
    return node;
  }

  /** What compression does; tokens are secret facts until the reveal. */
  private static ObjectNode memory(SessionState state) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("summaries", state.compression().made());
    if (state.revealed() || !state.moleGame()) {
      Gauge gauge = state.gauge();
      node.put("prompt_tokens", gauge.sent())
          .put("prompt_tokens_uncompressed", gauge.full())
          .put("summary_tokens", gauge.summaries())
          .put("saved_tokens", gauge.saved());
    }
    return node;
  }

  /** What the turn under way waits for a person to do. */
  private static void waits(ObjectNode node, Pending pending, Instant now) {
    long left = Math.max(0, Duration.between(now, pending.until()).toSeconds());
    if (pending.approval() != null) {
      node.set("approval", wait(pending.approval(), left));
    }
    if (pending.seat() != null) {
      node.set("awaited", wait(pending.seat(), left));
    }
  }

  private static ObjectNode wait(SessionEvent asked, long left) {
    return EventCodec.body(asked).put("seconds_left", left);
  }
}
