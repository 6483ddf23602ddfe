package heist.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heist.HeistException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {
  enum Level {
    EASY,
    HARD
  }

  record Inner(int rounds) {
    Inner {
      if (rounds < 1) {
        throw new IllegalArgumentException("rounds must be 1 or more.");
      }
    }
  }

  record Body(String name, Level level, List<Inner> inner, boolean on, double share) {}

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"nmae\":1} | Unknown field 'nmae'; known: inner, level, name, on, share.",
        "{\"level\":\"odd\"} | Field 'level': 'odd' is not one of EASY, HARD.",
        "{\"inner\":[{\"rounds\":\"x\"}]} | Field 'inner[0].rounds'",
        "{\"inner\":[{\"rounds\":\"5\"}]} | Field 'inner[0].rounds'",
        "{\"inner\":[{\"rounds\":1.5}]} | Field 'inner[0].rounds'",
        "{\"inner\":[{\"rounds\":0}]} | rounds must be 1 or more.",
        "{\"inner\":{}} | Field 'inner': a list is expected.",
        "{\"name\":{}} | Field 'name': text is expected.",
        "{\"on\":\"yes\"} | Field 'on'",
        "{\"share\":\"much\"} | Field 'share'",
        "{\"name\":\"a\",\"name\":\"b\"} | not valid JSON",
        "{\"name\": | not valid JSON (line 1",
        "{} {} | is expected",
        "[] | The body: an object is expected.",
        "null | null",
        "'  ' | empty",
      })
  void saysWhatIsWrong(String json, String message) {
    assertThatThrownBy(() -> Json.read(json, Body.class))
        .isInstanceOfSatisfying(
            HeistException.class,
            e -> assertThat(e.kind()).isEqualTo(HeistException.Kind.BAD_INPUT))
        .hasMessageContaining(message)
        .hasMessageNotContaining("heist.")
        .hasMessageNotContaining("tools.jackson");
  }

  @Test
  void passesOverUnknownFieldsWhereAsked() {
    Inner inner = Json.readLenient("{\"rounds\":2,\"more\":true}", Inner.class);
    assertThat(inner).isEqualTo(new Inner(2));
  }
}
