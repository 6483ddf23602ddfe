package heist.cli;

import heist.HeistException;
import heist.event.EventCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A game service that tells one recorded session, and waits for an accusation if asked to. */
final class FakeGame implements Door {
  private static final Path SESSION = Path.of("src/test/resources/heist/cli/render/session.jsonl");

  /** What was posted: path and body. */
  final List<String> posts = new ArrayList<>();

  private final List<String> events;
  private boolean asking;
  private boolean stopped;

  FakeGame() {
    try {
      events = Files.readAllLines(SESSION);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public JsonNode get(String path) {
    if (path.contains("/events")) {
      return page(Long.parseLong(path.replaceAll(".*after=(\\d+).*", "$1")));
    }
    if (path.startsWith("/api/v1/sessions?")) {
      return EventCodec.parse(
          "{\"sessions\":[{\"id\":\"s1\",\"state\":\"completed\",\"scenario\":\"bank\",\"turn\":7,"
              + "\"verdict\":\"SUCCESS\",\"outcome\":\"failure\"}]}");
    }
    if (path.equals("/api/v1/sessions/s1")) {
      return EventCodec.parse(
          "{\"id\":\"s1\",\"state\":\"completed\",\"crew\":[{\"name\":\"hacker\"}]}");
    }
    if (path.equals("/api/v1/sessions/asking")) {
      return EventCodec.parse(
          "{\"id\":\"asking\",\"state\":\"running\",\"approval\":{\"approval\":3,\"agent\":\"hacker\","
              + "\"tool\":\"calculator\",\"arguments\":{\"expression\":\"6*7\"},\"seconds_left\":250}}");
    }
    if (path.equals("/api/v1/stats")) {
      return EventCodec.parse(
          "{\"sessions\":3,\"verdicts\":{\"success\":1},\"mole_games\":{\"games\":4,\"crew_wins\":"
              + "{\"count\":1,\"of\":4,\"rate\":0.25,\"low\":0.05,\"high\":0.7}}}");
    }
    throw new HeistException(
        HeistException.Kind.NOT_FOUND, "there is no session " + path.replaceAll(".*/", ""));
  }

  private JsonNode page(long after) {
    ObjectNode page = JsonNodeFactory.instance.objectNode();
    var list = page.putArray("events");
    long last = after;
    for (String line : events) {
      JsonNode event = EventCodec.parse(line);
      if (asking && event.path("type").asString("").equals("accusation_locked")) {
        break;
      }
      if (event.path("seq").asLong() > after && list.size() < 7) {
        list.add(event);
        last = event.path("seq").asLong();
      }
    }
    if (stopped && asking && list.isEmpty()) {
      list.add(
          EventCodec.parse(
              "{\"v\":1,\"type\":\"session_ended\",\"seq\":"
                  + (last + 1)
                  + ",\"end\":\"STOPPED\"}"));
    }
    return page.put("last", last)
        .put("state", stopped ? "stopped" : asking ? "accusing" : "running");
  }

  @Override
  public JsonNode post(String path, @Nullable JsonNode body) {
    posts.add(path + " " + body);
    if (path.equals("/api/v1/sessions")) {
      asking = body != null && body.path("accuse").asString("").equals("person");
      return EventCodec.parse("{\"id\":\"s1\"}");
    }
    if (path.endsWith("/accusation")) {
      asking = false;
    }
    if (path.endsWith("/stop")) {
      stopped = true;
    }
    return EventCodec.parse("{\"success\":true,\"number\":4}");
  }

  @Override
  public JsonNode delete(String path) {
    posts.add("DELETE " + path);
    return EventCodec.parse("{}");
  }

  @Override
  public String text(String path) {
    return String.join("\n", events) + "\n";
  }

  @Override
  public JsonNode postLines(String path, String lines) {
    posts.add(path + " " + lines.lines().count() + " lines");
    return EventCodec.parse("{\"id\":\"s2\"}");
  }
}
