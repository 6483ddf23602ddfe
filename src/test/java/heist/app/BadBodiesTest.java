package heist.app;

import static org.assertj.core.api.Assertions.assertThat;

import heist.client.HttpJson;
import heist.client.Target;
import heist.client.TokenClient;
import heist.web.Json;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Bad bodies, ids and parameters at every path that game, dashboard, detection and analytics
 * describe: each is refused in words, never a 500, and no session is half written.
 */
class BadBodiesTest {
  private static final String SESSION = "victim";

  /** Values that fit no field, or fit its type and nothing else. */
  private static final List<String> VALUES =
      List.of(
          "[]",
          "{}",
          "\"x\"",
          "\"\"",
          "true",
          "-1",
          "1.5",
          "1e999",
          "123456789012345678901234567890",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "[[[[]]]]",
          "null");

  private static final List<String> FIELDS =
      List.of(
          "id",
          "scenario",
          "task",
          "crew",
          "rounds",
          "seed",
          "mole",
          "pace",
          "llm",
          "agent",
          "text",
          "standing",
          "name",
          "limit",
          "suspect",
          "lock",
          "by",
          "session_id",
          "config",
          "command",
          "agents",
          "turn");

  @TempDir private static Path data;
  private static TestHeist heist;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @BeforeAll
  static void start() {
    heist = TestHeist.start(data);
    var request = TestHeist.request("1", 1).put("id", SESSION).put("pace", 600);
    String unused = heist.create(request);
    JsonNode paused = heist.game().post("/api/v1/sessions/" + SESSION + "/pause", null);
    assertThat(paused.has("number")).isTrue();
  }

  @AfterAll
  static void stop() {
    HTTP.shutdownNow();
    heist.close();
  }

  private static List<byte[]> bodies() {
    List<String> texts = new ArrayList<>();
    texts.addAll(List.of("", " ", "{", "}", "[]", "null", "7", "\"x\"", "{}", "{\"a\":1,\"a\":2}"));
    texts.add("[".repeat(20_000));
    texts.add("{\"a\":".repeat(5000));
    texts.add("{\"" + "k".repeat(60_000) + "\":1}");
    texts.add("<xml/>");
    texts.add("a=b&c=d");
    for (String value : VALUES) {
      StringBuilder all = new StringBuilder("{\"nobody_knows\":1");
      FIELDS.forEach(field -> all.append(",\"").append(field).append("\":").append(value));
      texts.add(all.append('}').toString());
      // One field at a time, in turn, or the first complaint would hide the others.
      int i = VALUES.indexOf(value);
      for (int f = i % 4; f < FIELDS.size(); f += 4) {
        texts.add("{\"" + FIELDS.get(f) + "\":" + value + "}");
      }
    }
    List<byte[]> bodies = new ArrayList<>();
    texts.forEach(text -> bodies.add(text.getBytes(StandardCharsets.UTF_8)));
    bodies.add(new byte[] {'{', '"', (byte) 0xff, (byte) 0xfe, '"', ':', '1', '}'});
    bodies.add(new byte[] {(byte) 0xc0, (byte) 0x80});
    bodies.add(new byte[] {0, 0, 0, 0});
    return bodies;
  }

  private static String token(Target target, String... scopes) {
    TokenClient tokens =
        new TokenClient(heist.address(Target.AUTH), java.time.InstantSource.system());
    return tokens.token(
        new TokenClient.Wish(
            new heist.client.SecretStore(data.resolve("secrets")).credentials("operator"),
            java.util.Set.of(target.audience()),
            java.util.Set.of(scopes),
            null));
  }

  private static HttpResponse<String> send(
      Target target, String token, String method, String path, byte[] body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(heist.address(target) + path))
            .version(HttpClient.Version.HTTP_1_1)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofByteArray(body));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  /** Whatever comes, it is no 500, and what is refused says why. */
  private static void refusedInWords(String where, HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(where + ": " + answer.body()).isLessThan(500);
    assertThat(answer.body()).as(where).doesNotContain("Exception", "java.", "\tat ", "heist.");
    if (answer.statusCode() >= 400) {
      JsonNode told = Json.tree(answer.body());
      assertThat(told.path("detail").asString("") + told.path("error").asString(""))
          .as(where)
          .isNotBlank();
    }
  }

  private static TreeSet<String> sessions() {
    TreeSet<String> ids = new TreeSet<>();
    heist
        .game()
        .get("/api/v1/sessions?limit=500")
        .path("sessions")
        .forEach(s -> ids.add(s.path("id").asString("")));
    return ids;
  }

  /** A fifth of the bodies at each path, others at the next one. */
  @Test
  void bad_bodies_at_every_path_that_takes_one() throws Exception {
    badBodies(5);
  }

  @Test
  @Tag("campaign")
  void every_bad_body_at_every_path_that_takes_one() throws Exception {
    badBodies(1);
  }

  private void badBodies(int every) throws Exception {
    List<byte[]> bodies = bodies();
    int asked = 0;
    int turn = 0;
    for (Target target : List.of(Target.GAME, Target.DASHBOARD, Target.DETECTION)) {
      String token =
          switch (target) {
            case GAME -> token(target, "session:read", "session:write", "feed:public");
            case DETECTION -> token(target, "detection:use");
            default -> "";
          };
      for (Described.Operation operation :
          new Described(HttpJson.to(target.id(), heist.address(target))).operations()) {
        boolean writes = operation.method().equals("POST") || operation.method().equals("PUT");
        if (!writes || !operation.takesBody()) {
          continue;
        }
        String path =
            operation.path().contains("create")
                ? operation.path().replace("{id}", "bad id")
                : operation.path().replace("{id}", SESSION);
        path = path.replace(" ", "%20").replaceAll("\\{[^}]+}", "x");
        for (byte[] body : bodies) {
          if (turn++ % every != 0) {
            continue;
          }
          String where =
              target
                  + " "
                  + operation.method()
                  + " "
                  + path
                  + " "
                  + new String(body, 0, Math.min(body.length, 80), StandardCharsets.UTF_8);
          refusedInWords(where, send(target, token, operation.method(), path, body));
          asked++;
        }
      }
    }
    // Whatever was begun by a body that happened to be good is whole: it can be shown and read.
    for (String id : sessions()) {
      assertThat(heist.game().get("/api/v1/sessions/" + id).path("crew")).isNotEmpty();
      assertThat(heist.game().get("/api/v1/sessions/" + id + "/events").path("events"))
          .isNotEmpty();
    }
    System.out.println("bad bodies: " + asked + " requests, none answered with a 500");
  }

  /** Such sessions began, and failed at their first turn. */
  @Test
  void a_model_is_at_an_http_address_or_the_session_does_not_begin() throws Exception {
    String token = token(Target.GAME, "session:read", "session:write");
    TreeSet<String> before = sessions();
    for (String llm :
        List.of(
            "{\"base_url\":\"file:///etc/passwd\"}",
            "{\"base_url\":\"gopher://127.0.0.1\"}",
            "{\"base_url\":\"\"}",
            "{\"base_url\":\"http://\"}",
            "{\"base_url\":\"http://a b\"}",
            "{\"base_url\":\"http://me:secret@127.0.0.1/v1\"}",
            "{\"base_url\":\"http://127.0.0.1/v1?key=secret\"}",
            "{\"base_url\":null}",
            "{}")) {
      String body = "{\"rounds\":1,\"llm\":" + llm + "}";
      HttpResponse<String> answer =
          send(
              Target.GAME,
              token,
              "POST",
              "/api/v1/sessions",
              body.getBytes(StandardCharsets.UTF_8));
      assertThat(answer.statusCode()).as(llm + answer.body()).isEqualTo(400);
      assertThat(answer.body()).as(llm).contains("base_url").doesNotContain("secret");
    }
    assertThat(sessions()).isEqualTo(before);
  }

  /** Noting such a request read its body again, and that failed: a 500. */
  @Test
  void a_body_too_large_that_does_not_say_so_is_a_413() throws Exception {
    String chunk = "x".repeat(1 << 16);
    for (Target target : List.of(Target.GAME, Target.DASHBOARD, Target.DISCOVERY, Target.AUTH)) {
      for (Described.Operation operation :
          new Described(HttpJson.to(target.id(), heist.address(target))).operations()) {
        if (!operation.method().equals("POST") || !operation.takesBody()) {
          continue;
        }
        String path = operation.path().replace("{id}", SESSION).replaceAll("\\{[^}]+}", "x");
        StringBuilder request =
            new StringBuilder("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1:")
                .append(heist.address(target).getPort())
                .append("\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n")
                .append("Content-Type: application/json\r\n");
        if (target != Target.DASHBOARD) {
          request.append("Authorization: Bearer ").append(token(target)).append("\r\n");
        }
        String head = request + "\r\n";
        try (Socket socket = new Socket("127.0.0.1", heist.address(target).getPort())) {
          socket.setSoTimeout(60_000);
          socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
          // A megabyte is what most take; recordings may have more.
          for (int i = 0; i < 20; i++) {
            socket
                .getOutputStream()
                .write(("10000\r\n" + chunk + "\r\n").getBytes(StandardCharsets.US_ASCII));
          }
          socket.getOutputStream().write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
          byte[] answer = new byte[12];
          int read = socket.getInputStream().readNBytes(answer, 0, answer.length);
          assertThat(new String(answer, 0, read, StandardCharsets.US_ASCII))
              .as(target + " " + path)
              .startsWith("HTTP/1.1 4");
        } catch (SocketException e) {
          // Cut off while still writing: as good.
        }
      }
    }
  }

  @Test
  void bad_ids_and_parameters_at_every_path_that_is_read() throws Exception {
    List<String> ids =
        List.of("none", "%00", "%2e%2e", "a%2Fb", "x".repeat(3000), "%F0%9F%92%A9", "'--");
    List<String> queries =
        List.of(
            "",
            "?after=x&limit=x&offset=-1&wait=-1&q=&format=exe&view=all&sessions=,,&detector=x",
            "?after=99999999999999999999&limit=0&wait=9999&q=%25_&sessions=none",
            "?after=-1&limit=-5&q=" + "y".repeat(500));
    for (Target target :
        List.of(Target.GAME, Target.DASHBOARD, Target.DETECTION, Target.ANALYTICS)) {
      String token =
          switch (target) {
            case GAME ->
                token(target, "session:read", "session:write", "feed:public", "world:read");
            case DETECTION -> token(target, "detection:use");
            case ANALYTICS -> token(target, "analytics:read");
            default -> "";
          };
      for (Described.Operation operation :
          new Described(HttpJson.to(target.id(), heist.address(target))).operations()) {
        if (!operation.method().equals("GET")
            || List.of("/health", "/metrics", "/ws").contains(operation.path())) {
          continue;
        }
        boolean named = operation.path().contains("{");
        for (String id : named ? ids : List.of("-")) {
          for (String query : named ? queries.subList(0, 2) : queries) {
            String path = operation.path().replaceAll("\\{[^}]+}", id) + query;
            refusedInWords(target + " GET " + path, send(target, token, "GET", path, new byte[0]));
          }
        }
      }
    }
  }

  /** Files that are no session, or only nearly. */
  @Test
  void bad_recordings_are_refused_and_leave_nothing() throws Exception {
    String token = token(Target.GAME, "session:read", "session:write", "feed:public");
    String good = heist.export(SESSION);
    List<String> recordings = new ArrayList<>();
    List<String> lines = good.lines().toList();
    recordings.add(String.join("\n", lines.subList(1, lines.size())));
    recordings.add(good.replace("\"v\":1", "\"v\":99"));
    recordings.add(good.replace("session_created", "session_destroyed"));
    recordings.add(lines.getFirst() + "\n" + lines.getFirst());
    recordings.add(lines.getFirst() + "\n{\"v\":1,\"type\":\"turn_ended\",\"seq\":2,\"turn\":1}");
    recordings.add(
        lines.getFirst()
            + "\n{\"v\":1,\"type\":\"accusation_locked\",\"seq\":2,\"suspect\":\"butler\",\"by\":\"x\"}"
            + "\n{\"v\":1,\"type\":\"round_started\",\"seq\":3,\"round\":1,\"order\":[\"ghost\"]}"
            + "\n{\"v\":1,\"type\":\"turn_started\",\"seq\":4,\"turn\":1,\"round\":1,\"agent\":\"ghost\",\"kind\":\"TALK\"}");
    recordings.add(lines.getFirst().replaceFirst("\"crew\":\\[.*?]}]", "\"crew\":[]"));
    for (String recording : recordings) {
      TreeSet<String> before = sessions();
      HttpResponse<String> answer =
          send(
              Target.GAME,
              token,
              "POST",
              "/api/v1/sessions/import",
              recording.getBytes(StandardCharsets.UTF_8));
      refusedInWords(recording.substring(0, Math.min(recording.length(), 200)), answer);
      if (answer.statusCode() >= 400) {
        assertThat(sessions()).isEqualTo(before);
      } else {
        String id = Json.tree(answer.body()).path("id").asString("");
        for (String path : List.of("", "/events", "/export", "/export?format=md", "/world")) {
          refusedInWords(
              path, send(Target.GAME, token, "GET", "/api/v1/sessions/" + id + path, new byte[0]));
        }
        for (String what : List.of("accusation", "extend", "fork", "resume")) {
          byte[] body = "{\"lock\":true}".getBytes(StandardCharsets.UTF_8);
          refusedInWords(
              what, send(Target.GAME, token, "POST", "/api/v1/sessions/" + id + "/" + what, body));
        }
      }
    }
  }
}
