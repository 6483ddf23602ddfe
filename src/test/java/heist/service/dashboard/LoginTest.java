package heist.service.dashboard;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import heist.web.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Signing in, roles and classes, through the dashboard's own door. One dashboard for all. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LoginTest {
  @TempDir static Path data;
  private static TestDashboard dashboard;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static @Nullable Person boss;

  /** Somebody signed in. */
  private record Person(String cookie, String csrf) {}

  @BeforeAll
  static void start() {
    dashboard = TestDashboard.withLogin(data);
    dashboard.game.show(20);
  }

  @AfterAll
  static void stop() {
    dashboard.close();
    HTTP.close();
  }

  private static HttpResponse<String> send(
      String method, String path, String body, @Nullable Person who) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(dashboard.address() + path))
            .method(method, BodyPublishers.ofString(body));
    if (who != null) {
      request.header("Cookie", who.cookie()).header(Gate.CSRF, who.csrf());
    }
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  private static Person enter(String path, String body) throws Exception {
    HttpResponse<String> answer = send("POST", path, body, null);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(cookie).contains("HttpOnly").containsIgnoringCase("SameSite=Strict");
    return new Person(
        cookie.substring(0, cookie.indexOf(';')), Json.tree(answer.body()).path("csrf").asString());
  }

  private static Person staff(String name) throws Exception {
    try (var files = Files.walk(data.resolve("secrets"))) {
      Path file =
          files
              .filter(p -> p.getFileName().toString().startsWith("dashboard-" + name))
              .findFirst()
              .orElseThrow();
      return enter(
          "/login",
          "{\"name\":\"%s\",\"password\":\"%s\"}".formatted(name, Files.readString(file).strip()));
    }
  }

  private static int status(String method, String path, @Nullable Person who) throws Exception {
    return send(method, path, method.equals("GET") ? "" : "{}", who).statusCode();
  }

  @Test
  @Order(1)
  void nothingButThePageIsOpen() throws Exception {
    assertThat(status("GET", "/", null)).isEqualTo(200);
    assertThat(status("GET", "/js/main.js", null)).isEqualTo(200);
    for (String path :
        List.of(
            "/api/v1/dashboard",
            "/api/v1/sessions",
            "/api/sessions",
            "/api/v1/office/services",
            "/openapi.json")) {
      assertThat(status("GET", path, null)).as(path).isEqualTo(401);
    }
    assertThat(status("POST", "/api/heist/start", null)).isEqualTo(401);
    assertThat(dashboard.game.asked()).isEmpty();
  }

  @Test
  @Order(2)
  void rolesMayWhatTheyAreFor() throws Exception {
    Person operator = staff("operator");
    boss = operator;
    Person viewer = staff("viewer");
    assertThat(status("GET", "/api/v1/sessions", viewer)).isEqualTo(200);
    assertThat(status("POST", "/api/v1/sessions/s1/pause", viewer)).isEqualTo(403);
    assertThat(status("GET", "/api/v1/office/audit/auth", viewer)).isEqualTo(403);
    assertThat(status("GET", "/api/v1/sessions/s1/events?view=engine", viewer)).isEqualTo(403);
    assertThat(status("GET", "/api/v1/crews/classic", viewer)).isEqualTo(403);
    assertThat(status("POST", "/api/v1/sessions/s1/pause", operator)).isEqualTo(200);
    assertThat(status("POST", "/api/v1/sessions/s1/pause", new Person(operator.cookie(), "wrong")))
        .as("without the page's token")
        .isEqualTo(403);
    assertThat(status("POST", "/logout", viewer)).isEqualTo(200);
    assertThat(status("GET", "/api/v1/sessions", viewer)).isEqualTo(401);
  }

  @Test
  @Order(3)
  void aClassAccusesEachForThemselvesAndIsToldAfterTheReveal() throws Exception {
    Person host = staff("operator");
    JsonNode room = Json.tree(send("POST", "/api/v1/class", "{\"session\":\"s1\"}", host).body());
    String code = room.path("code").asString("");
    Person ann = join(code, "Ann");
    String seat = "/api/v1/sessions/s1/seat";
    for (String door : new String[] {seat, seat + "/say", seat + "/tool"}) {
      // That the seat is theirs, its token shows at the game; here a player may come through.
      assertThat(send("POST", door, "{\"seat\":\"x\"}", ann).statusCode()).isEqualTo(200);
    }
    Person ben = join(code, "Ben");
    Person eve = join(code, "Eve");
    assertThat(
            send("POST", "/join", "{\"code\":\"%s\",\"name\":\"Ann\"}".formatted(code), null)
                .statusCode())
        .as("a name that is taken")
        .isEqualTo(409);
    accuse(ann, "\"driver\"");
    accuse(ben, "\"hacker\"");
    accuse(ben, "\"driver\"");
    accuse(eve, "null");
    assertThat(send("POST", "/api/v1/class/accusation", "{\"suspect\":\"nobody here\"}", eve))
        .extracting(HttpResponse::statusCode)
        .isEqualTo(400);
    String seen = send("GET", "/api/v1/class", "", ann).body();
    assertThat(Json.tree(seen).has("votes")).isFalse();
    assertThat(seen).doesNotContain("Ben").doesNotContain(code);
    assertThat(status("POST", "/api/v1/class/reveal", ann)).isEqualTo(403);
    assertThat(status("POST", "/api/v1/sessions/s1/accusation", ann)).isEqualTo(403);

    send("POST", "/api/v1/class/reveal", "{\"session\":\"s1\"}", host);
    assertThat(dashboard.game.asked())
        .contains("POST /api/v1/sessions/s1/accusation {\"suspect\":\"driver\",\"lock\":true}");
    JsonNode after = Json.tree(send("GET", "/api/v1/class", "", eve).body());
    assertThat(after.path("votes").toString())
        .isEqualTo(
            "[{\"name\":\"Ann\",\"accused\":true,\"suspect\":\"driver\"},"
                + "{\"name\":\"Ben\",\"accused\":true,\"suspect\":\"driver\"},"
                + "{\"name\":\"Eve\",\"accused\":true,\"suspect\":null}]");
    assertThat(status("POST", "/api/v1/class/accusation", ann)).as("too late").isEqualTo(409);
  }

  private static Person join(String code, String name) throws Exception {
    return enter("/join", "{\"code\":\"%s\",\"name\":\"%s\"}".formatted(code.toLowerCase(), name));
  }

  private static void accuse(Person who, String suspect) throws Exception {
    assertThat(send("POST", "/api/v1/class/accusation", "{\"suspect\":" + suspect + "}", who))
        .extracting(HttpResponse::statusCode)
        .isEqualTo(200);
  }

  @Test
  @Order(4)
  void aTieLocksNobody() {
    assertThat(
            Classes.majority(
                List.of(
                    new Classes.Player("a", true, "driver"),
                    new Classes.Player("b", true, "hacker"),
                    new Classes.Player("c", false, null))))
        .isNull();
  }

  @Test
  @Order(5)
  void guessingIsStopped() throws Exception {
    String wrong = "{\"name\":\"operator\",\"password\":\"guess\"}";
    int last = 0;
    for (int i = 0; i <= Logins.TRIES; i++) {
      last = send("POST", "/login", wrong, null).statusCode();
    }
    assertThat(last).isEqualTo(429);
    assertThat(send("POST", "/join", "{\"code\":\"AAAA\",\"name\":\"x\"}", null).statusCode())
        .isEqualTo(429);
  }

  @Test
  @Order(6)
  void whoDidWhatIsInTheAudit() throws Exception {
    JsonNode audit = Json.tree(send("GET", "/api/v1/office/audit/dashboard", "", boss).body());
    assertThat(audit.at("/verify/intact").asBoolean()).isTrue();
    List<String> rows =
        audit
            .path("entries")
            .valueStream()
            .map(row -> row.path("entry"))
            .map(e ->
                String.join(
                    " ",
                    e.path("actor").asString("-"),
                    e.path("action").asString(),
                    e.path("what").asString("-"),
                    e.path("session").asString("-"),
                    e.path("outcome").asString()))
            .toList();
    assertThat(rows)
        .contains(
            "operator person.login - - ok",
            "viewer person.login - - ok",
            "viewer person.logout - - ok",
            "viewer dashboard.post /api/v1/sessions/s1/pause s1 refused",
            "operator dashboard.post /api/v1/sessions/s1/pause s1 ok",
            "operator dashboard.post /api/v1/sessions/s1/pause s1 refused",
            "player Ann person.joined - - ok",
            "player Ann dashboard.post /api/v1/class/accusation - ok",
            "player Ann dashboard.post /api/v1/sessions/s1/seat/say s1 ok",
            "player Ann dashboard.post /api/v1/sessions/s1/accusation s1 refused",
            "operator dashboard.post /api/v1/class/reveal s1 ok");
    assertThat(rows.stream().filter("- person.login - - refused"::equals))
        .as("tries, up to the limit")
        .hasSize(Logins.TRIES);
    assertThat(rows).noneMatch(row -> row.startsWith("- dashboard"));
    assertThat(rows).as("looking is no deed").noneMatch(row -> row.contains("/seat s1"));
    assertThat(audit.toString())
        .doesNotContain("guess")
        .doesNotContain(requireNonNull(boss).csrf());
    assertThat(status("GET", "/audit/tail", boss)).as("for tokens, not for people").isEqualTo(401);
    assertThat(status("GET", "/audit/verify", null)).isEqualTo(401);
  }
}
