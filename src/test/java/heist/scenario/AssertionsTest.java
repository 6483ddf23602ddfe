package heist.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AssertionsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "I misread a line: vault method is brute force, not thermal lance; brute force",
        "Not 2641 I'd say but 3790; 3790",
        "So 16854 and not 47515.; 16854",
        "It was 27, now it is 30; 30",
        "Camera loop (control_room.md) = 9.; 9",
        "We go in at 9.05, sharp; 09:05",
        "Der Code lautet nicht 1111, sondern 2222.; 2222",
        "Do not worry about the time, we start at 22:10; 22:10"
      })
  void isClaimed(String sentence, String value) {
    assertThat(Assertions.claims(sentence, value)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "vault method is brute force, not thermal lance; thermal lance",
        "Not 2641 I'd say but 3790; 2641",
        "So 16854 and not 47515.; 47515",
        "It was 27, now it is 30; 27",
        "Until last month it said 27; 27",
        "Forget 27.; 27",
        "Take 30 instead of 27; 27",
        "Is it 27?; 27",
        "27 is not right; 27",
        "27 isn't it; 27",
        "27 stimmt nicht; 27",
        "Camera C27 is off; 27",
        "At 22:27 sharp; 27",
        "Der Code lautet nicht 1111, sondern 2222.; 1111"
      })
  void isNotClaimed(String sentence, String value) {
    assertThat(Assertions.claims(sentence, value)).isFalse();
  }
}
