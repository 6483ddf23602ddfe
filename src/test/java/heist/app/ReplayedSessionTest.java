package heist.app;

import static org.assertj.core.api.Assertions.assertThat;

import heist.web.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A session that was played is replayed and handed on when model and tools are gone. */
class ReplayedSessionTest {
  @TempDir private Path folder;

  @Test
  void a_replay_is_equal_with_model_and_tool_services_stopped() throws Exception {
    Path data = folder.resolve("data");
    String id;
    String export;
    List<JsonNode> seen;
    try (TestHeist heist = TestHeist.start(data, Targets.playing(), true)) {
      id = heist.create(TestHeist.request("replay", 1));
      seen = heist.awaitEnd(id);
      export = heist.export(id);
    }
    assertThat(TestHeist.count(seen, "tool_returned")).isPositive();
    Path file = folder.resolve("session.jsonl");
    Files.writeString(file, export);

    assertThat(RealCli.run("replay", file.toString(), "--json")).isEqualTo(export);
    assertThat(RealCli.run("replay", file.toString())).contains("Round 1 of 1", "The mole was");

    assertThat(RealCli.run("replay", id, "--json", "--data", data.toString())).isEqualTo(export);

    String fresh = folder.resolve("fresh").toString();
    String taken =
        Json.tree(RealCli.run("import", file.toString(), "--json", "--data", fresh))
            .path("id")
            .asString("");
    assertThat(RealCli.run("export", taken, "--data", fresh)).isEqualTo(export);
  }
}
