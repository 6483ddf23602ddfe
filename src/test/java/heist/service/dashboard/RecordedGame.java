package heist.service.dashboard;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import heist.web.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A game service (and its authorization server) that plays a recorded session: the test says when
 * the next events come. What is asked of it is kept. Thread-safe.
 */
final class RecordedGame implements AutoCloseable {
  /** The one session, and how a recorded line is addressed. */
  static final String SESSION = "s1";

  private final HttpServer server;
  private final List<ObjectNode> recording;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private final List<String> asked = new ArrayList<>();
  private int shown;
  private boolean exists;

  private RecordedGame(List<ObjectNode> recording, int port) {
    this.recording = new ArrayList<>(recording);
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  /** With the recording of a whole heist on a free port; nothing is shown yet. */
  static RecordedGame start() {
    return new RecordedGame(recording(), 0);
  }

  static List<ObjectNode> recording() {
    try (InputStream in = RecordedGame.class.getResourceAsStream("/dashboard/bank.jsonl")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().map(line -> (ObjectNode) Json.tree(line)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The session exists from now on, and its first {@code count} events have happened. */
  RecordedGame show(int count) {
    locked(() -> {
      exists = count > 0;
      shown = Math.min(count, recording.size());
      more.signalAll();
    });
    return this;
  }

  /** Everything up to and with the first event of this type has happened. */
  RecordedGame showTo(String type) {
    for (int i = 0; i < recording.size(); i++) {
      if (recording.get(i).path("type").asString("").equals(type)) {
        return show(i + 1);
      }
    }
    throw new IllegalArgumentException("no " + type + " in the recording");
  }

  /** Makes the talk go on, one turn with a tool call after the other, to this many events. */
  RecordedGame lengthen(int events) {
    List<ObjectNode> turn = new ArrayList<>();
    for (ObjectNode event : recording) {
      turn.add(event);
      if (event.path("type").asString("").equals("turn_ended") && turn.size() > 4) {
        break;
      }
    }
    ObjectNode first = turn.getFirst();
    List<String> agents = new ArrayList<>();
    first.path("crew").forEach(member -> agents.add(member.path("name").asString("")));
    recording.clear();
    recording.add(first.put("rounds", events / 36));
    for (int n = 1; recording.size() < events; n++) {
      if (n % agents.size() == 1) {
        ObjectNode round = add("round_started", n).put("round", 1 + n / agents.size());
        agents.forEach(round.putArray("order")::add);
      }
      String agent = agents.get(n % agents.size());
      add("turn_started", n).put("agent", agent).put("kind", "TALK");
      add("tool_requested", n)
          .put("agent", agent)
          .put("call", "t" + n)
          .put("tool", "calculator")
          .putObject("arguments")
          .put("expression", n + " + 1");
      add("tool_returned", n)
          .put("agent", agent)
          .put("call", "t" + n)
          .put("tool", "calculator")
          .put("success", n % 9 != 0)
          .put("result", String.valueOf(n + 1));
      String needle = n % 40 == 0 && n <= 680 ? " There is the needle." : "";
      add("message_spoken", n)
          .put("agent", agent)
          .put(
              "text",
              "Line "
                  + n
                  + ", about the way in and the time it takes. ".repeat(1 + n % 5)
                  + needle);
      add("turn_ended", n).put("agent", agent).put("outcome", "SPOKE");
    }
    return this;
  }

  private ObjectNode add(String type, int turn) {
    ObjectNode event = Json.mapper().createObjectNode();
    event.put("v", 1).put("type", type).put("seq", recording.size() + 1).put("turn", turn);
    recording.add(event);
    return event;
  }

  /** From now on models, tools, people and one agent's name say this. */
  void rewrite(String text) {
    String name = "driver " + text;
    for (ObjectNode event : recording) {
      for (String field : new String[] {"text", "result", "story", "cause"}) {
        if (event.path(field).isString()) {
          event.put(field, text);
        }
      }
      rename(event, name);
      event.path("crew").forEach(member -> rename((ObjectNode) member, name));
      if (event.path("order") instanceof ArrayNode order) {
        for (int i = 0; i < order.size(); i++) {
          if (order.path(i).asString("").equals("driver")) {
            order.set(i, name);
          }
        }
      }
    }
  }

  private static void rename(ObjectNode node, String name) {
    for (String field : new String[] {"agent", "name", "suspect", "mole", "blamedAgent"}) {
      if (node.path(field).asString("").equals("driver")) {
        node.put(field, name);
      }
    }
  }

  RecordedGame showAll() {
    return show(recording.size());
  }

  /** What was asked: {@code POST /path {body}}, without reads. */
  List<String> asked() {
    List<String> copy = new ArrayList<>();
    locked(() -> copy.addAll(asked));
    return copy;
  }

  private void answer(HttpExchange exchange) throws IOException {
    URI uri = exchange.getRequestURI();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String path = uri.getPath();
    if (path.equals("/token")) {
      send(exchange, 200, "{\"access_token\":\"t\",\"expires_in\":3600,\"token_type\":\"Bearer\"}");
      return;
    }
    if (!"Bearer t".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      send(exchange, 401, "{\"detail\":\"no token\"}");
      return;
    }
    if (!exchange.getRequestMethod().equals("GET")) {
      locked(() ->
          asked.add(exchange.getRequestMethod() + " " + path + (body.isEmpty() ? "" : " " + body)));
    }
    String result = route(exchange.getRequestMethod(), path, uri.getRawQuery(), body);
    send(
        exchange,
        result == null ? 404 : 200,
        result == null ? "{\"detail\":\"There is no such session.\"}" : result);
  }

  private @Nullable String route(String method, String path, @Nullable String query, String body) {
    String session = "/api/v1/sessions/" + SESSION;
    if (path.equals("/api/v1/sessions") && method.equals("POST")) {
      show(Math.max(shown, 1));
      return session().toString();
    }
    return switch (path) {
      case "/api/v1/sessions" -> "{\"sessions\":[" + (exists() ? session() : "") + "]}";
      case "/api/v1/scenarios" ->
          "{\"scenarios\":[{\"name\":\"bank\",\"title\":\"The vault of a city bank\"}]}";
      case "/api/v1/crews" -> "{\"crews\":[{\"name\":\"classic\"},{\"name\":\"review\"}]}";
      case "/api/v1/sessions/" + SESSION + "/sabotage" ->
          "{\"sabotage_events\":[{\"turn\":2,\"severity\":0.9}],\"sabotage_score\":0.9}";
      case "/api/v1/models/found" -> "{\"found\":[]}";
      case "/api/v1/events" -> page(number(query, "after"), number(query, "wait"), true);
      case "/api/v1/sessions/" + SESSION + "/events" ->
          page(number(query, "after"), number(query, "wait"), false);
      default -> path.startsWith(session) ? session().toString() : null;
    };
  }

  private boolean exists() {
    boolean[] now = {false};
    locked(() -> now[0] = exists);
    return now[0];
  }

  private ObjectNode session() {
    ObjectNode node = Json.mapper().createObjectNode();
    locked(() -> {
      node.put("id", SESSION).put("title", recording.getFirst().path("title").asString(""));
      node.put("state", state()).put("created", "2026-11-22T21:00:00Z").put("mole_game", true);
      node.set("crew", recording.getFirst().path("crew"));
    });
    return node;
  }

  private String state() {
    String state = "created";
    for (JsonNode event : recording.subList(0, shown)) {
      state =
          switch (event.path("type").asString("")) {
            case "session_created", "resumed", "accusation_locked" -> "running";
            case "pause_requested" -> "pausing";
            case "paused" -> "paused";
            case "deliberation_ended" -> "accusing";
            case "session_ended" -> "completed";
            default -> state;
          };
    }
    return state;
  }

  /**
   * Events after a number, waiting for one if there is none; negative: only where the feed ends.
   */
  private String page(long after, long waitSeconds, boolean global) {
    ObjectNode page = Json.mapper().createObjectNode();
    locked(() -> {
      long left = TimeUnit.SECONDS.toNanos(waitSeconds);
      try {
        while (after >= shown && left > 0) {
          left = more.awaitNanos(left);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      ArrayNode events = page.putArray("events");
      for (int i = (int) Math.max(0, after); after >= 0 && i < shown; i++) {
        ObjectNode event = recording.get(i).deepCopy();
        events.add(global ? event.put("session", SESSION) : event);
      }
      if (global) {
        page.put("last", String.valueOf(shown));
      } else {
        page.put("last", shown).put("state", state());
      }
    });
    return page.toString();
  }

  private static long number(@Nullable String query, String name) {
    for (String pair : query == null ? new String[0] : query.split("&")) {
      if (pair.startsWith(name + "=")) {
        return Long.parseLong(pair.substring(name.length() + 1));
      }
    }
    return 0;
  }

  private void locked(Runnable work) {
    lock.lock();
    try {
      work.run();
    } finally {
      lock.unlock();
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    try (exchange) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
