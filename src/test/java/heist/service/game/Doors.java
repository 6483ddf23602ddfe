package heist.service.game;

import heist.client.HttpJson;
import heist.client.Target;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** All that a player can ask for, as it comes: status, headers and bytes. */
final class Doors {
  private static final Pattern COMMITMENT = Pattern.compile("\"commitment\":\"[0-9a-f]{64}\"");

  private static final int PAGE = 500;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final House house;
  private final HttpClient http;
  private final Map<Target, String> tokens;

  Doors(House house, HttpClient http) {
    this.house = house;
    this.http = http;
    this.tokens =
        Map.of(
            Target.GAME,
            house.token(Target.GAME, "session:read", "session:write", "feed:public"),
            Target.DETECTION,
            house.token(Target.DETECTION, "detection:use"),
            Target.ANALYTICS,
            house.token(Target.ANALYTICS, "analytics:read"));
  }

  /** One request: what was asked, and every byte that came, the commitment's apart. */
  String ask(Target target, String method, String path, String body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(house.at(target) + path))
            .version(HttpClient.Version.HTTP_1_1);
    if (tokens.containsKey(target)) {
      request.header("Authorization", "Bearer " + tokens.get(target));
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    request.method(
        method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
    String text = new String(answer.body(), StandardCharsets.UTF_8);
    var told = new java.util.TreeMap<>(answer.headers().map());
    // Of the connection, not of the answer: it depends on how fast a refused body came in.
    told.remove("connection");
    return masked(
        "%s %s %s\n%d\n%s\n%s".formatted(target, method, path, answer.statusCode(), told, text));
  }

  /** Without the commitment, and without the ports, in which the two houses differ. */
  static String masked(String text) {
    return COMMITMENT
        .matcher(text)
        .replaceAll("\"commitment\":\"-\"")
        .replaceAll("127\\.0\\.0\\.1:\\d+", "here");
  }

  private record Request(Target target, String method, String path, String body) {
    static Request get(Target target, String path) {
      return new Request(target, "GET", path, "");
    }

    static Request post(String path, String body) {
      return new Request(Target.GAME, "POST", path, body);
    }
  }

  /** All that can be asked of one session at rest. */
  private static List<Request> requests(String id) {
    List<Request> all = new ArrayList<>();
    String game = "/api/v1/sessions/" + id;
    for (String path :
        List.of(
            "",
            "/events",
            "/events?after=3",
            "/events?view=engine",
            "/events?after=x",
            "/world",
            "/sabotage",
            "/influence",
            "/export",
            "/export?format=full",
            "/export?format=csv",
            "/export?format=md",
            "/export?format=html",
            "/export?format=inspect")) {
      all.add(Request.get(Target.GAME, game + path));
    }
    for (String path :
        List.of(
            "/api/heist/" + id + "/status",
            "/api/heist/" + id + "/commands",
            "/api/heist/" + id + "/mole-status",
            "/api/session/" + id,
            game + "/export?format=full",
            game + "/none")) {
      all.add(Request.get(Target.DASHBOARD, path));
    }
    for (String detector : List.of("classic", "evidence", "hybrid")) {
      all.add(
          Request.get(Target.DETECTION, "/api/ai-detect/session/" + id + "?detector=" + detector));
    }
    // Refusals name states and agents.
    all.add(Request.post(game + "/accusation", "{\"suspect\":\"nobody else\"}"));
    all.add(Request.post(game + "/extend", "{\"rounds\":2000}"));
    all.add(Request.post(game + "/fork", "{\"turn\":1}"));
    all.add(Request.post("/api/v1/sessions", "{\"id\":\"" + id + "\",\"seed\":\"1\"}"));
    return all;
  }

  /**
   * What there is to see of one session at rest.
   *
   * @param share 1: all of it; 3: a third of it, which third by the session's script
   */
  List<String> session(Drawn drawn, int share) throws Exception {
    List<String> seen = new ArrayList<>();
    List<Request> all = requests(drawn.id());
    for (int i = (int) Math.floorMod(drawn.script(), (long) share); i < all.size(); i += share) {
      Request one = all.get(i);
      seen.add(ask(one.target(), one.method(), one.path(), one.body()));
    }
    return seen;
  }

  /** What is told of all sessions. */
  List<String> global() throws Exception {
    List<String> seen = new ArrayList<>();
    for (String path :
        List.of(
            "/api/v1/sessions?limit=500",
            "/api/v1/stats",
            "/api/v1/events",
            "/api/v1/events?limit=7",
            "/api/v1/events?view=engine")) {
      seen.add(ask(Target.GAME, "GET", path, ""));
    }
    for (String path : List.of("/api/sessions", "/api/latest-session", "/api/heist/active")) {
      seen.add(ask(Target.DASHBOARD, "GET", path, ""));
    }
    return seen;
  }

  /** What analytics makes of all sessions, once it has read as many messages as there are. */
  List<String> figures(HttpJson game) throws Exception {
    long messages = 0;
    String one = "";
    for (int offset = 0; ; offset += PAGE) {
      JsonNode page =
          game.get("/api/v1/sessions?limit=" + PAGE + "&offset=" + offset, JsonNode.class);
      JsonNode list = page.path("sessions");
      for (JsonNode session : list) {
        messages += session.path("messages").asLong();
        one = session.path("id").asString("");
      }
      if (list.size() < PAGE) {
        break;
      }
    }
    List<String> seen = new ArrayList<>(List.of(summary(messages)));
    for (String path :
        List.of(
            "/api/tool-stats",
            "/api/agents",
            "/api/agent-activity/" + one,
            "/api/interaction-matrix/" + one,
            "/api/analytics/session/" + one,
            "/api/timeline/" + one,
            "/api/compare",
            "/api/metrics",
            "/api/search?q=vault")) {
      seen.add(ask(Target.ANALYTICS, "GET", path, ""));
    }
    return seen;
  }

  /** Analytics reads the feed at its own pace: asked until it has read so many messages. */
  private String summary(long messages) throws Exception {
    Instant end = Instant.now().plus(PATIENCE);
    String summary = "";
    while (!summary.contains("\"total_messages\":" + messages + ",")) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError(
            "analytics has not read %d messages within %s; it says: %s"
                .formatted(messages, PATIENCE, summary));
      }
      summary = ask(Target.ANALYTICS, "GET", "/api/stats/summary", "");
    }
    return summary;
  }

  /** The Server-Sent Events of a session up to a number. */
  String stream(String id, long upTo) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(house.at(Target.GAME) + "/api/v1/sessions/" + id + "/events"))
            .header("Authorization", "Bearer " + tokens.get(Target.GAME))
            .header("Accept", "text/event-stream")
            .build();
    HttpResponse<java.io.InputStream> answer = http.send(request, BodyHandlers.ofInputStream());
    StringBuilder text = new StringBuilder(answer.headers().map() + "\n");
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
      boolean last = false;
      String line = in.readLine();
      while (line != null) {
        text.append(line).append('\n');
        last |= line.equals("id: " + upTo);
        if (last && line.isEmpty()) {
          break;
        }
        line = in.readLine();
      }
    }
    return masked(text.toString());
  }

  /** The frames of the dashboard's WebSocket until it has caught up. */
  String frames(String id) throws Exception {
    StringBuilder text = new StringBuilder();
    CompletableFuture<String> caughtUp = new CompletableFuture<>();
    WebSocket.Listener listener =
        new WebSocket.Listener() {
          private final StringBuilder frame = new StringBuilder();

          @Override
          public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            frame.append(data);
            if (last) {
              text.append(frame).append('\n');
              if (frame.indexOf("\"type\":\"caught_up\"") >= 0) {
                caughtUp.complete(text.toString());
              }
              frame.setLength(0);
            }
            socket.request(1);
            return CompletableFuture.completedFuture(null);
          }

          @Override
          public void onError(WebSocket socket, Throwable error) {
            caughtUp.completeExceptionally(error);
          }
        };
    WebSocket socket =
        http.newWebSocketBuilder()
            .buildAsync(
                URI.create(
                    house.at(Target.DASHBOARD).toString().replace("http", "ws")
                        + "/ws?session="
                        + id),
                listener)
            .get(60, TimeUnit.SECONDS);
    try {
      return masked(caughtUp.get(60, TimeUnit.SECONDS));
    } finally {
      socket.abort();
    }
  }
}
