package heist.service.database;

import static org.assertj.core.api.Assertions.assertThat;

import heist.HeistException;
import heist.testing.Fuzzing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SQL that means harm: nothing of another agent's comes out, nothing is written, nothing lasts. */
class SqlFuzzTest {
  private static final String CANARY = "4711";
  private static final List<String> SEEDS =
      List.of(
          "SELECT * FROM access_log",
          "SELECT a.time, b.shift FROM access_log a JOIN guards b ON 1=1 WHERE a.badge > 3",
          "SELECT * FROM Codes",
          "SELECT * FROM main.Codes",
          "SELECT * FROM \"Codes\"",
          "SELECT (SELECT code FROM Codes) FROM guards",
          "SELECT * FROM guards UNION ALL SELECT lock, code FROM Codes",
          "WITH c AS (SELECT * FROM Codes) SELECT * FROM c",
          "WITH Codes AS (SELECT 1) SELECT * FROM Codes",
          "ATTACH DATABASE '/etc/passwd' AS x",
          "SELECT 1; ATTACH DATABASE 'x.db' AS x",
          "VACUUM INTO '/tmp/heist-escape.db'",
          "PRAGMA query_only=off",
          "PRAGMA table_info(Codes)",
          "SELECT * FROM pragma_table_info('Codes')",
          "SELECT * FROM pragma_database_list",
          "SELECT load_extension('x')",
          "SELECT writefile('heist-escape', 'x')",
          "SELECT readfile('/etc/passwd')",
          "INSERT INTO guards VALUES ('x', 1)",
          "UPDATE guards SET count = 0",
          "DELETE FROM guards",
          "DROP TABLE guards",
          "CREATE TABLE x(y)",
          "CREATE TEMP TABLE x AS SELECT * FROM guards",
          "EXPLAIN SELECT * FROM guards",
          "SELECT hex(zeroblob(1000000000))",
          "SELECT printf('%.*c', 100000000, 'x')",
          "SELECT replace(hex(zeroblob(40000)), '0', hex(zeroblob(100)))",
          "SELECT 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaa' LIKE '%a%a%a%a%a%a%a%a%a%b'",
          "SELECT hex(zeroblob(20000)) GLOB '*0*0*0*0*0*0*0*0*0*1'",
          "SELECT * FROM sqlite_master",
          "SELECT sql FROM sqlite_schema WHERE name = 'Codes'",
          "SELECT json_extract('[1]', '$[0]'), * FROM json_each('[1,2]')",
          "SELECT * FROM guards WHERE shift = '' OR 1=1 --",
          "SELECT * FROM guards /* ; DROP TABLE guards */",
          "SELECT * FROM guards ORDER BY (SELECT code FROM Codes)",
          "SELECT CASE WHEN (SELECT count(*) FROM Codes) THEN 1 ELSE 0 END",
          "SELECT shift FROM guards INTERSECT SELECT code FROM Codes",
          "VALUES (1), (2)",
          "TABLE Codes",
          "SELECT ((((((((((((((((((((((((((((((1))))))))))))))))))))))))))))))",
          "SELECT ((((((y*((((((y*((((((y*((((((y*((((((",
          "SELECT (y*(abs((SELECT (1 IN (CASE WHEN (NOT (1)) THEN (2) END)))))",
          "show tables");

  /** Each runs into the limit of time, so they come rarely. */
  private static final List<String> ENDLESS =
      List.of(
          "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM c) SELECT count(*) FROM c",
          "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM c) SELECT randomblob(100000) FROM c ORDER BY 1",
          "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM c) SELECT group_concat(hex(zeroblob(50000))) FROM c",
          "SELECT count(*) FROM access_log a, access_log b, access_log c, access_log d, access_log e");

  private static final String ALPHABET =
      "();,'\"`[]*=<>-/ abcdefgilmnoprstuvxyzSELECTFROM0123456789\u0000";

  @TempDir static Path folder;
  private static Security hacker;

  @BeforeAll
  static void open() {
    hacker = new Security(folder, SecurityTest.world(), "hacker", QueryTool.LIMIT);
  }

  @AfterAll
  static void close() {
    hacker.close();
  }

  private static String hostile(Random random) {
    if (random.nextInt(400) == 0) {
      return ENDLESS.get(random.nextInt(ENDLESS.size()));
    }
    String seed = SEEDS.get(random.nextInt(SEEDS.size()));
    return switch (random.nextInt(5)) {
      case 0 -> seed;
      case 1 -> seed + " " + SEEDS.get(random.nextInt(SEEDS.size()));
      case 2 -> "SELECT * FROM (" + seed + ")";
      default -> Fuzzing.mutate(random, seed, ALPHABET);
    };
  }

  private static void keepsToItsOwn(String sql) {
    try {
      Sandbox.Rows rows = hacker.query(sql);
      String text = TextTable.of(rows.columns(), rows.rows());
      // What the query itself says may come out again.
      if (!sql.contains(CANARY)) {
        assertThat(text).as(sql).doesNotContain(CANARY);
      }
      assertThat(rows.rows().size()).isLessThanOrEqualTo(Sandbox.MAX_ROWS);
    } catch (HeistException e) {
      assertThat(e.kind()).as(sql).isEqualTo(HeistException.Kind.BAD_INPUT);
      String message = String.valueOf(e.getMessage());
      assertThat(message).as(sql).doesNotContain("Exception", "java.", folder.toString());
      // The query itself may be quoted.
      if (!sql.contains(".db")) {
        assertThat(message).as(sql).doesNotContain(".db");
      }
    }
  }

  private static void campaign(int inputs) throws IOException {
    var figures = Fuzzing.run("sql", inputs, 33, SqlFuzzTest::hostile, SqlFuzzTest::keepsToItsOwn);
    assertThat(figures.slowest()).as(figures.toString()).isLessThan(Duration.ofSeconds(1));
    assertThat(figures.largest()).as(figures.toString()).isLessThan(64L << 20);
    try (var files = Files.list(folder)) {
      assertThat(files).as("the one file and nothing beside it").hasSize(1);
    }
    assertThat(Files.exists(Path.of("/tmp/heist-escape.db"))).isFalse();
    assertThat(Files.exists(Path.of("heist-escape"))).isFalse();
    assertThat(hacker.query("SELECT count(*) FROM guards").rows().getFirst().getFirst())
        .isEqualTo(2);
  }

  @Test
  void hostileQueriesFindNothing() throws IOException {
    campaign(600);
  }

  @Test
  @Tag("campaign")
  void aHundredThousandHostileQueries() throws IOException {
    campaign(100_000);
  }
}
