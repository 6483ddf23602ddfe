package heist.app;

import heist.HeistException;
import heist.cli.Door;
import heist.service.memory.Planted;
import heist.service.memory.Planted.Fact;
import heist.service.memory.Planted.Kind;
import heist.web.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code heist bench context}: one long session for each way to keep the past in a prompt, with
 * every service, token, event and commit that a real one has; the model alone is a {@link
 * TalkModel}.
 */
final class ContextBench {
  private static final List<String> STRATEGIES = List.of("digest", "last-5", "full");
  private static final String SEED = "context";
  private static final Set<String> OVER = Set.of("completed", "stopped", "failed");

  private final int messages;
  private final int agents;

  /**
   * A session that long.
   *
   * @param agents how many the crew has
   */
  ContextBench(int messages, int agents) {
    this.messages = messages;
    this.agents = agents;
  }

  /** Settings for a data folder: most tokens of a prompt, and no other limit. */
  static void settle(Path data, int tokens) {
    try {
      Files.createDirectories(data);
      Files.writeString(
          data.resolve("heist.yaml"),
          """
          session:
            prompt_tokens: %d
            budgets: {model_calls: 0, tokens: 0, tool_calls: 0, seconds: 0}
          """
              .formatted(tokens));
    } catch (IOException e) {
      throw new HeistException(
          HeistException.Kind.UNAVAILABLE, "cannot write " + data + ": " + e.getMessage(), e);
    }
  }

  /** A question in other words that keeps a name or figure, ten in English and ten in German. */
  static List<Fact> facts() {
    List<Fact> facts = new ArrayList<>();
    for (Kind kind : List.of(Kind.ENGLISH, Kind.GERMAN)) {
      List<Fact> all = Planted.facts(kind);
      for (int i = 0; i < 10; i++) {
        // Another pattern and another name each; the second half leaves out what the first asks.
        facts.add(all.get(i * 10 + (kind == Kind.GERMAN ? (i + 5) % 10 : i)));
      }
    }
    return facts;
  }

  /**
   * Plays and tells.
   *
   * @param play gives the figures of a session played with a model by the given strategy
   */
  ObjectNode run(BiFunction<TalkModel, String, JsonNode> play) {
    ObjectNode node = Json.mapper().createObjectNode();
    for (String strategy : STRATEGIES) {
      try (TalkModel model = new TalkModel(messages, facts())) {
        long begin = System.nanoTime();
        JsonNode memory = play.apply(model, strategy);
        ObjectNode figures = model.figures();
        figures.put(
            "prompt_tokens_uncompressed", memory.path("prompt_tokens_uncompressed").asLong(0));
        figures.put("seconds", Math.round((System.nanoTime() - begin) / 1e8) / 10.0);
        node.set(strategy, figures);
      }
    }
    return node;
  }

  /** Plays one session to its end and returns what it says of its memory. */
  JsonNode play(Door game, URI model, String strategy) {
    ObjectNode body = Json.mapper().createObjectNode();
    body.put("rounds", Math.ceilDiv(messages, agents)).put("mole", "off").put("pace", 0);
    body.put("seed", SEED); // who speaks when decides what is left word for word
    body.put("crew", "classic").put("context", strategy).put("accuse", "none");
    body.putObject("llm").put("base_url", model.toString()).put("model", "talk");
    String id = game.post("/api/v1/sessions", body).path("id").asString("");
    String path = "/api/v1/sessions/" + id;
    long last = 0;
    while (true) {
      JsonNode page = game.get(path + "/events?after=" + last + "&wait=20");
      last = Math.max(last, page.path("last").asLong(last));
      if (OVER.contains(page.path("state").asString("")) && page.path("events").isEmpty()) {
        JsonNode session = game.get(path);
        if (!session.path("state").asString("").equals("completed")) {
          throw new HeistException(
              HeistException.Kind.INTERNAL, "The session did not come to its end: " + session);
        }
        return session.path("memory");
      }
    }
  }
}
