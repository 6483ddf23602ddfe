package heist.app;

import static heist.app.TestHeist.count;
import static heist.app.TestHeist.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heist.HeistException;
import heist.client.HttpJson;
import heist.client.Target;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Sessions from the first word to the reveal, over HTTP, with the production wiring. */
class WholeSessionTest {
  @TempDir private Path data;

  private TestHeist heist;

  @BeforeEach
  void start() {
    heist = TestHeist.start(data);
  }

  @AfterEach
  void stop() {
    heist.close();
  }

  @Test
  void every_service_says_that_it_is_ready() {
    assertThat(heist.addresses()).hasSize(Targets.all().size());
    for (var service : heist.addresses()) {
      HttpJson.Answer answer =
          HttpJson.to(service.target(), service.uri()).send("GET", "/health", null);
      assertThat(answer.status()).as(service.target() + ": " + answer.body()).isEqualTo(200);
    }
  }

  @Test
  void same_seed_gives_the_same_export_byte_for_byte() {
    String first = heist.create(request("42", 2));
    String second = heist.create(request("42", 2));
    List<JsonNode> events = heist.awaitEnd(first);
    heist.awaitEnd(second);

    assertThat(count(events, "turn_ended")).isGreaterThanOrEqualTo(12);
    assertThat(count(events, "tool_returned")).isPositive();
    assertThat(count(events, "outcome_reached")).isEqualTo(1);
    assertThat(count(events, "mole_revealed")).isEqualTo(1);
    assertThat(events)
        .allSatisfy(e ->
            assertThat(e.path("outcome").asString("")).as(e.toString()).isNotEqualTo("FAILED"));
    assertThat(heist.export(second)).isEqualTo(heist.export(first));
    TestHeist.readable(heist.export(first));

    String other = heist.create(request("43", 2));
    heist.awaitEnd(other);
    assertThat(heist.export(other)).isNotEqualTo(heist.export(first));
  }

  @Test
  void a_long_session_tells_old_messages_in_short_and_is_the_same_again() {
    String first = heist.create(request("44", 7));
    String second = heist.create(request("44", 7));
    List<JsonNode> events = heist.awaitEnd(first);
    heist.awaitEnd(second);

    assertThat(events)
        .filteredOn(e -> e.path("type").asString("").equals("summary_made"))
        .hasSizeGreaterThan(2)
        .allSatisfy(e -> assertThat(e.path("by").asString("")).isEqualTo("model"))
        .allSatisfy(e -> assertThat(e.path("text").asString("")).isNotBlank());
    assertThat(heist.export(second)).isEqualTo(heist.export(first));
    JsonNode shown = heist.game().get("/api/v1/sessions/" + first);
    assertThat(shown.path("memory").path("summaries").asInt(0)).isPositive();
    assertThat(shown.path("memory").has("saved_tokens")).isTrue();
    assertThat(shown.path("shared")).isNotEmpty();
  }

  @Test
  void a_free_task_is_talked_through_and_nothing_hangs_on_itself() {
    var wanted = request("45", 3);
    wanted.remove(List.of("scenario", "mole"));
    String id = heist.create(wanted.put("task", "Write a two-page guide for a school trip"));
    List<String> said =
        heist.awaitEnd(id).stream()
            .filter(e -> e.path("type").asString("").equals("message_spoken"))
            .map(e -> e.path("text").asString(""))
            .toList();

    assertThat(said).hasSize(18).doesNotHaveDuplicates();
    assertThat(String.join("\n", said))
        .containsIgnoringCase("a two-page guide")
        .containsIgnoringCase("a school trip")
        .as("the order itself is no thing to talk about")
        .doesNotContain("Write a")
        .doesNotContainPattern("(?i)\\b((?:an?|the) [\\w -]+?)(?: before |, blocked by )\\1");
  }

  @Test
  void a_session_goes_on_after_the_program_was_ended_and_started_again() {
    String whole = heist.create(request("7", 2));
    heist.awaitEnd(whole);
    String expected = heist.export(whole);

    String cut = heist.create(request("7", 2));
    heist.await(cut, e -> e.path("turn").asInt(0) == 5);
    heist.close();
    heist = TestHeist.start(data);
    heist.awaitEnd(cut);

    assertThat(heist.export(cut)).isEqualTo(expected);
  }

  @Test
  void reading_commands_do_not_carry_a_session_on() {
    String id = heist.create(request("7", 2).put("pace", 60));
    heist.close();
    heist = TestHeist.start(data, EnumSet.of(Target.AUTH, Target.GAME), false);
    JsonNode before = heist.game().get("/api/v1/sessions/" + id);
    assertThat(heist.game().get("/api/v1/sessions").path("sessions")).hasSize(1);
    assertThat(heist.game().get("/api/v1/sessions/" + id)).isEqualTo(before);
  }

  @Test
  void a_second_program_on_the_same_data_is_refused_in_one_line() {
    assertThatThrownBy(() -> TestHeist.start(data))
        .isInstanceOf(HeistException.class)
        .hasMessageContaining("already open in this process")
        .message()
        .doesNotContain("\n");
  }
}
