package heist.service.dashboard;

import heist.HeistException;
import heist.HeistException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The accusation's end, told from public events alone: nothing here knows who the mole is before
 * everybody may.
 */
final class Verdicts {
  /** How long to wait for what follows a lock. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final Duration PAUSE = Duration.ofMillis(50);

  private static final int POLL_SECONDS = 5;

  private static final String LATER =
      "The mole is revealed when the job is over; stop the session, or ask again then.";

  private final Game game;

  Verdicts(Game game) {
    this.game = game;
  }

  /** Every public event of a session so far. */
  List<JsonNode> events(String session) {
    List<JsonNode> all = new ArrayList<>();
    long last = 0;
    while (true) {
      JsonNode page = game.events(session, last, 0).path("events");
      if (page.isEmpty()) {
        return all;
      }
      for (JsonNode event : page) {
        all.add(event);
        last = Math.max(last, event.path("seq").asLong(last));
      }
    }
  }

  /**
   * Locks what was named last, and waits for verdict and reveal. While the crew is still at work
   * the reveal does not come: then the answer tells the verdict, and no mole.
   */
  ObjectNode evaluate(String session) {
    List<JsonNode> log = events(session);
    if (last(log, "accusation_locked").isEmpty()) {
      JsonNode named =
          // Who was named a moment ago may still lie in the session's inbox.
          last(waitFor(session, "suspect_named", Duration.ofSeconds(2)), "suspect_named")
              .orElseThrow(() ->
                  new HeistException(
                      Kind.CONFLICT, "Nobody has been named yet; use detect-mole first."));
      lock(session, named.path("suspect").isString() ? named.path("suspect").asString() : null);
    }
    ObjectNode answer = told(waitFor(session, "mole_revealed"));
    if (!answer.has("game_outcome")) {
      throw new HeistException(Kind.UNAVAILABLE, "The verdict has not come yet; ask again.");
    }
    ObjectNode result = Compat.success();
    result.set("outcome", answer.path("game_outcome"));
    result.put("message", "The accusation is final.");
    answer.remove("game_outcome");
    result.setAll(answer);
    return answer.has("actual_mole")
        ? sabotage(session, result)
        : result.put("message", "The accusation is final. " + LATER);
  }

  /** Locks "nobody" if nothing is locked, and waits for the reveal. */
  ObjectNode reveal(String session) {
    if (last(events(session), "accusation_locked").isEmpty()) {
      lock(session, null);
    }
    JsonNode reveal =
        last(waitFor(session, "mole_revealed"), "mole_revealed")
            .orElseThrow(
                () -> new HeistException(Kind.CONFLICT, "The accusation is final. " + LATER));
    ObjectNode answer = Compat.success().put("message", "The mole is revealed.");
    answer.set("mole", reveal.path("mole").isString() ? reveal.path("mole") : answer.nullNode());
    answer.set(
        "sabotage_pattern",
        reveal.path("strategy").isString() ? reveal.path("strategy") : answer.nullNode());
    return sabotage(session, answer);
  }

  /** Adds what the mole did, from ground truth. */
  private ObjectNode sabotage(String session, ObjectNode answer) {
    JsonNode deeds = game.get(Game.session(session) + "/sabotage");
    answer.set("sabotage_events", deeds.path("sabotage_events"));
    return answer.set("sabotage_score", deeds.path("sabotage_score"));
  }

  /** What is known of the mole: nothing before the lock but who is suspected. */
  ObjectNode status(String session) {
    return Compat.success().setAll(told(events(session)));
  }

  private static ObjectNode told(List<JsonNode> log) {
    ObjectNode answer = Game.object();
    Optional<JsonNode> lock = last(log, "accusation_locked");
    Optional<JsonNode> named = lock.or(() -> last(log, "suspect_named"));
    answer.put(
        "detected_mole",
        named
            .filter(n -> n.path("suspect").isString())
            .map(n -> n.path("suspect").asString())
            .orElse(null));
    last(log, "verdict_told").ifPresent(v -> answer.set("game_outcome", v.path("verdict")));
    last(log, "mole_revealed")
        .ifPresent(reveal -> {
          String mole = reveal.path("mole").isString() ? reveal.path("mole").asString() : null;
          answer.put("actual_mole", mole);
          answer.put("is_correct", answer.path("game_outcome").asString("").equals("SUCCESS"));
        });
    return answer;
  }

  private void lock(String session, @org.jspecify.annotations.Nullable String suspect) {
    game.post(
        Game.session(session) + "/accusation",
        Game.object().put("suspect", suspect).put("lock", true));
  }

  /** Polls: the feed of a session that has ended answers at once, also while a lock wakes it. */
  private List<JsonNode> waitFor(String session, String type) {
    return waitFor(session, type, PATIENCE);
  }

  private List<JsonNode> waitFor(String session, String type, Duration patience) {
    List<JsonNode> log = events(session);
    long end = System.nanoTime() + patience.toNanos();
    while (last(log, type).isEmpty() && System.nanoTime() < end) {
      long seq = log.isEmpty() ? 0 : log.getLast().path("seq").asLong();
      JsonNode more = game.events(session, seq, (int) Math.min(POLL_SECONDS, patience.toSeconds()));
      more.path("events").forEach(log::add);
      if (more.path("events").isEmpty()) {
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
    return log;
  }

  private static Optional<JsonNode> last(List<JsonNode> log, String type) {
    return log.reversed().stream()
        .filter(e -> e.path("type").asString("").equals(type))
        .findFirst();
  }
}
