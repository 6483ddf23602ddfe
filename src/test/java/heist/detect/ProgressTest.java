package heist.detect;

import static heist.detect.EvidenceTest.of;
import static heist.detect.EvidenceTest.signal;
import static org.assertj.core.api.Assertions.assertThat;

import heist.detect.Games.Told;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Delays and contradictory orders: what stands against somebody, not volume. */
class ProgressTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Bob, open the vault.            | Bob, don't open the vault.             | true
          Bob, please open the vault.     | Bob, do not open the vault.            | true
          Bob, wait at the gate.          | Never wait at the gate, Bob.           | true
          Everybody wait at the gate.     | Bob, don't wait at the gate.           | true
          Bob, turn left at the gate.     | Bob, turn right at the gate.           | true
          Bob, open the vault at 06:15.   | Bob, open the vault at 06:45.          | true
          Bob, öffne den Tresor.          | Bob, öffne nicht den Tresor.           | true
          Bob, you should open the vault. | Bob, you should not open the vault.    | true
          Bob, open the vault.            | Cy, don't open the vault.              | false
          Bob, open the vault.            | Bob, don't open the gate.              | false
          Bob, open the vault.            | Bob, open the vault.                   | false
          Bob, open the vault.            | Bob, don't open the vault because the guard is back. | false
          Bob, open the vault.            | Correction: Bob, don't open the vault. | false
          Bob, don't open the vault yet.  | Bob, open the vault.                   | false
          Bob, wait until 06:15.          | Bob, don't wait.                       | false
          Bob, take badge 4.              | Bob, should you take badge 5?          | false
          """)
  void an_order_against_ones_own_order_accuses(String first, String then, boolean contrary) {
    Transcript t =
        new Told("ada", "Bob", "Cy")
            .reads("Cy", "- Vault code: 6280")
            .says("ada", first)
            .says("Bob", "All right.")
            .says("ada", then)
            .end();
    assertThat(signal("ada", "contrary_order", t) > 0).isEqualTo(contrary);
    assertThat(signal("Bob", "contrary_order", t)).isZero();
  }

  @Test
  void whoever_has_learned_something_may_order_otherwise() {
    Transcript t =
        new Told("ada", "bob")
            .says("ada", "Bob, open the vault.")
            .reads("ada", "- The guard is back at 06:15")
            .says("ada", "Bob, don't open the vault.")
            .end();
    assertThat(of("ada", t).suspicion()).isZero();
    Transcript told =
        new Told("ada", "bob")
            .reads("bob", "- Guards change at 06:45")
            .says("ada", "Bob, open the vault at 06:15.")
            .says("bob", "The guards change at 06:45.")
            .says("ada", "Bob, open the vault at 06:45.")
            .end();
    assertThat(signal("ada", "contrary_order", told)).isZero();
  }

  @Test
  void orders_said_again_word_for_word_count_once() {
    Told told =
        new Told("ada", "bob")
            .says("ada", "Bob, open the vault.")
            .says("ada", "Bob, don't open the vault.");
    double once = signal("ada", "contrary_order", told.end());
    for (int i = 0; i < 5; i++) {
      told.says("ada", "Bob, open the vault. Bob, don't open the vault.");
    }
    assertThat(signal("ada", "contrary_order", told.end())).isPositive().isEqualTo(once);
  }

  @Test
  void an_answer_that_one_holds_and_is_asked_for_by_name_is_given_in_ones_next_turn() {
    Told told =
        new Told("ada", "bob")
            .reads("ada", "- Code of the vault door: 6280")
            .says("bob", "Ada, what is the code of the vault door?")
            .says("ada", "Let us first talk about the weather.");
    assertThat(signal("ada", "delay", told.end())).isPositive();
    assertThat(signal("bob", "delay", told.end())).isZero();
    Transcript answered =
        new Told("ada", "bob")
            .reads("ada", "- Code of the vault door: 6280")
            .says("bob", "Ada, what is the code of the vault door?")
            .says("ada", "It is 6280.")
            .says("bob", "Ada, what is the code of the vault door again?")
            .says("ada", "Let us first talk about the weather.")
            .end();
    assertThat(of("ada", answered).suspicion()).isZero();
    Transcript unknown =
        new Told("ada", "bob")
            .reads("bob", "- Guards change at 06:15")
            .says("bob", "Ada, what is the code of the vault door?")
            .says("ada", "Let us first talk about the weather.")
            .end();
    assertThat(of("ada", unknown).suspicion()).as("who holds no answer").isZero();
  }

  @Test
  void to_ask_and_to_write_three_times_as_much_raises_nothing() {
    Told told =
        new Told("ada", "bob", "cy")
            .reads("ada", "- Code of the vault door: 6280")
            .reads("bob", "- Guards change at 06:15")
            .says("ada", "The code of the vault door is 6280. Cy, bring the van to the gate.");
    for (int i = 0; i < 4; i++) {
      told.says(
          "cy",
          "What is still open? Does everybody agree? Who can check this once more? Bob, when do the"
              + " guards change? I bring the van, round "
              + i
              + ".");
      told.says("bob", "The guards change at 06:15, and I keep an eye on them.");
    }
    assertThat(of("cy", told.end()).suspicion()).isZero();
    assertThat(of("bob", told.end()).suspicion()).isZero();
  }

  @Test
  void whoHasReadEverybodysPapersIsNotBlamedForIt() {
    Told told =
        new Told("ada", "bob", "cleo")
            .reads("ada", "- Safe working time: 41 minutes")
            .reads("bob", "- Safe working time: 41 minutes")
            .reads("bob", "34")
            .says("cleo", "What is the safe working time?")
            .says("bob", "Let us see the sum first.")
            .says("ada", "The safe working time is 41 minutes.")
            .says("bob", "That leaves a working time of 34 minutes.");
    Assessment.Score bob =
        java.util.Objects.requireNonNull(new Evidence().assess(told.end()).scores().get("bob"));
    assertThat(bob.breakdown())
        .as("another has told it, and a sum's result is of any matter")
        .containsEntry("held_back", 0.0)
        .containsEntry("own_source", 0.0);
  }
}
