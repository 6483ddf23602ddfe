package heist.service.model.mind;

import static org.assertj.core.api.Assertions.assertThat;

import heist.service.model.prompt.Message;
import heist.service.model.prompt.PromptReader;
import heist.service.model.prompt.View;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How the plan is mended once somebody has left, from prompts as the engine writes them. */
class MendingTest {
  private static final String SYSTEM =
      """
      You are %s, the %s of a crew of 3.
      Language: English

      ## The job
      The vault
      Rob it.

      ## The crew
      - planner: planner
      - hacker: hacker
      - lookout: lookout

      ## Plan form
      - second_key [agent]: Who turns the second key, because that palm is enrolled
      - vault_code [4 digits]: Code of the vault door in force
      - van_spot [one of: Mill Lane | Canal Bridge]: Where the van waits

      ## Sources
      - building.md [document]: The building
      - letter.md [document, yours alone]: The client's letter
      - vault_codes [table]: Codes of the vault door; columns slip, code, state
      - duty_mail.md [document]: The guards' mails
      """;

  private static final String TALK =
      """
      ## What your tools said earlier
      ### turn 1: file_reader {"filename":"letter.md"}
      <<<
      - Second key: our friend has enrolled the palm of your intel.
      - Should that one drop out, the reader has also met your lookout, as a spare.
      >>>

      ## Conversation
      Round 3
      #7 hacker: Planner, the second key is intel.
      #9 intel (withdrawn): The vault code is 4711.
      """;

  private static final String NOW =
      """

      ## Now
      intel was accused and has left the crew. What rested on that word alone no longer counts. %s
      What intel alone could read is open to you now: duty_mail.md, vault_codes.
      The plan as handed in: second_key=intel; vault_code=(withdrawn); van_spot=Canal Bridge.
      """;

  private static final String REVISE =
      "The plan must be revised: look up what is missing and hand in the whole plan once more with submit_plan, planner.";
  private static final String TAKE_OVER =
      "You take over, hacker: read what intel alone could read, and tell the crew what the plan needs of it.";

  private static View view(String name, String now, List<Message> after, String... tools) {
    var messages = new java.util.ArrayList<Message>();
    messages.add(Message.of("system", SYSTEM.formatted(name, name)));
    messages.add(Message.of("user", TALK + NOW.formatted(now)));
    messages.addAll(after);
    return PromptReader.read(messages, List.of(tools));
  }

  @Test
  void who_has_left_is_read_with_what_is_open_now() {
    var now = view("hacker", TAKE_OVER, List.of()).now();
    assertThat(now.gone()).isEqualTo("intel");
    assertThat(now.open()).containsExactly("duty_mail.md", "vault_codes");
    assertThat(now.handover()).isTrue();
    assertThat(now.plan()).containsOnlyKeys("second_key", "van_spot");
  }

  @Test
  void whoever_takes_over_reads_the_papers_of_whoever_left_and_no_others() {
    var view = view("hacker", TAKE_OVER, List.of(), "file_reader", "database_query");
    assertThat(Policy.decide(view, new Dice(1)))
        .isInstanceOfSatisfying(
            Reply.Calls.class,
            calls ->
                assertThat(calls.calls())
                    .extracting(c -> c.arguments().values().iterator().next().toString())
                    .containsExactly("SELECT slip, code, state FROM vault_codes", "duty_mail.md"));
  }

  @Test
  void the_revised_plan_keeps_what_nothing_speaks_against_and_takes_the_spare_for_whoever_left() {
    var view = view("planner", REVISE, List.of(), "submit_plan");
    assertThat(Policy.decide(view, new Dice(1)))
        .isInstanceOfSatisfying(
            Reply.Calls.class,
            calls ->
                assertThat(calls.calls().getFirst().arguments().get("plan"))
                    .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                    .containsAllEntriesOf(
                        Map.of("second_key", "lookout", "van_spot", "Canal Bridge"))
                    .doesNotContainEntry("vault_code", "4711"));
  }
}
