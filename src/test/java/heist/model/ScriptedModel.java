package heist.model;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** A model that answers by script: a function of the request alone. */
@FunctionalInterface
public interface ScriptedModel extends Function<JsonNode, Reply> {
  /** Who speaks, as the prompt's first line says it. */
  Pattern WHO = Pattern.compile("^You are ([\\w-]+)");

  /** Gives these answers one after the other, then the last one again and again. */
  static ScriptedModel of(Reply... replies) {
    AtomicInteger next = new AtomicInteger();
    return _ -> replies[Math.min(next.getAndIncrement(), replies.length - 1)];
  }

  /** The text of the first system message, or "". */
  static String system(JsonNode request) {
    return text(request, "system", true);
  }

  /** The text of the last user message, or "". */
  static String user(JsonNode request) {
    return text(request, "user", false);
  }

  /** The agent that the prompt is for, or "". */
  static String agent(JsonNode request) {
    Matcher who = WHO.matcher(system(request));
    return who.find() ? who.group(1) : "";
  }

  /** Whether a tool of this name is offered. */
  static boolean offers(JsonNode request, String tool) {
    for (JsonNode offer : request.path("tools")) {
      if (offer.path("function").path("name").asString("").equals(tool)) {
        return true;
      }
    }
    return false;
  }

  /** What tools have answered in this turn, oldest first. */
  static List<String> results(JsonNode request) {
    return request
        .path("messages")
        .valueStream()
        .filter(m -> m.path("role").asString("").equals("tool"))
        .map(m -> m.path("content").asString(""))
        .toList();
  }

  private static String text(JsonNode request, String role, boolean first) {
    String found = "";
    for (JsonNode message : request.path("messages")) {
      if (message.path("role").asString("").equals(role)) {
        JsonNode content = message.path("content");
        found =
            content.isArray() ? content.path(0).path("text").asString("") : content.asString("");
        if (first) {
          return found;
        }
      }
    }
    return found;
  }
}
