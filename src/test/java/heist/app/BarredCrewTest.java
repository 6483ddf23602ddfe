package heist.app;

import static heist.app.TestHeist.request;
import static org.assertj.core.api.Assertions.assertThat;

import heist.client.AddressBook;
import heist.client.HttpJson;
import heist.client.Target;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Agents whose clients were revoked while nothing ran. */
class BarredCrewTest {
  @TempDir private Path data;

  /**
   * They were offered no tools at all, so that nothing in the session told that they are denied.
   */
  @Test
  void afterARestartAgentsThatWereCutOffAreStillDeniedAsEvents() {
    AddressBook addresses = AddressBook.onFreePorts();
    String id;
    long paused;
    try (TestHeist heist = TestHeist.on(addresses, data)) {
      id = heist.create(request("7", 2).put("pace", 30));
      heist.game().post("/api/v1/sessions/" + id + "/pause", null);
      List<JsonNode> events = heist.await(id, e -> e.path("type").asString("").equals("paused"));
      paused = events.getLast().path("seq").asLong();
      JsonNode session = heist.game().get("/api/v1/sessions/" + id);
      String crew = heist.game().get("/api/v1/sessions/" + id).path("crew_name").asString("");
      HttpJson auth = heist.http(Target.AUTH, "operator", "clients:admin");
      for (JsonNode agent : session.path("crew")) {
        String client = crew + "." + agent.path("name").asString();
        // It has had a token once: whoever never had one is nobody yet.
        heist.agent(crew, agent.path("name").asString());
        auth.check(auth.send("POST", "/clients/" + client + "/revoke", null));
      }
    }
    try (TestHeist heist = TestHeist.on(addresses, data)) {
      heist.game().post("/api/v1/sessions/" + id + "/pace", pace());
      heist.game().post("/api/v1/sessions/" + id + "/resume", null);
      List<JsonNode> later =
          heist.awaitEnd(id).stream().filter(e -> e.path("seq").asLong() > paused).toList();
      List<JsonNode> returned =
          later.stream().filter(e -> e.path("type").asString("").equals("tool_returned")).toList();
      assertThat(returned)
          .as("each denial is an event")
          .isNotEmpty()
          .noneMatch(e -> e.path("success").asBoolean(true))
          .anyMatch(e -> e.path("result").asString("").contains("has been revoked"));
      assertThat(later.getLast().path("end").asString()).isEqualTo("COMPLETED");
      System.out.println("denied after the restart: " + returned.size() + " calls");
    }
  }

  /** Its client was removed, and the session made it anew with its next token. */
  @Test
  void anAgentShutOutInThePageStaysOutUntilItIsLetInAgain() {
    try (TestHeist heist = TestHeist.start(data)) {
      String id = heist.create(request("7", 2).put("pace", 30));
      heist.game().post("/api/v1/sessions/" + id + "/pause", null);
      heist.await(id, e -> e.path("type").asString("").equals("paused"));
      heist.agent("classic", "intel");
      HttpJson page = HttpJson.to("dashboard", heist.address(Target.DASHBOARD));
      String client = "/api/v1/office/clients/classic.intel";
      page.check(page.send("POST", client + "/revoke", null));
      heist.game().post("/api/v1/sessions/" + id + "/pace", pace());
      heist.game().post("/api/v1/sessions/" + id + "/resume", null);
      assertThat(heist.awaitEnd(id))
          .filteredOn(e ->
              e.path("type").asString("").equals("tool_returned")
                  && e.path("agent").asString("").equals("intel"))
          .isNotEmpty()
          .noneMatch(e -> e.path("success").asBoolean(true));
      assertThat(shutOut(page)).containsExactly("classic.intel");
      page.check(page.send("POST", client + "/restore", null));
      assertThat(shutOut(page)).isEmpty();
    }
  }

  private static List<String> shutOut(HttpJson page) {
    JsonNode told = page.get("/api/v1/office/clients", JsonNode.class);
    return told.path("clients")
        .valueStream()
        .filter(c -> c.path("revoked").asBoolean())
        .map(c -> c.path("client_id").asString())
        .toList();
  }

  private static JsonNode pace() {
    return heist.web.Json.tree("{\"seconds\":0}");
  }
}
