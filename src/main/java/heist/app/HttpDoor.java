package heist.app;

import heist.cli.Door;
import heist.client.HttpJson;
import heist.web.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A service's API over HTTP, with a token. Thread-safe. */
final class HttpDoor implements Door {
  private final HttpJson http;

  HttpDoor(HttpJson http) {
    this.http = http;
  }

  @Override
  public JsonNode get(String path) {
    return http.get(path, JsonNode.class);
  }

  @Override
  public JsonNode post(String path, @Nullable JsonNode body) {
    return read(http.send("POST", path, body));
  }

  @Override
  public JsonNode delete(String path) {
    return read(http.send("DELETE", path, null));
  }

  /** Nothing to say (204) is an empty object. */
  private JsonNode read(HttpJson.Answer answer) {
    return answer.status() == 204
        ? Json.mapper().createObjectNode()
        : http.read(answer, JsonNode.class);
  }

  @Override
  public String text(String path) {
    HttpJson.Answer answer = http.send("GET", path, null);
    http.check(answer);
    return answer.body();
  }

  @Override
  public JsonNode postLines(String path, String lines) {
    return http.post(path, lines, JsonNode.class);
  }
}
