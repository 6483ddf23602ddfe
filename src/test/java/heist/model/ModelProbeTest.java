package heist.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heist.HeistException;
import heist.model.ModelProbe.Finding;
import heist.model.ModelProbe.State;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModelProbeTest {
  private final ModelClients clients = new ModelClients(InstantSource.system());
  private final ModelProbe probe = clients.probe();

  @AfterEach
  void close() {
    clients.close();
  }

  @Test
  void saysWhatItFound() {
    String gone = "http://127.0.0.1:1/v1";
    try (var server = FaultyModelServer.start(Reply.say("x")).withModels("qwen", "llama")) {
      List<Finding> found = probe.look(List.of(server.baseUrl(), gone));

      assertThat(found.get(0))
          .isEqualTo(
              new Finding(
                  server.baseUrl(),
                  State.READY,
                  List.of("qwen", "llama"),
                  "A model server answers at " + server.baseUrl() + " with qwen, llama."));
      assertThat(found.get(1).state()).isEqualTo(State.NO_ANSWER);
      assertThat(found.get(1).says()).isEqualTo("Nothing answers at " + gone + ".");
    }
  }

  @Test
  void namesTheCause() {
    try (var server = FaultyModelServer.start(Reply.say("x")).withModels("qwen")) {
      assertThat(probe.test(server.baseUrl(), null, "llama").says())
          .isEqualTo("The server at " + server.baseUrl() + " does not have llama; it has qwen.");
      assertThat(probe.test(server.root() + "/other/v1", null, null).state())
          .isEqualTo(State.WRONG_PATH);
      Finding versionless = probe.test(server.root(), null, null);
      assertThat(versionless.state()).isEqualTo(State.READY);
      assertThat(versionless.baseUrl()).isEqualTo(server.baseUrl());
      assertThat(versionless.says()).contains("/v1 was missing");
    }
    try (var server = FaultyModelServer.start(Reply.say("x")).withModels()) {
      assertThat(probe.test(server.baseUrl(), null, null).state()).isEqualTo(State.NO_MODEL);
    }
  }

  @Test
  void refusesWhatIsNoAddressWithoutRepeatingAPassword() {
    assertThatThrownBy(() -> probe.test("ftp://x/v1", null, null))
        .isInstanceOf(HeistException.class)
        .hasMessageContaining("no base URL");
    assertThatThrownBy(() -> probe.test("http://me:hunter2@host/v1", null, null))
        .isInstanceOf(HeistException.class)
        .hasMessageNotContaining("hunter2");
  }
}
