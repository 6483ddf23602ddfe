package heist.outside;

import static org.assertj.core.api.Assertions.assertThat;

import heist.client.AddressBook;
import heist.client.Target;
import heist.web.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * One container a target, as compose.yaml says, on a real engine. ./heist test --all brings engine
 * and base image.
 */
@Tag("docker")
class DockerTest {
  private static final List<String> TARGETS =
      List.of(
          "auth",
          "model",
          "discovery",
          "calculator",
          "game",
          "files",
          "database",
          "memory",
          "analytics",
          "detection",
          "dashboard");
  private static final Duration LONG = Duration.ofMinutes(6);

  @TempDir static Path folder;
  private static Shell shell;
  private static String page;

  @BeforeAll
  static void up() throws Exception {
    Map<String, String> environment =
        new HashMap<>(Map.of("PATH", System.getenv("PATH"), "HOME", folder.toString()));
    for (String name : List.of("DOCKER_HOST")) {
      String value = System.getenv(name);
      if (value != null) {
        environment.put(name, value);
      }
    }
    int port = AddressBook.onFreePorts().of(Target.DASHBOARD).getPort();
    environment.put("HEIST_PORT", Integer.toString(port));
    environment.put("COMPOSE_PROJECT_NAME", "heisttest" + ProcessHandle.current().pid());
    shell = new Shell(Packaged.REPOSITORY, environment);
    page = "http://127.0.0.1:" + port;
    // As after ./heist: the image takes what the same sources were built to, and fetches nothing.
    String keep =
        """
        HEIST_HOME=$PWD; . scripts/common.sh; . scripts/build.sh
        HEIST_RUN=$HEIST_HOME/target/run/$(fingerprint)
        [ -e "$HEIST_RUN/ready" ] || keep_build
        """;
    assertThat(shell.run("bash", "-euc", keep).exit()).isZero();
    var built = shell.run(LONG, "docker", "build", "-q", "-t", "heist", ".");
    assertThat(built.exit()).as(built.err()).isZero();
    var up = compose("up", "-d", "--no-build");
    assertThat(up.exit()).as(() -> up.err() + logs()).isZero();
  }

  @AfterAll
  static void down() throws Exception {
    assertThat(compose("down", "-v", "--timeout", "10").exit()).isZero();
  }

  @Test
  void everyContainerComesUpHealthyAfterWhatItNeeds() throws Exception {
    Map<String, Instant> started = new HashMap<>();
    for (String target : TARGETS) {
      String state = until(() -> inspect(target, "{{.State.Health.Status}}"), "healthy"::equals);
      assertThat(state).as(target).isEqualTo("healthy");
      started.put(target, Instant.parse(inspect(target, "{{.State.StartedAt}}")));
    }
    assertThat(started.get("game")).isAfter(started.get("discovery"));
    assertThat(started.get("discovery")).isAfter(started.get("auth"));
    assertThat(started.get("dashboard")).isAfter(started.get("game"));
  }

  @Test
  void eachIsNobodyInParticularAndSeesItsOwnSecretOnly() throws Exception {
    for (String target : List.of("calculator", "dashboard")) {
      assertThat(in(target, "id", "-u")).isEqualTo("10001\n");
      assertThat(in(target, "ls", "/run/heist")).isEqualTo(target + "\n");
    }
  }

  @Test
  void noneWritesOutsideItsVolumeOrHasAnyPrivilege() throws Exception {
    String tries =
        """
        grep -E 'Cap(Prm|Eff|Bnd)|NoNewPrivs' /proc/self/status
        for place in /opt/heist /etc /run/heist/* /data /tmp; do
          touch $place/mine 2>/dev/null && echo wrote to $place
        done
        rm -f /data/mine
        """;
    for (String target : TARGETS) {
      assertThat(in(target, "sh", "-c", tries).replace('\t', ' '))
          .as(target)
          .isEqualTo(
              """
              CapPrm: 0000000000000000
              CapEff: 0000000000000000
              CapBnd: 0000000000000000
              NoNewPrivs: 1
              wrote to /data
              wrote to /tmp
              """);
    }
  }

  @Test
  void aWholeHeistThroughTheDashboard() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      JsonNode begun = post(client, "/api/heist/start", "{\"config\":{\"rounds\":2,\"pace\":0}}");
      String id = begun.path("session_id").asString();
      assertThat(begun.path("success").asBoolean()).as(begun.toString()).isTrue();
      String status =
          until(
              () -> get(client, "/api/heist/" + id + "/status"),
              text -> text.contains("accusing") || text.contains("completed"));
      assertThat(status).contains("accusing");
      assertThat(
              post(client, "/api/heist/" + id + "/detect-mole", "{\"agent\":\"hacker\"}")
                  .path("success")
                  .asBoolean())
          .isTrue();
      JsonNode verdict = post(client, "/api/heist/" + id + "/evaluate-detection", "{}");
      assertThat(verdict.path("outcome").asString())
          .as(verdict.toString())
          .isIn("SUCCESS", "FAILURE", "BUSTED");
      assertThat(
              until(
                  () -> get(client, "/api/heist/" + id + "/status"),
                  text -> text.contains("completed")))
          .contains("completed");
    }
  }

  private static JsonNode post(HttpClient client, String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(page + path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    return Json.mapper().readTree(answer.body());
  }

  private static String get(HttpClient client, String path) throws Exception {
    return client
        .send(
            HttpRequest.newBuilder(URI.create(page + path)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private interface Look {
    String look() throws Exception;
  }

  /**
   * Looks until it is as wished; at most four minutes. What is waited for are other machines, in a
   * manner of speaking.
   */
  private static String until(Look look, Predicate<String> wished) throws Exception {
    String seen = look.look();
    for (int i = 0; i < 240 && !wished.test(seen); i++) {
      assertThat(shell.run("sleep", "1").exit()).isZero();
      seen = look.look();
    }
    return seen;
  }

  private static String inspect(String target, String format) throws Exception {
    return shell.run("docker", "inspect", "--format", format, container(target)).out().strip();
  }

  private static String in(String target, String... command) throws Exception {
    List<String> all = new ArrayList<>(List.of("docker", "exec", container(target)));
    all.addAll(List.of(command));
    return shell.run(all.toArray(String[]::new)).out();
  }

  private static String container(String target) throws Exception {
    return compose("ps", "-q", target).out().strip();
  }

  private static String logs() {
    try {
      return compose("logs", "--tail=20").out();
    } catch (Exception e) {
      return e.toString();
    }
  }

  private static Shell.Said compose(String... arguments) throws Exception {
    String program = System.getenv().getOrDefault("HEIST_COMPOSE", "docker compose");
    List<String> command = new ArrayList<>(List.of(program.split(" ", -1)));
    command.addAll(List.of(arguments));
    return shell.run(LONG, command.toArray(String[]::new));
  }
}
