package heist.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heist.HeistException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class YamlSourceTest {
  private final Problems problems = new Problems();

  private YamlMap parse(String text) {
    return YamlSource.parse("crew.yaml", text, Environment.of(Map.of("PORT", "8001")), problems);
  }

  @Test
  void tellsEveryProblemAtOnceNumberedWithItsLine() {
    YamlMap top =
        parse(
            """
            title: Bank
            rouns: 5
            pace: fast
            seats: 99
            open: yes
            agents:
              - name: hacker
                persona: quiet
                persona: loud
              - just a word
            """);
    top.string("name");
    top.string("title");
    top.integer("rounds", 5, 1, 50);
    top.number("pace", 0, 0, 60);
    top.integer("seats", 6, 1, 12);
    top.bool("open", false);
    top.maps("agents");
    top.done();
    assertThat(problems.numbered())
        .isEqualTo(
            """
            1. crew.yaml:1: 'name' is missing
            2. crew.yaml:2: unknown key 'rouns'; did you mean 'rounds'?
            3. crew.yaml:3: 'pace' must be a number, but is 'fast'
            4. crew.yaml:4: 'seats' must be from 1 to 12, but is '99'
            5. crew.yaml:5: 'open' must be true or false, but is 'yes'
            6. crew.yaml:9: the key 'persona' stands here twice (first in line 8)
            7. crew.yaml:10: 'agents' must hold blocks of keys, but this is 'just a word'\
            """);
    assertThatThrownBy(problems::throwIfAny)
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("7 problems in crew.yaml:\n1. crew.yaml:1: 'name' is missing\n2. ")
        .satisfies(
            e -> assertThat(((HeistException) e).kind()).isEqualTo(HeistException.Kind.BAD_INPUT));
  }

  @Test
  void readsValuesOfAllTypes() {
    YamlMap top =
        parse(
            """
            code: 0421
            port: ${PORT:1}
            quoted: "${PORT}"
            other: ${NOT_SET:http://localhost:1234/v1}
            literal: $${PORT}
            prior: 1/7
            on: TRUE
            empty:
            list: [a, 1]
            rows:
              - [22:15, B, 3, 1.5, null, true]
            """);
    assertThat(top.string("code")).isEqualTo("0421");
    assertThat(top.integer("port", 1, 65535)).isEqualTo(8001);
    assertThat(top.integer("quoted", 1, 65535)).isEqualTo(8001);
    assertThat(top.string("other")).isEqualTo("http://localhost:1234/v1");
    assertThat(top.string("literal")).isEqualTo("${PORT}");
    assertThat(top.number("prior", 0, 1)).isEqualTo(1.0 / 7);
    assertThat(top.bool("on", false)).isTrue();
    assertThat(top.has("empty")).isFalse();
    assertThat(top.stringOrNull("empty")).isNull();
    assertThat(top.strings("list")).containsExactly("a", "1");
    assertThat(top.list("rows").getFirst().toJava())
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
        .containsExactly("22:15", "B", 3L, 1.5, null, true);
    top.done();
    assertThat(problems.list()).isEmpty();
  }

  @Test
  void environmentThatIsNotSetOrSecretIsAProblem() {
    parse("a: 1\nb: ${NOT_SET}\nc: ${HEIST_SECRET_AUTH:x}\n");
    assertThat(problems.numbered())
        .isEqualTo(
            """
            1. crew.yaml:2: the environment variable NOT_SET is not set; set it, or give a default: ${NOT_SET:default}
            2. crew.yaml:3: ${HEIST_SECRET_AUTH} is a secret of Heist and cannot be put into a file\
            """);
    YamlMap raw = YamlSource.parse("t.yaml", "a: ${X}", Environment.none(), problems);
    assertThat(raw.string("a")).isEqualTo("${X}");
  }

  @Test
  void syntaxErrorsNameTheLine() {
    assertThat(problem("name: x\nagents:\n  - name: [a, b\n"))
        .startsWith("crew.yaml:4: not valid YAML: ");
    assertThat(problem("name: x\n\tagents: 1\n")).startsWith("crew.yaml:2: not valid YAML: ");
    assertThat(problem("a: b: c\n")).startsWith("crew.yaml:1: not valid YAML: ");
    assertThat(problem("a: \u0001\n")).startsWith("crew.yaml: not valid YAML: ");
    assertThat(problem("- a\n- b\n"))
        .isEqualTo("crew.yaml:1: expected keys such as 'name: ...' but found a list");
    assertThat(problem("")).isEqualTo("crew.yaml: is empty");
    assertThat(problem("a: 1\n---\nb: 2\n"))
        .isEqualTo(
            "crew.yaml:2: a second document begins here ('---'); one file holds one document");
    assertThat(problem("a: !!java.net.URL [x]\n"))
        .isEqualTo("crew.yaml:1: the tag tag:yaml.org,2002:java.net.URL is not supported");
    assertThat(problem("a: !evil x\n")).isEqualTo("crew.yaml:1: the tag !evil is not supported");
    assertThat(problem("? [a, b]\n: c\n"))
        .isEqualTo("crew.yaml:1: a key must be a word, not a list or a block");
  }

  @Test
  @Timeout(60)
  void hostileFilesAreRefusedQuickly() {
    assertThat(problem("a: " + "[".repeat(100_000)))
        .isEqualTo("crew.yaml:1: nested deeper than 40 levels");
    assertThat(problem("x: a\n".repeat(300_000))).isEqualTo("crew.yaml: larger than 1024 KiB");
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 30; i++) {
      String before = "*a" + (i - 1);
      bomb.append("a%d: &a%d [".formatted(i, i)).append((before + ", ").repeat(9)).append(before);
      bomb.append("]\n");
    }
    assertThat(problem(bomb.toString()))
        .isEqualTo("crew.yaml:5: more than 50000 values, counting what aliases repeat");
    assertThat(problem("a: &x [*x]\n"))
        .isEqualTo("crew.yaml:1: *x refers to an anchor that is not complete above");
  }

  @Test
  void filesThatCannotBeRead(@TempDir Path dir) throws Exception {
    Path latin =
        Files.write(dir.resolve("l.yaml"), "a: 1\nb: ü\n".getBytes(StandardCharsets.ISO_8859_1));
    YamlSource.read(latin, Environment.none(), problems);
    YamlSource.read(dir, Environment.none(), problems);
    YamlSource.read(dir.resolve("no.yaml"), Environment.none(), problems);
    assertThat(problems.list())
        .extracting(Problem::toString)
        .containsExactly(
            latin + ":2: not UTF-8 text",
            dir + ": not a file",
            dir.resolve("no.yaml") + ": no such file");
  }

  @Test
  void aBlockThatIsMissingDoesNotReportItsOwnKeys() {
    YamlMap top = parse("name: x\nllm: text\n");
    top.string("name");
    top.requiredMap("llm").string("base_url");
    top.requiredMap("session").string("max_turns");
    assertThat(problems.list())
        .extracting(Problem::toString)
        .containsExactly(
            "crew.yaml:1: 'session' is missing",
            "crew.yaml:2: 'llm' must be a block of keys, but is 'text'");
  }

  @Test
  void nearestWordNeedsToBeNear() {
    List<String> known = List.of("persona", "scopes", "max_tokens");
    assertThat(Suggestion.nearest("presona", known)).contains("persona");
    assertThat(Suggestion.nearest("maxTokens", known)).contains("max_tokens");
    assertThat(Suggestion.hint("colour", known))
        .isEqualTo("; known here: max_tokens, persona, scopes");
  }

  private static String problem(String text) {
    Problems found = new Problems();
    YamlSource.parse("crew.yaml", text, Environment.none(), found);
    assertThat(found.list()).hasSize(1);
    return found.list().getFirst().toString();
  }
}
