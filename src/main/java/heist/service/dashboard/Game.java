package heist.service.dashboard;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.client.HttpJson;
import heist.client.HttpJson.Answer;
import heist.web.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The game service's API, called with the dashboard's own token. Thread-safe. */
final class Game {
  /** How long the game service may keep a long poll open. */
  static final int WAIT_SECONDS = 20;

  private final HttpJson http;
  private final HttpJson patient;

  Game(HttpJson http) {
    this.http = http;
    this.patient = http.withTimeout(Duration.ofSeconds(WAIT_SECONDS + 10L));
  }

  /** Whatever it answers, as it came. */
  Answer raw(String method, String path, @Nullable String body) {
    return http.send(method, path, body == null || body.isEmpty() ? null : body);
  }

  /**
   * Its answer.
   *
   * @throws HeistException of the kind and with the words of the game service
   */
  JsonNode get(String path) {
    return http.get(path, JsonNode.class);
  }

  /** Like {@link #get}; an answer without a body is an empty object. */
  JsonNode post(String path, JsonNode body) {
    Answer answer = http.send("POST", path, body.toString());
    if (answer.status() >= 300) {
      throw problem(answer);
    }
    try {
      return answer.body().isBlank() ? object() : Json.lenient().readTree(answer.body());
    } catch (JacksonException e) {
      throw new HeistException(
          Kind.UNAVAILABLE, "The game service gave an answer that cannot be read.", e);
    }
  }

  /**
   * Public events after {@code after}, waiting for the first one; {@code {events, last, state}}.
   */
  JsonNode events(String session, long after, int waitSeconds) {
    return patient.get(
        session(session) + "/events?after=" + after + "&wait=" + waitSeconds, JsonNode.class);
  }

  /** The feed of all sessions after a place in it; {@code {events, last}}. */
  JsonNode allEvents(String after, int waitSeconds) {
    String place = URLEncoder.encode(after, StandardCharsets.UTF_8);
    return patient.get("/api/v1/events?after=" + place + "&wait=" + waitSeconds, JsonNode.class);
  }

  /** The path of a session. */
  static String session(String id) {
    return "/api/v1/sessions/" + URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
  }

  static ObjectNode object() {
    return Json.mapper().createObjectNode();
  }

  private static HeistException problem(Answer answer) {
    String detail = "The game service answered " + answer.status() + ".";
    try {
      detail = Json.lenient().readTree(answer.body()).path("detail").asString(detail);
    } catch (JacksonException e) {
      // Not JSON: the status has to do.
    }
    for (Kind kind : Kind.values()) {
      if (kind.status() == answer.status() && kind != Kind.INTERNAL) {
        return new HeistException(kind, detail);
      }
    }
    return new HeistException(answer.status() >= 500 ? Kind.UNAVAILABLE : Kind.BAD_INPUT, detail);
  }
}
