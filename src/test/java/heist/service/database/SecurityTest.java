package heist.service.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heist.HeistException;
import heist.client.SessionWorld;
import heist.client.SessionWorld.Column;
import heist.client.SessionWorld.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SecurityTest {
  @TempDir Path folder;
  private Security hacker;

  static SessionWorld world() {
    JsonNode log = rows("[[\"06:00\",\"front\",17],[\"22:05\",\"loading dock\",4]]");
    JsonNode codes = rows("[[\"vault\",\"4711\"]]");
    JsonNode guards = rows("[[\"night\",3],[\"day\",null]]");
    return new SessionWorld(
        "s1",
        "en",
        List.of(),
        List.of(
            table("access_log", "hacker", log, "time TEXT", "door TEXT", "badge INTEGER"),
            table("Codes", "safecracker", codes, "lock TEXT", "code TEXT"),
            table("guards", null, guards, "shift TEXT", "count INTEGER")),
        Map.of());
  }

  private static JsonNode rows(String json) {
    return JsonMapper.shared().readTree(json);
  }

  private static Table table(
      String name,
      @org.jspecify.annotations.Nullable String owner,
      JsonNode rows,
      String... columns) {
    return new Table(
        name,
        "about " + name,
        java.util.Arrays.stream(columns)
            .map(c -> new Column(c.split(" ")[0], c.split(" ")[1]))
            .toList(),
        rows.valueStream().map(r -> r.valueStream().toList()).toList(),
        owner);
  }

  @BeforeEach
  void open() {
    // Only who never ends runs into it, however busy the machine is.
    hacker = new Security(folder, world(), "hacker", Duration.ofSeconds(30));
  }

  @AfterEach
  void close() throws Exception {
    hacker.close();
    try (var left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  private String text(String sql) {
    Sandbox.Rows rows = hacker.query(sql);
    return TextTable.of(rows.columns(), rows.rows());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT door FROM access_log WHERE time > '20:00'",
        "select door from ACCESS_LOG where time > '20:00';",
        "```sql\nSELECT door FROM access_log WHERE badge = 4\n```",
        "SELECT \"door\" FROM [access_log] ORDER BY badge LIMIT 1",
        "SELECT `door` FROM main.access_log WHERE badge IN (SELECT count + 1 FROM guards)",
        "WITH late AS (SELECT * FROM access_log WHERE time > '20:00') SELECT door FROM late",
        "SELECT door FROM access_log WHERE door LIKE 'loading%'",
        "SELECT l.door AS door FROM access_log l LEFT JOIN guards g ON g.count = 3 WHERE l.badge=4"
      })
  void answersSelects(String sql) {
    assertThat(text(sql)).isEqualTo("door\nloading dock");
  }

  @Test
  void showsRowsForAReader() {
    assertThat(text("SELECT shift, count, 1.5, 2.0 AS two FROM guards"))
        .isEqualTo("shift | count | 1.5 | two\nnight | 3 | 1.5 | 2\nday | NULL | 1.5 | 2");
    assertThat(text("SELECT count(*) AS n, max(time) AS last FROM access_log"))
        .isEqualTo("n | last\n2 | 22:05");
    assertThat(text("SELECT strftime('%H', '2026-01-01 13:00') AS hour")).isEqualTo("hour\n13");
  }

  @Test
  void namesTablesAndColumnsWhereOneIsWrong() {
    assertThatThrownBy(() -> hacker.query("SELECT * FROM cameras"))
        .hasMessage(
            "no table \"cameras\"; there are: access_log(time, door, badge); guards(shift, count)");
    assertThatThrownBy(() -> hacker.query("SELECT colour FROM guards"))
        .hasMessageContaining("no such column: colour")
        .hasMessageContaining("- guards(shift TEXT, count INTEGER): about guards");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM codes",
        "SELECT * FROM CODES",
        "SELECT * FROM \"Codes\"",
        "SELECT * FROM main.[codes]",
        "SELECT * FROM guards WHERE 1 = (SELECT count(*) FROM codes)",
        "SELECT (SELECT code FROM codes) FROM guards",
        "SELECT shift FROM guards UNION SELECT code FROM codes",
        "WITH x AS (SELECT code FROM codes) SELECT * FROM x",
        "WITH guards AS (SELECT code FROM codes) SELECT * FROM guards",
        "SELECT * FROM guards g JOIN codes c ON 1 = 1",
        "SELECT * FROM guards, codes",
        "SELECT * FROM guards WHERE EXISTS (SELECT 1 FROM codes WHERE code LIKE '4%')",
        "SELECT CASE WHEN (SELECT code FROM codes) > '4' THEN 1 END FROM guards",
        "SELECT * FROM guards ORDER BY (SELECT code FROM codes)",
        "SELECT * FROM guards GROUP BY shift HAVING count(*) < (SELECT code FROM codes)",
        "SELECT * FROM (SELECT * FROM (SELECT code FROM codes))",
        "SELECT * FROM guards LIMIT (SELECT count(*) FROM codes)",
        "SELECT max((SELECT code FROM codes)) OVER () FROM guards"
      })
  void refusesAnothersTable(String sql) {
    assertThatThrownBy(() -> hacker.query(sql))
        .isInstanceOf(HeistException.class)
        .hasMessageContaining("safecracker alone");
  }

  /** The second fence: what the parser might miss is not in the file. */
  @Test
  void anothersTableIsNotInTheFile() {
    assertThat(text("SELECT name FROM sqlite_master ORDER BY name"))
        .isEqualTo("name\naccess_log\nguards");
    try (var stream = Files.list(folder)) {
      Path file = stream.findFirst().orElseThrow();
      assertThat(new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1))
          .doesNotContain("4711")
          .doesNotContain("Codes");
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ATTACH DATABASE '/etc/passwd' AS x",
        "VACUUM INTO '/tmp/heist-stolen.db'",
        "PRAGMA query_only = off",
        "PRAGMA table_info(guards)",
        "SELECT * FROM pragma_database_list",
        "SELECT * FROM pragma_table_info('guards')",
        "SELECT * FROM pragma_database_list()",
        "DROP TABLE guards",
        "INSERT INTO guards VALUES ('x', 1)",
        "UPDATE guards SET count = 0",
        "DELETE FROM guards",
        "CREATE TABLE x(a)",
        "SELECT 1; DROP TABLE guards",
        "SELECT 1; SELECT 2",
        "SELECT * INTO x FROM guards",
        "WITH x AS (DELETE FROM guards RETURNING *) SELECT * FROM x",
        "SELECT load_extension('/tmp/x.so')",
        "SELECT writefile('/tmp/x', 'y')",
        "SELECT readfile('/etc/passwd')",
        "SELECT * FROM temp.guards",
        "SELECT * FROM other.guards",
        "EXPLAIN SELECT * FROM guards",
        "BEGIN",
        "SELECT zeroblob(1000000000)",
        "SELECT printf('%.*c', 1000000000, 'x')",
        "SELECT replace(hex(zeroblob(50000)), '0', hex(zeroblob(50000)))",
        "SELECT randomblob(100000000)",
        "",
        ";",
        "hello",
        "SELECT",
        "SELECT * FROM guards WHERE"
      })
  void refusesEverythingElse(String sql) {
    assertThatThrownBy(() -> hacker.query(sql)).isInstanceOf(HeistException.class);
    assertThat(text("SELECT count(*) AS n FROM guards")).isEqualTo("n\n2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
      })
  void stopsAnEndlessQuery(String sql) {
    try (Security limited = new Security(folder, world(), "hacker", QueryTool.LIMIT)) {
      long start = System.nanoTime();
      assertThatThrownBy(() -> limited.query(sql)).hasMessageContaining("stopped after 500 ms");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
    }
  }

  @Test
  void boundsRowsAndBytes() {
    String many = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) ";
    Sandbox.Rows rows = hacker.query(many + "SELECT i FROM n");
    assertThat(rows.rows()).hasSize(Sandbox.MAX_ROWS);
    assertThat(rows.more()).isTrue();
    rows = hacker.query(many + "SELECT hex(zeroblob(400)) FROM n");
    assertThat(rows.rows().size()).isLessThan(50);
    assertThat(rows.more()).isTrue();
  }

  /** A query of open brackets kept the parser busy for seconds on a loaded machine. */
  @ParameterizedTest
  @ValueSource(strings = {"(", "(y*(", "abs(", "(SELECT ", "1 IN (", "CASE WHEN (", "NOT ("})
  void deepBracketsAreRefusedBeforeParsing(String opening) {
    String deep = opening.repeat(SqlGate.MAX_DEPTH + 1);
    assertThatThrownBy(() -> hacker.query("SELECT " + deep + "1" + ")".repeat(deep.length())))
        .hasMessageContaining("nests brackets more than 20 deep (at character ")
        .hasMessageEndingWith("leave out brackets, or take subqueries out into WITH");
    assertThatThrownBy(() -> hacker.query("SELECT " + deep)).hasMessageContaining("20 deep");
    // Closing brackets that are none do not make room for more.
    for (String quoted :
        List.of("')))))'", "\")))))\"", "`)))))`", "[)))))]", "/*)))))*/ 1", "--)))\n 1")) {
      assertThatThrownBy(() -> hacker.query("SELECT " + quoted + ", " + deep))
          .hasMessageContaining("20 deep");
      assertThatThrownBy(() -> hacker.query("SELECT (((((((( " + quoted + ", " + deep))
          .hasMessageContaining("20 deep");
    }
    assertThatThrownBy(() -> hacker.query("SELECT 1 " + ", (1)".repeat(SqlGate.MAX_BRACKETS + 1)))
        .hasMessageContaining("201 opening brackets; at most 200");
  }

  @Test
  void bracketsInTextDoNotCount() {
    assertThat(text("SELECT '" + "(".repeat(50) + "' AS b")).isEqualTo("b\n" + "(".repeat(50));
    String nested = "(".repeat(SqlGate.MAX_DEPTH);
    assertThat(text("SELECT " + nested + "1" + nested.replace('(', ')') + " AS one"))
        .isEqualTo("one\n1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "PRAGMA x | from \"PRAGMA\" on, at line 1, column 1",
        "SELECT * FROM guards WHERE | from \"WHERE\" on, at line 1, column 22",
        "SELECT ) FROM guards | from \"SELECT\" on, at line 1, column 1",
        "SELECT \u00a7 | Lexical error at line 1, column 9"
      })
  void aMistakeIsToldInWords(String sql, String told) {
    assertThatThrownBy(() -> hacker.query(sql))
        .hasMessageStartingWith("the query is not understood: " + told)
        .hasMessageEndingWith(". Write one SELECT in SQLite's dialect")
        .satisfies(
            e -> assertThat(String.valueOf(e.getMessage())).doesNotContain("lexical state", ".."));
  }

  @Test
  void survivesNoise() {
    Random random = new Random(3);
    String[] parts = {
      "SELECT ",
      "* ",
      "FROM ",
      "guards ",
      "codes ",
      "(",
      ")",
      "WHERE ",
      "1 ",
      "= ",
      "'x' ",
      ", ",
      "UNION ",
      "WITH x AS ",
      "\"",
      "'",
      "[",
      "]",
      ";",
      "--",
      "/*",
      "*/",
      "ATTACH ",
      "x'41' ",
      "ä ",
      "\u0000",
      "JOIN ",
      "ON ",
      "LIMIT ",
      "CASE ",
      "WHEN ",
      "END "
    };
    for (int i = 0; i < 300; i++) {
      StringBuilder sql = new StringBuilder(random.nextBoolean() ? "SELECT " : "");
      for (int j = random.nextInt(25); j > 0; j--) {
        sql.append(parts[random.nextInt(parts.length)]);
      }
      try {
        assertThat(text(sql.toString())).doesNotContain("4711");
      } catch (HeistException e) {
        assertThat(e.kind()).isEqualTo(HeistException.Kind.BAD_INPUT);
      }
    }
  }
}
