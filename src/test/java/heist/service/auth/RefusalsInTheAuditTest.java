package heist.service.auth;

import static org.assertj.core.api.Assertions.assertThat;

import heist.client.HttpJson;
import heist.client.Target;
import heist.web.Json;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * What auth refuses leaves a row: who if known, what, and that it was refused; a flood does not.
 */
class RefusalsInTheAuditTest extends AuthHouse {
  private static final String X =
      "{\"client_id\":\"bank.x\",\"kind\":\"agent\",\"agent\":\"x\",\"secret_sha256\":\"%s\",\"scopes\":[],\"audiences\":[\"%s\"]}"
          .formatted("0".repeat(64), CALCULATOR);

  private List<JsonNode> rows(String action) {
    JsonNode tail = operator("audit:read").get("/audit/tail?limit=1000", JsonNode.class);
    return tail.path("entries")
        .valueStream()
        .map(row -> row.path("entry"))
        .filter(row -> row.path("action").asString("").equals(action))
        .filter(row -> row.path("outcome").asString("").equals("refused"))
        .toList();
  }

  private void oneRow(String action, String who, String what, String detail) {
    List<JsonNode> rows = rows(action);
    assertThat(rows).as(action).hasSize(1);
    assertThat(rows.getFirst().path("actor").asString()).as(action).isEqualTo(who);
    assertThat(rows.getFirst().path("what").asString()).as(action).isEqualTo(what);
    assertThat(rows.getFirst().path("detail").asString()).as(action).isEqualTo(detail);
    assertThat(rows.getFirst().path("tokenId").isString()).as(action).isTrue();
  }

  private static int status(HttpJson door, String method, String path, Object body) {
    return door.send(method, path, body).status();
  }

  @Test
  void aRefusedRegistrationIsInTheAudit() {
    HttpJson dashboard = as(Target.DASHBOARD).http(Target.AUTH, "clients:read");
    assertThat(status(dashboard, "POST", "/clients", X)).isEqualTo(403);
    oneRow("client.put", "dashboard", "bank.x", "403");
    assertThat(status(dashboard, "DELETE", "/clients/game", Map.of())).isEqualTo(403);
    oneRow("client.removed", "dashboard", "game", "403");
    assertThat(status(dashboard, "POST", "/clients/game/rotate", Map.of())).isEqualTo(403);
    oneRow("client.rotated", "dashboard", "game", "403");
    assertThat(status(dashboard, "POST", "/keys/rotate", Map.of())).isEqualTo(403);
    oneRow("key.rotated", "dashboard", "rotate", "403");
    assertThat(status(dashboard, "POST", "/revocations", Map.of("client_id", "game")))
        .isEqualTo(403);
    oneRow("tokens.revoked", "dashboard", "game", "403");
    HttpJson operator = operator("clients:admin");
    assertThat(status(operator, "POST", "/clients/operator/revoke", Map.of())).isEqualTo(409);
    oneRow("client.revoked", "operator", "operator", "409");
    assertThat(status(operator, "POST", "/clients/nobody/restore", Map.of())).isEqualTo(404);
    oneRow("client.restored", "operator", "nobody", "404");
  }

  @Test
  void registrationsThatMakeNoSenseAreInTheAudit() {
    HttpJson game = as(Target.GAME).http(Target.AUTH, "clients:write");
    for (String body :
        List.of("{", "[]", "{\"client_id\":7}", X.replace("bank.x", "operator"), X + "}")) {
      assertThat(status(game, "POST", "/clients", body)).as(body).isIn(400, 409);
    }
    assertThat(rows("client.put"))
        .hasSize(5)
        .allSatisfy(row -> assertThat(row.path("actor").asString()).isEqualTo("game"));
  }

  @Test
  void aFloodOfStrangersDoesNotFillTheAudit() throws Exception {
    for (int i = 0; i < 60; i++) {
      HttpResponse<String> answer =
          http.send(
              request("/clients")
                  .header("Authorization", "Bearer stranger" + i)
                  .POST(BodyPublishers.ofString(X.replace("bank.x", "bank.x" + i)))
                  .build(),
              BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(401);
      // Neither of these comes as far as a proof that could be wrong.
      assertThat(token(null, GRANT + "&client_id=stranger" + i).statusCode()).isEqualTo(401);
      assertThat(post("/token", null, "{\"a\":" + i + "}", "application/json").statusCode())
          .isEqualTo(400);
    }
    for (String action : List.of("client.put", "token.refused")) {
      List<JsonNode> rows = rows(action);
      assertThat(rows).as(action).hasSize(20);
      assertThat(rows.getLast().path("detail").asString())
          .endsWith("; more of them are counted only");
    }
    assertThat(rows("client.put").getFirst())
        .isEqualTo(
            Json.tree(
                "{\"action\":\"client.put\",\"outcome\":\"refused\",\"detail\":\"401, from 127.0.0.1\"}"));
    clock.advance(Duration.ofSeconds(10));
    token(null, GRANT);
    assertThat(rows("token.refused").getLast().path("detail").asString())
        .isEqualTo("invalid_client; 100 more before");
  }

  /** It proves itself rightly, and so no count of wrong proofs stops it. */
  @Test
  void aRevokedClientThatKeepsAskingDoesNotFillTheAudit() throws Exception {
    var hacker = hacker();
    operator("clients:admin").send("POST", "/clients/bank.hacker/revoke", Map.of());
    for (int i = 0; i < 30; i++) {
      error(token(basic(hacker), GRANT + "&sid=s1"), 400, "unauthorized_client");
    }
    assertThat(rows("token.refused"))
        .hasSize(20)
        .allSatisfy(row -> assertThat(row.path("actor").asString()).isEqualTo("bank.hacker"));
  }
}
