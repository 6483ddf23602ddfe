package heist.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever bytes a file holds, reading it ends in values or in problems, never in an exception. */
class YamlFuzzTest {
  private static final String[] PIECES = {
    "name: ",
    "- ",
    "\n",
    "  ",
    "{",
    "}",
    "[",
    "]",
    "&a ",
    "*a",
    "!!str ",
    "!x ",
    "|\n",
    ">-\n",
    "'",
    "\"",
    "#",
    "? ",
    ": ",
    ",",
    "---\n",
    "...\n",
    "%YAML 1.2\n",
    "\t",
    "<<: ",
    "${X:",
    "}",
    "\\",
    "\u0000",
    "\uD83D",
    "ä",
    "12",
    "null",
    "true",
    "\r\n",
    "\u2028",
    "\uFEFF",
    "@",
    "`",
    "\"\\u12",
    "~"
  };

  @Test
  void randomPiecesAndRandomBytesNeverThrow(@TempDir Path dir) throws Exception {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(40); n > 0; n--) {
        text.append(PIECES[random.nextInt(PIECES.length)]);
      }
      walk(YamlSource.parse("f", text.toString(), Environment.system(), new Problems()));
    }
    Path file = dir.resolve("f.yaml");
    for (int i = 0; i < 500; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      Files.write(file, i % 2 == 0 ? bytes : ascii(bytes));
      walk(YamlSource.read(file, Environment.none(), new Problems()));
    }
  }

  private static byte[] ascii(byte[] bytes) {
    return new String(bytes, StandardCharsets.US_ASCII)
        .replace('\uFFFD', ':')
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static void walk(YamlMap map) {
    for (String key : map.keys()) {
      map.string(key);
      map.integer(key, 0, 9);
      map.number(key, 0, 9);
      map.bool(key, true);
      map.strings(key);
      map.maps(key).forEach(YamlFuzzTest::walk);
      map.stringMap(key);
      map.node(key).ifPresent(YamlNode::toJava);
      map.optionalMap(key).ifPresent(YamlFuzzTest::walk);
    }
    map.done();
    assertThat(map.line()).isPositive();
  }
}
