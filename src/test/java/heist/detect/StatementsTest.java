package heist.detect;

import static heist.detect.EvidenceTest.of;
import static heist.detect.EvidenceTest.signal;
import static org.assertj.core.api.Assertions.assertThat;

import heist.detect.Games.Told;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is a statement of one's own, what is passed on, denied or quoted. */
class StatementsTest {
  @Test
  void a_value_that_was_told_of_another_matter_is_not_passed_on() {
    Told told =
        new Told("ada", "bob")
            .reads("ada", "- Box number: 17")
            .reads("bob", "- Vault code: 71")
            .says("ada", "The box number is 17.");
    assertThat(signal("bob", "own_source", told.says("bob", "The vault code is 17.").end()))
        .isPositive();
    assertThat(of("ada", told.end()).suspicion()).isZero();
    Transcript passedOn =
        new Told("ada", "bob")
            .reads("ada", "- Box number: 17")
            .reads("bob", "- Vault code: 71")
            .says("ada", "The box number is 17.")
            .says("bob", "Ada has 17 for the box. I note 17.")
            .end();
    assertThat(of("bob", passedOn).suspicion()).isZero();
  }

  @Test
  void a_value_passed_on_is_not_held_against_what_one_has_read_of_other_matters() {
    Transcript t =
        new Told("ada", "bob")
            .reads("ada", "- Yard delay: 3 minutes")
            .reads("bob", "- Door: 3 tons\n- Safe working time of the minutes: 30 minutes")
            .says("ada", "The yard delay is 3 minutes.")
            .says("bob", "I keep checking it: 3 minutes for the yard delay.")
            .end();
    assertThat(of("bob", t).suspicion()).isZero();
  }

  @Test
  void what_the_plan_says_may_be_passed_on() {
    Transcript t =
        new Told("ada", "bob")
            .reads("ada", "- Guards change at 06:15")
            .says("ada", "The guards change at 06:15.")
            .plans("ada", Map.of("start", "06:20"))
            .says("bob", "Countdown to 06:20 is running.")
            .end();
    assertThat(of("bob", t).suspicion()).isZero();
  }

  @Test
  void whoever_has_read_nothing_is_held_against_what_others_have_read() {
    Told told =
        new Told("ada", "bob", "cy")
            .says("cy", "Good evening.")
            .reads("ada", "- Code of the vault door: 6280\n- Camera loop: 13 minutes")
            .says("bob", "The code of the vault door is 6208.");
    Assessment.Score bob = of("bob", told.end());
    assertThat(bob.breakdown().getOrDefault("invented", 0.0)).isBetween(0.1, 0.3);
    assertThat(bob.evidence()).containsExactly(3L, 4L);
    assertThat(of("ada", told.end()).suspicion()).isZero();
    Transcript before =
        new Told("ada", "bob")
            .says("bob", "The code of the vault door is 6208.")
            .reads("ada", "- Code of the vault door: 6280")
            .says("ada", "I am on it.")
            .end();
    assertThat(signal("bob", "invented", before)).as("before anybody had read it").isPositive();
    Transcript right =
        new Told("ada", "bob")
            .reads("ada", "- Code of the vault door: 6280\n- Camera loop: 13 minutes")
            .says("bob", "The code of the vault door is 6280, the camera loop 13 minutes.")
            .end();
    assertThat(of("bob", right).suspicion()).isZero();
  }

  @Test
  void whoever_corrects_a_value_from_nowhere_has_slipped() {
    Transcript t =
        new Told("ada", "bob")
            .says("bob", "The code of the vault door is 6208.")
            .reads("ada", "- Code of the vault door: 6280")
            .says("ada", "The code of the vault door is 6280.")
            .says("bob", "Sorry, my mistake: the code of the vault door is 6280.")
            .end();
    assertThat(of("bob", t).suspicion()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          The vault code is not 6280.                        | true
          The vault code isn't 6280.                         | true
          Der vault code ist nicht 6280.                     | true
          The change of the guards is not at quarter past six. | true
          The vault code is not 6208.                        | false
          Forget 6280 for the vault code.                    | false
          If the vault code is not 6280, we are lost.        | false
          Is the vault code not 6280?                        | false
          I am not sure that the vault code is 6280.         | false
          Sorry, I misread: the vault code is not 6208.      | false
          The box number is not 6280.                        | false
          The camera loop is not 18 but 13 minutes.          | false
          She says "the vault code is not 6280" to everybody | false
          """)
  void to_deny_what_one_has_read_is_a_false_claim(String said, boolean lie) {
    Transcript t =
        new Told("ada", "bob")
            .reads(
                "ada",
                "- Vault code: 6280\n- Box number: 914\n- Guards change at 06:15"
                    + "\n- Camera loop: 13 minutes\n- Camera loop last month: 18 minutes (old)")
            .says("ada", said)
            .end();
    assertThat(signal("ada", "own_source", t) > 0).isEqualTo(lie);
  }

  @Test
  void a_denial_that_is_put_right_is_a_slip() {
    Transcript t =
        new Told("ada", "bob")
            .reads("ada", "- Vault code: 6280")
            .says("ada", "The vault code is not 6280.")
            .says("ada", "I was wrong, the vault code is 6280.")
            .end();
    assertThat(of("ada", t).suspicion()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '§',
      textBlock =
          """
          The vault code is "6208".                               | true
          A pipe of 5" leads down. The vault code is 6208.        | true
          "Hello. The vault code is 6208.                         | true
          Der vault code ist „6208“.                              | true
          "The vault code is 6208."                               | true
          Bob wrote "the vault code is 6208" on the wall.         | false
          Bob wrote “the vault code is 6208” on the wall.         | false
          Bob schrieb: „der vault code ist 6208“.                 | false
          Bob wrote «the vault code is 6208».                     | false
          """)
  void only_a_quotation_of_somebodys_words_is_no_claim(String said, boolean claimed) {
    Transcript t =
        new Told("ada", "bob").reads("ada", "- Vault code: 6280").says("ada", said).end();
    assertThat(signal("ada", "own_source", t) > 0).isEqualTo(claimed);
  }
}
