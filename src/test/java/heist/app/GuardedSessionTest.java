package heist.app;

import static heist.app.TestHeist.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heist.client.HttpJson;
import heist.client.Target;
import heist.web.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** An agent is cut off in the middle of a session; and nothing secret is left lying about. */
class GuardedSessionTest {
  @TempDir private Path data;

  private TestHeist heist;
  private LogKept log;

  @BeforeEach
  void start() {
    log = new LogKept(data.resolve("all.log"));
    heist = TestHeist.start(data);
  }

  @AfterEach
  void stop() {
    heist.close();
    log.close();
  }

  @Test
  void anAgentIsCutOffInTheMiddleAndTheSessionGoesOn() throws Exception {
    String id = heist.create(request("7", 4).put("pace", 600));
    List<JsonNode> first = stepToTheFirstResult(id);
    // The last in the round: it still has everything to ask.
    String agent =
        first
            .get(indexOf(first, "round_started"))
            .path("order")
            .valueStream()
            .toList()
            .getLast()
            .asString();
    String crew = crewOf(id);
    String mine = heist.agentToken(crew, agent, id);
    String elsewhere = heist.agentToken(crew, agent, "another-session");
    for (Target target : TestHeist.TOOLS) {
      assertThat(status(target, mine)).isEqualTo(200);
    }

    heist
        .game()
        .post("/api/v1/sessions/" + id + "/revoke", Json.tree("{\"agent\":\"" + agent + "\"}"));
    long begun = System.nanoTime();
    for (Target target : TestHeist.TOOLS) {
      while (status(target, mine) != 401) {
        Thread.onSpinWait();
      }
    }
    System.out.printf(
        "cut off at %d services after %d ms%n",
        TestHeist.TOOLS.size(), (System.nanoTime() - begun) / 1_000_000);
    for (Target target : TestHeist.TOOLS) {
      assertThat(status(target, elsewhere)).as("other sessions go on").isEqualTo(200);
    }
    assertThatThrownBy(() -> heist.agentToken(crew, agent, id)).hasMessageContaining("cut off");
    heist.game().post("/api/v1/sessions/" + id + "/pace", Json.tree("{\"seconds\":0}"));
    heist.game().post("/api/v1/sessions/" + id + "/resume", null);
    List<JsonNode> events = heist.awaitEnd(id);

    int at = indexOf(events, "access_revoked");
    assertThat(events.get(at).path("agent").asString()).isEqualTo(agent);
    assertThat(events.get(at).has("by")).isTrue();
    List<JsonNode> later = events.subList(at, events.size());
    List<JsonNode> denied =
        later.stream()
            .filter(e -> isReturned(e) && agent.equals(e.path("agent").asString()))
            .toList();
    assertThat(denied).as("the denials are events").isNotEmpty();
    assertThat(denied).noneMatch(e -> e.path("success").asBoolean(true));
    assertThat(later)
        .as("the others go on")
        .anyMatch(e ->
            isReturned(e)
                && !agent.equals(e.path("agent").asString())
                && e.path("success").asBoolean(false));
    assertThat(later.getLast().path("end").asString()).isEqualTo("COMPLETED");

    everyCallNamesItsEvent(id, events);
    List<JsonNode> audit = heist.audit(Target.AUTH);
    int cut = indexOf(audit, e -> e.path("action").asString().equals("agent.revoked"));
    assertThat(audit.subList(cut, audit.size()))
        .as("no new token for it there")
        .noneMatch(e ->
            e.path("action").asString().equals("token.issued")
                && e.path("session").asString("").equals(id)
                && e.path("actor").asString().endsWith("." + agent));
    assertThat(heist.audit(Target.GAME))
        .extracting(e -> e.path("action").asString())
        .contains("session.created", "session.pause", "session.revoke", "session.resume");
  }

  /** Turn by turn, until a tool has answered; the session rests then. */
  private List<JsonNode> stepToTheFirstResult(String id) {
    heist.game().post("/api/v1/sessions/" + id + "/pause", null);
    for (int pauses = 1; ; pauses++) {
      AtomicInteger left = new AtomicInteger(pauses);
      List<JsonNode> seen =
          heist.await(
              id, e -> e.path("type").asString().equals("paused") && left.decrementAndGet() == 0);
      if (seen.stream().anyMatch(e -> isReturned(e) && e.path("success").asBoolean(false))) {
        return seen;
      }
      heist.game().post("/api/v1/sessions/" + id + "/step", null);
    }
  }

  /** The audits of the tool services against the session's log, call by call. */
  private void everyCallNamesItsEvent(String id, List<JsonNode> events) {
    Map<Long, String> asked = new HashMap<>();
    events.stream()
        .filter(e -> e.path("type").asString().equals("tool_requested"))
        .forEach(e ->
            asked.put(
                e.path("seq").asLong(),
                e.path("agent").asString() + " " + e.path("tool").asString()));
    int calls = 0;
    for (Target target : TestHeist.TOOLS) {
      for (JsonNode row : heist.audit(target)) {
        if (row.path("action").asString().equals("tool.call")
            && row.path("session").asString("").equals(id)) {
          String agent = row.path("actor").asString().replaceFirst("^.*\\.", "");
          assertThat(asked)
              .as(row.toString())
              .containsEntry(row.path("event").asLong(), agent + " " + row.path("what").asString());
          assertThat(row.path("tokenId").asString("")).isNotEmpty();
          assertThat(row.path("scope").asString("")).isNotEmpty();
          calls++;
        }
      }
    }
    long answered =
        events.stream().filter(e -> isReturned(e) && e.path("success").asBoolean(false)).count();
    assertThat(calls).as("calls in the audits").isGreaterThanOrEqualTo((int) answered).isPositive();
  }

  @Test
  void nothingSecretIsLeftLyingAbout() throws Exception {
    String id = heist.create(request("9", 2));
    heist.awaitEnd(id);
    List<String> secret = new ArrayList<>();
    try (Stream<Path> files = Files.list(data.resolve("secrets"))) {
      for (Path file : files.toList()) {
        assertThat(
                java.nio.file.attribute.PosixFilePermissions.toString(
                    Files.getPosixFilePermissions(file)))
            .isEqualTo("rw-------");
        secret.add(Files.readString(file).strip());
      }
    }
    JsonNode keys = Json.tree(heist.secret("auth-signing-keys"));
    for (String part : List.of("d", "p", "q", "dp", "dq", "qi")) {
      secret.add(keys.path("keys").get(0).path(part).asString());
    }
    String crew = crewOf(id);
    for (JsonNode agent : heist.game().get("/api/v1/sessions/" + id).path("crew")) {
      secret.add(heist.agent(crew, agent.path("name").asString()).secret());
    }
    String token = heist.token("operator", Target.GAME);
    // Every token begins with the same header; no part of one may stand anywhere.
    secret.add(token.substring(0, token.indexOf('.')));
    assertThat(secret).hasSizeGreaterThan(20);

    List<String> found = new ArrayList<>();
    long bytes = 0;
    List<String> exports = new ArrayList<>();
    for (String format : List.of("jsonl", "full", "csv", "md")) {
      exports.add(heist.game().text("/api/v1/sessions/" + id + "/export?format=" + format));
    }
    for (Target target : List.of(Target.AUTH, Target.GAME, Target.FILES, Target.CALCULATOR)) {
      exports.add(heist.audit(target).toString());
    }
    for (var service : heist.addresses()) {
      exports.add(
          HttpJson.to(service.target(), service.uri()).send("GET", "/metrics", null).body());
      exports.add(HttpJson.to(service.target(), service.uri()).send("GET", "/health", null).body());
    }
    // Whoever is refused is logged, too, and what is refused with it.
    String forged = heist.token("operator", Target.GAME) + "x";
    for (Target target : TestHeist.TOOLS) {
      assertThat(status(target, forged)).isEqualTo(401);
    }
    heist.close();
    assertThat(Files.readString(data.resolve("all.log")).lines().count())
        .as("lines of the log")
        .isGreaterThan(20);
    for (String export : exports) {
      bytes += export.length();
      note(found, secret, "an answer", export);
    }
    for (Path file : files()) {
      // Databases, their logs, heads, log files: whatever is not the folder of the secrets itself.
      byte[] content = Files.readAllBytes(file);
      bytes += content.length;
      note(
          found,
          secret,
          data.relativize(file).toString(),
          new String(content, StandardCharsets.ISO_8859_1));
    }
    System.out.printf("searched %d bytes for %d secrets: found %s%n", bytes, secret.size(), found);
    assertThat(found).isEmpty();
  }

  private static void note(List<String> found, List<String> secrets, String where, String text) {
    for (String secret : secrets) {
      if (secret.length() >= 16 && text.contains(secret)) {
        found.add(where);
      }
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(data)) {
      return all.filter(Files::isRegularFile)
          .filter(f -> !f.startsWith(data.resolve("secrets")))
          .toList();
    }
  }

  private static boolean isReturned(JsonNode event) {
    return event.path("type").asString("").equals("tool_returned");
  }

  private static int indexOf(List<JsonNode> events, String type) {
    return indexOf(events, e -> e.path("type").asString("").equals(type));
  }

  private static int indexOf(List<JsonNode> list, java.util.function.Predicate<JsonNode> wanted) {
    for (int i = 0; i < list.size(); i++) {
      if (wanted.test(list.get(i))) {
        return i;
      }
    }
    throw new AssertionError("not there");
  }

  private String crewOf(String id) {
    return heist.game().get("/api/v1/sessions/" + id).path("crew_name").asString();
  }

  private int status(Target target, String token) {
    return HttpJson.to(target.id(), heist.address(target))
        .withToken(() -> token)
        .send("GET", "/tools", null)
        .status();
  }
}
