package heist.service.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Raw requests as no browser of an honest page sends them: names made to point here, other sites,
 * frames, tricks with paths. What is accepted wrongly is counted, and must be nothing.
 */
class WebSafetyTest {
  @TempDir private static Path data;
  private static TestDashboard dashboard;

  @BeforeAll
  static void start() {
    dashboard = TestDashboard.start(data);
    dashboard.game.show(5);
  }

  @AfterAll
  static void stop() {
    dashboard.close();
  }

  private static String here() {
    return "127.0.0.1:" + dashboard.address().getPort();
  }

  /** The whole answer to a request as it stands; lines end as HTTP wants it. */
  private static String raw(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", dashboard.address().getPort())) {
      socket.setSoTimeout(60_000);
      socket
          .getOutputStream()
          .write(request.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The head of the answer alone: a connection that is asked to become a WebSocket stays open. */
  private static String head(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", dashboard.address().getPort())) {
      socket.setSoTimeout(60_000);
      socket
          .getOutputStream()
          .write(request.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int next = socket.getInputStream().read();
        if (next < 0) {
          break;
        }
        head.append((char) next);
      }
      return head.toString();
    }
  }

  private static String get(String path, String... headers) throws IOException {
    return raw(
        "GET " + path + " HTTP/1.1\nConnection: close\n" + String.join("\n", headers) + "\n\n");
  }

  private static int status(String answer) {
    return answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9, 12)) : 0;
  }

  @Test
  void names_made_to_point_here_are_refused() throws Exception {
    List<String> accepted = new ArrayList<>();
    for (String host :
        List.of(
            "evil.example",
            "127.0.0.1.evil.example",
            "localhost.evil.example",
            "evil.example:" + dashboard.address().getPort(),
            "127.0.0.1:80@evil.example",
            "localhost@evil.example",
            "",
            "0.0.0.0",
            "[::]",
            "127.1",
            "2130706433",
            "0x7f.1",
            "local host",
            "localhost\t.evil.example",
            "localhost/evil",
            "localhost#evil")) {
      if (status(get("/api/sessions", "Host: " + host)) < 400) {
        accepted.add(host);
      }
    }
    if (status(get("/api/sessions")) < 400) {
      accepted.add("no host");
    }
    if (status(get("/api/sessions", "Host: " + here(), "Host: evil.example")) < 400) {
      accepted.add("two hosts");
    }
    if (status(get("http://evil.example/api/sessions", "Host: " + here())) < 400) {
      accepted.add("another host in the request line");
    }
    if (status(raw("GET /api/sessions HTTP/1.0\n\n")) == 200) {
      accepted.add("HTTP/1.0 without a host");
    }
    assertThat(accepted).isEmpty();
    assertThat(status(get("/api/sessions", "Host: LOCALHOST"))).isEqualTo(200);
  }

  @Test
  void other_sites_may_neither_read_nor_act() throws Exception {
    int port = dashboard.address().getPort();
    List<String> accepted = new ArrayList<>();
    for (String origin :
        List.of(
            "http://evil.example",
            "http://localhost:" + port,
            "http://127.0.0.1:" + (port - 1),
            "http://127.0.0.1",
            "http://127.0.0.1:" + port + ".evil.example",
            "http://evil.example:" + port,
            "file://",
            "null",
            "chrome-extension://abc",
            "http://user@127.0.0.1:" + port)) {
      String from = "Origin: " + origin;
      String post =
          "POST /api/heist/s1/stop HTTP/1.1\nConnection: close\nHost: "
              + here()
              + "\n"
              + from
              + "\nContent-Type: text/plain\nContent-Length: 2\n\n{}";
      String socket =
          "GET /ws?session=s1 HTTP/1.1\nHost: "
              + here()
              + "\n"
              + from
              + "\nConnection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 13\n"
              + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n\n";
      for (String answer :
          List.of(get("/api/sessions", "Host: " + here(), from), raw(post), head(socket))) {
        if (status(answer) < 400) {
          accepted.add(origin + " " + answer.lines().findFirst().orElse(""));
        }
        assertThat(answer).as(origin).doesNotContainIgnoringCase("Access-Control-Allow");
      }
    }
    for (String site : List.of("cross-site", "same-site")) {
      String post =
          "POST /api/v1/sessions/s1/stop HTTP/1.1\nConnection: close\nHost: "
              + here()
              + "\nSec-Fetch-Site: "
              + site
              + "\nContent-Length: 2\n\n{}";
      if (status(raw(post)) < 400) {
        accepted.add(site);
      }
    }
    assertThat(accepted).isEmpty();
    assertThat(dashboard.game.asked()).as("what reached the game").isEmpty();
  }

  @Test
  void no_answer_can_be_framed_sniffed_or_embedded_elsewhere() throws Exception {
    for (String path :
        List.of(
            "/",
            "/js/main.js",
            "/css/tokens.css",
            "/api/sessions",
            "/api/v1/sessions/s1",
            "/api/session/none",
            "/nowhere",
            "/docs",
            "/openapi.json")) {
      String answer = get(path, "Host: " + here());
      String head = answer.substring(0, answer.indexOf("\r\n\r\n"));
      assertThat(head)
          .as(path)
          .contains("X-Frame-Options: DENY")
          .contains("X-Content-Type-Options: nosniff")
          .contains("Cross-Origin-Resource-Policy: same-origin")
          .doesNotContainIgnoringCase("Server:")
          .doesNotContainIgnoringCase("Jetty");
    }
    String refused = get("/", "Host: evil.example");
    assertThat(refused).contains("X-Frame-Options: DENY");
  }

  @Test
  void tricks_with_paths_reach_no_file_and_no_other_service() throws Exception {
    List<String> served = new ArrayList<>();
    for (String path :
        List.of(
            "/js/../../logback.xml",
            "/js/..%2f..%2flogback.xml",
            "/js/%2e%2e/%2e%2e/logback.xml",
            "/js/..;/logback.xml",
            "/js/..\\logback.xml",
            "/js/%5c..%5clogback.xml",
            "/js/main.js%00.css",
            "/js//main.js",
            "/lib/../../../../etc/passwd",
            "/css/%252e%252e/logback.xml",
            "/JS/main.js",
            "/dashboard/index.html",
            "/META-INF/MANIFEST.MF",
            "/db/sqlite/game/V1__sessions.sql",
            "//evil.example/js/main.js",
            "/api/v1/../token",
            "/api/v1/..%2ftoken",
            "/api/v1/sessions/s1/../../../health",
            "/api/v1/sessions/%2e%2e/%2e%2e/metrics",
            "/api/v1//token",
            "/api/timeline/..%2f..%2fmetrics",
            "/api/ai-detect/session/..;/x")) {
      String answer = get(path, "Host: " + here());
      if (status(answer) < 400) {
        served.add(path + " " + answer.lines().findFirst().orElse(""));
      }
      assertThat(answer).as(path).doesNotContain("<configuration>", "root:", "CREATE TABLE");
    }
    assertThat(served).isEmpty();
  }

  @Test
  void methods_that_nothing_here_needs_are_refused() throws Exception {
    for (String method : List.of("TRACE", "CONNECT", "PATCH", "PROPFIND", "get", "X".repeat(300))) {
      String answer =
          raw(
              method
                  + " / HTTP/1.1\nConnection: close\nHost: "
                  + here()
                  + "\nX-Secret: s3cret\n\n");
      assertThat(status(answer)).as(method).isBetween(400, 501);
      assertThat(answer).as(method).doesNotContain("s3cret");
    }
  }
}
