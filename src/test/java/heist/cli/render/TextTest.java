package heist.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTest {
  @Test
  void wraps_between_words_and_breaks_what_is_too_long() {
    assertThat(Text.wrap("the quick brown fox", 9)).isEqualTo(List.of("the quick", "brown fox"));
    assertThat(Text.wrap("a incomprehensible b", 6))
        .isEqualTo(List.of("a", "incomp", "rehens", "ible b"));
    assertThat(Text.wrap("one\n\ntwo", 10)).isEqualTo(List.of("one", "", "two"));
    assertThat(Text.wrap("", 10)).isEqualTo(List.of(""));
  }

  @Test
  void counts_wide_and_combining_characters_as_a_terminal_does() {
    assertThat(Text.width("金庫")).isEqualTo(4);
    assertThat(Text.width("e\u0301")).isEqualTo(1);
    assertThat(Text.cut("金庫の鍵", 5, "…")).isEqualTo("金庫…");
    assertThat(Text.wrap("金庫", 1)).isEqualTo(List.of("金", "庫"));
  }

  @Test
  void speaks_names_of_fields_and_leaves_names_of_files() {
    assertThat(Text.spoken("told van_spot Mill Lane from street_notes.md, Weg_länge 3"))
        .isEqualTo("told van spot Mill Lane from street_notes.md, Weg länge 3");
  }

  @Test
  void takes_out_what_could_harm_a_terminal() {
    assertThat(Text.harmless("a\u001b[2Jb\u0007c\u009bd\u202ee\tf\r\ng")).isEqualTo("abce f\ng");
  }

  @Test
  void spells_out_in_ascii() {
    assertThat(Text.ascii("Größe – „ja“ … é 金")).isEqualTo("Groesse - \"ja\" ... e ?");
  }
}
