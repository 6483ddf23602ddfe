package heist.detect;

import static org.assertj.core.api.Assertions.assertThat;

import heist.detect.Values.Kind;
import heist.detect.Values.Value;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers and times in every spelling. */
class ValuesTest {
  private static List<Value> of(String text) {
    return Values.of(text, Words.of(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          25 guards                           | 25
          twenty-five guards                  | 25
          twenty five guards                  | 25
          fünfundzwanzig Wachen               | 25
          fuenfundzwanzig Wachen              | 25
          a hundred and twenty guards         | 120
          one hundred twenty guards           | 120
          hundertzwanzig Wachen               | 120
          einhundertzwanzig Wachen            | 120
          two hundred and thirty-four steps   | 234
          zweihundertvierunddreißig Stufen    | 234
          dreissig Minuten                    | 30
          ninety-nine                         | 99
          neunundneunzig                      | 99
          a hundred                           | 100
          four guards                         | 4
          vier Wachen                         | 4
          six of them                         | 6
          """)
  void a_number_in_words_is_one_number(String text, String canon) {
    assertThat(of(text))
        .singleElement()
        .satisfies(v -> assertThat(v.key()).as(text).isEqualTo("n" + canon));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          at five to six                       | 05:55
          at ten past six                      | 06:10
          at twenty-five to six                | 05:35
          at twenty past six sharp             | 06:20
          at seven minutes to six              | 05:53
          10 past six                          | 06:10
          quarter to six                       | 05:45
          half past five                       | 05:30
          zehn nach sechs                      | 06:10
          fünf vor sechs                       | 05:55
          fünf vor halb sechs                  | 05:25
          fünf nach halb sechs                 | 05:35
          10 nach 6 Uhr                        | 06:10
          dreiviertel sechs                    | 05:45
          drei viertel sechs                   | 05:45
          viertel vor sechs                    | 05:45
          halb sechs                           | 05:30
          six o'clock                          | 06:00
          six o’clock                          | 06:00
          one o'clock                          | 01:00
          sechs Uhr                            | 06:00
          ein Uhr                              | 01:00
          sechs Uhr dreißig                    | 06:30
          achtzehn Uhr                         | 18:00
          six pm                               | 18:00
          half past five pm                    | 17:30
          half past twelve p.m.                | 12:30
          noon                                 | 12:00
          midnight                             | 00:00
          Mittag                               | 12:00
          mittags                              | 12:00
          Mitternacht                          | 00:00
          2.05 pm                              | 14:05
          2:05 p.m.                            | 14:05
          2.05 p.m. today                      | 14:05
          2:05 pm                              | 14:05
          12.05 am                             | 00:05
          14.05 Uhr                            | 14:05
          14h05                                | 14:05
          5 p.m.                               | 17:00
          """)
  void a_time_in_any_spelling_is_one_time(String text, String canon) {
    assertThat(of(text))
        .singleElement()
        .satisfies(v -> assertThat(v.key()).as(text).isEqualTo("t" + canon));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "There are five to six guards.",
        "five to six hundred steps",
        "We need 5 to 6 minutes.",
        "5-6 guards",
        "fünf bis sechs Wachen",
        "ten to twenty people",
      })
  void a_range_of_numbers_says_neither_a_time_nor_a_number(String text) {
    assertThat(of(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "from five to six guards",
        "two after six",
        "half of six",
        "a quarter of the six",
        "ten, to six",
        "one of six",
        "2.05 metres",
      })
  void what_only_looks_like_a_time_is_none(String text) {
    assertThat(of(text)).extracting(Value::kind).doesNotContain(Kind.TIME);
  }
}
