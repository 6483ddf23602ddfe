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

  /** Everything there is to see of one session at rest. */
  List<String> session(String id) throws Exception {
    List<String> seen = new ArrayList<>();
    String game = "/api/v1/sessions/" + id;
    for (String path :
        List.of(
            game,
            game + "/events",
            game + "/events?after=3",
            game + "/events?view=engine",
            game + "/events?after=x",
            game + "/world",
            game + "/export",
            game + "/export?format=full",
            game + "/export?format=csv",
            game + "/export?format=md",
            game + "/export?format=html",
            game + "/export?format=inspect")) {
      seen.add(ask(Target.GAME, "GET", path, ""));
    }
    for (String path :
        List.of(
            "/api/heist/" + id + "/status",
            "/api/heist/" + id + "/commands",
            "/api/heist/" + id + "/mole-status",
            "/api/session/" + id,
            "/api/analytics/session/none",
            game + "/export?format=full",
            game + "/none")) {
      seen.add(ask(Target.DASHBOARD, "GET", path, ""));
    }
    for (String detector : List.of("classic", "evidence", "hybrid")) {
      seen.add(
          ask(
              Target.DETECTION,
              "GET",
              "/api/ai-detect/session/" + id + "?detector=" + detector,
              ""));
    }
    // Refusals name states and agents.
    seen.add(ask(Target.GAME, "POST", game + "/accusation", "{\"suspect\":\"nobody else\"}"));
    seen.add(ask(Target.GAME, "POST", game + "/extend", "{\"rounds\":2000}"));
    seen.add(ask(Target.GAME, "POST", game + "/fork", "{\"turn\":1}"));
    seen.add(
        ask(Target.GAME, "POST", "/api/v1/sessions", "{\"id\":\"" + id + "\",\"seed\":\"1\"}"));
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
    JsonNode list = game.get("/api/v1/sessions?limit=500", JsonNode.class);
    for (JsonNode session : list.path("sessions")) {
      messages += session.path("messages").asLong();
    }
    String summary = "";
    while (!summary.contains("\"total_messages\":" + messages)) {
      summary = ask(Target.ANALYTICS, "GET", "/api/stats/summary", "");
      Thread.onSpinWait();
    }
    List<String> seen = new ArrayList<>(List.of(summary));
    String one = list.path("sessions").path(0).path("id").asString("");
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
            .get(20, TimeUnit.SECONDS);
    try {
      return masked(caughtUp.get(20, TimeUnit.SECONDS));
    } finally {
      socket.abort();
    }
  }
}
