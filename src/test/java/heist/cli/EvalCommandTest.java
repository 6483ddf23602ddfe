package heist.cli;

import static org.assertj.core.api.Assertions.assertThat;

import heist.cli.render.Screen;
import heist.web.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code heist eval} on corpora, at the command line. */
class EvalCommandTest {
  @TempDir private Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... args) {
    out.reset();
    err.reset();
    return Cli.run(
        new Context(
            new FakeLauncher(),
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Screen.plain(),
            false,
            Map.of(),
            folder,
            _ -> () -> {},
            _ -> {},
            Optional::empty),
        args);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  /** Games in which the mole, if there is one, changes the code that it has read. */
  private static String games(String source, int n, boolean honest) {
    StringBuilder lines = new StringBuilder();
    Random random = new Random(source.hashCode());
    for (int i = 0; i < n; i++) {
      boolean mole = !honest || i % 2 == 0;
      int code = 1000 + random.nextInt(8000);
      int said = mole ? code + 9 : code;
      lines.append(
          """
          {"session_id":"%s-%d","source":"%s","language":"en","agents":["ada","bob","cleo"],"moles":[%s],\
          "messages":[{"turn":1,"round":1,"agent":"ada","message":"The code of the vault door is %d."},\
          {"turn":2,"round":1,"agent":"bob","message":"Maybe. I think we should wait, perhaps."},\
          {"turn":3,"round":1,"agent":"cleo","message":"So the code is %d, ada."}],\
          "tool_calls":[{"turn":1,"agent":"ada","tool":"file_reader","success":true,"arguments":{"f":1},"result":"Code of the vault door: %d"}]}
          """
              .formatted(source, i, source, mole ? "\"ada\"" : "", said, said, code));
    }
    return lines.toString();
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void a_corpus_gives_figures_json_and_a_page() throws IOException {
    Path corpus = write("c.jsonl", games("c", 30, true));
    Path json = folder.resolve("r.json");
    Path html = folder.resolve("r.html");
    assertThat(
            run(
                "eval",
                "--corpus",
                corpus.toString(),
                "--detector",
                "evidence",
                "--ablation",
                "--json",
                json.toString(),
                "--html",
                html.toString()))
        .as(err())
        .isZero();
    assertThat(out())
        .contains(
            "top-1, shared ties", "honest crews accused", "hedging words", "own_source", "chance");
    JsonNode report = Json.mapper().readTree(Files.readString(json));
    assertThat(report.path("detector").asString("")).isEqualTo("evidence");
    assertThat(report.path("corpus").asString("")).isEqualTo("c.jsonl");
    assertThat(report.path("games").size()).isEqualTo(30);
    JsonNode game = report.path("games").get(0);
    assertThat(game.path("scores").path("ada").asDouble()).isPositive();
    assertThat(game.path("no_mole").isNumber()).isTrue();
    assertThat(game.path("turns").get(0).path("agent").asString("")).isEqualTo("ada");
    assertThat(report.path("summary").path("top1").path("value").asDouble()).isEqualTo(1);
    assertThat(Files.readString(html)).contains("<svg");
  }

  @Test
  void a_folder_of_corpora_is_measured_source_by_source() throws IOException {
    write("a.jsonl", games("a", 8, false));
    write("b.jsonl", games("b", 8, false));
    assertThat(run("eval", "--corpora", folder.toString())).as(err()).isZero();
    assertThat(out()).contains("16 games", "AUC within games by source", "Note: rules alone");
    Path fitted = folder.resolve("manner.json");
    assertThat(
            run(
                "eval",
                "--corpora",
                folder.toString(),
                "--fit",
                "manner",
                "--out",
                fitted.toString()))
        .isZero();
    assertThat(Files.readString(fitted)).contains("--fit manner", "16 games");
  }

  @Test
  void rules_and_thresholds_are_fitted_and_written_down() throws IOException {
    Path corpus = write("c.jsonl", games("c", 40, true));
    Path fitted = folder.resolve("f.json");
    String unknown = games("u", 5, true).replaceAll("\"moles\":\\[[^]]*],", "");
    Files.writeString(corpus, unknown, StandardOpenOption.APPEND);
    for (String what : new String[] {"rules", "calibration"}) {
      assertThat(
              run("eval", "--corpus", corpus.toString(), "--fit", what, "--out", fitted.toString()))
          .as(err())
          .isZero();
      assertThat(Files.readString(fitted)).contains("--fit " + what, "40 games");
    }
  }

  @Test
  void a_strategy_is_measured_by_rules_that_have_never_seen_it() throws IOException {
    String lies =
        games("lies", 10, true).replace("\"language\"", "\"strategy\":\"lies\",\"language\"");
    String other =
        games("other", 10, false).replace("\"language\"", "\"strategy\":\"other\",\"language\"");
    Path corpus = write("c.jsonl", lies + other);
    assertThat(run("eval", "--corpus", corpus.toString(), "--leave-one-strategy-out"))
        .as(err())
        .isZero();
    assertThat(out()).contains("AUC within games by strategy", "lies", "other");
  }

  @Test
  void an_archive_is_read_without_unpacking() throws IOException {
    Path archive = folder.resolve("apart.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      zip.putNextEntry(new ZipEntry("v1/one.jsonl"));
      zip.write(games("one", 5, true).getBytes(StandardCharsets.UTF_8));
      zip.putNextEntry(new ZipEntry("v1/two.jsonl"));
      zip.write(games("two", 6, true).getBytes(StandardCharsets.UTF_8));
    }
    assertThat(run("eval", "--apart", archive.toString())).as(err()).isZero();
    assertThat(out()).contains("11 games");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(archive);
    }
  }

  @Test
  void stress_counts_honest_games_and_forgeries() throws IOException {
    Path corpus = write("c.jsonl", games("c", 120, true));
    for (String detector : List.of("hybrid", "evidence", "classic", "naive", "rules")) {
      assertThat(run("eval", "--corpus", corpus.toString(), "--stress", "--detector", detector))
          .as(err())
          .isZero();
      assertThat(out())
          .as(detector)
          .contains("60 honest games", "corrects itself")
          .containsPattern("100 forgeries: 0 moved .*, 0 changed who is first;");
    }
  }

  @Test
  void games_and_transcripts_of_a_hundred_messages_are_timed() throws IOException {
    String many = games("c", 1100, true);
    Path corpus = write("c.jsonl", many);
    assertThat(run("eval", "--corpus", corpus.toString(), "--detector", "naive"))
        .as(err())
        .isZero();
    assertThat(out())
        .containsPattern("medians over 1000 games of any length, scaled")
        .containsPattern(
            "exactly 100 messages took .* ms, .* ms of it computing \\(medians over 12,");
    Path few = write("few.jsonl", games("f", 199, true));
    assertThat(run("eval", "--corpus", few.toString(), "--detector", "naive")).isZero();
    assertThat(out()).doesNotContain("Scoring");
  }

  @Test
  void a_judge_that_cannot_be_reached_is_counted() throws IOException {
    Path corpus = write("c.jsonl", games("c", 3, true));
    assertThat(
            run(
                "eval",
                "--corpus",
                corpus.toString(),
                "--detector",
                "judge",
                "--llm",
                "http://127.0.0.1:1"))
        .isZero();
    assertThat(out()).containsPattern("games without the judge's answer +3 +chance - +n 3\\R");
    assertThat(err()).doesNotContain("this should not have happened");
  }

  @Test
  void what_cannot_be_is_said_in_a_line() throws IOException {
    Path corpus = write("c.jsonl", games("c", 2, true) + "{broken\n");
    assertThat(run("eval", "--corpus", corpus.toString())).isEqualTo(2);
    assertThat(err()).contains("c.jsonl line 3 is no JSON");
    Path good = write("g.jsonl", games("c", 2, true));
    assertThat(run("eval", "--corpus", good.toString(), "--detector", "oracle")).isEqualTo(2);
    assertThat(err()).contains("there is no detector \"oracle\"");
    assertThat(run("eval", "--corpus", good.toString(), "--detector", "judge")).isEqualTo(2);
    assertThat(err()).contains("a judge is an LLM");
    assertThat(run("eval", "--corpus", folder.resolve("none.jsonl").toString())).isEqualTo(2);
    assertThat(err()).contains("cannot read");
    assertThat(run("eval")).isEqualTo(2);
    assertThat(run("eval", "--corpus", good.toString(), "--prior", "1")).isEqualTo(2);
    assertThat(err()).contains("--prior must lie between");
    assertThat(run("eval", "--corpus", good.toString(), "--fit", "rules")).isEqualTo(2);
    assertThat(err()).contains("--fit and --out go together");
    for (String[] wrong :
        new String[][] {
          {"--detector", "classic"},
          {"--html", "x.html"},
          {"--save", "x"},
          {"--stress", "--outcome"}
        }) {
      assertThat(run("eval", "--generate", "2", "--monitor", wrong[0], wrong[1])).isEqualTo(2);
      assertThat(err()).contains("--monitor", wrong[0]);
    }
  }

  @Test
  void aPostMortemReadsTheOutcomeAndAccusesNobody() throws IOException {
    String told =
        games("told", 20, true)
            .lines()
            .filter(l -> l.contains("\"moles\":[]"))
            .collect(java.util.stream.Collectors.joining("\n"));
    Path plain = write("plain.jsonl", told);
    Path failed =
        write(
            "failed.jsonl",
            told.replace(
                "\"moles\":[]",
                "\"moles\":[\"cleo\"],\"outcome\":{\"success\":false,\"blamed\":\"cleo\",\"event\":5,\"field\":\"code\"}"));
    assertThat(run("eval", "--corpus", failed.toString())).as(err()).isZero();
    assertThat(out()).doesNotContainPattern("top-1, shared ties +1").contains("mole named");
    assertThat(run("eval", "--corpus", failed.toString(), "--outcome")).as(err()).isZero();
    assertThat(out())
        .containsPattern("top-1, shared ties +1\\.000")
        .contains("hybrid+outcome")
        .containsPattern("silent +- +chance");
    assertThat(run("eval", "--corpus", plain.toString(), "--outcome")).as(err()).isZero();
    assertThat(out()).contains("nobody knows how the job went");
    Path wrong =
        write(
            "wrong.jsonl",
            told.replace("\"messages\"", "\"outcome\":{\"blamed\":\"ada\"},\"messages\""));
    assertThat(run("eval", "--corpus", wrong.toString(), "--outcome")).isEqualTo(2);
    assertThat(err()).contains("wrong.jsonl line 1 needs \"outcome\" with \"success\"");
  }

  @Test
  void theOutcomeIsSavedWithItsGame() throws IOException {
    Path from =
        write(
            "job.jsonl",
            games("job", 2, false)
                .replace(
                    "\"messages\"",
                    "\"outcome\":{\"success\":false,\"blamed\":\"bob\",\"event\":2,\"field\":\"code\"},\"messages\""));
    Path to = folder.resolve("saved.jsonl");
    assertThat(run("eval", "--corpus", from.toString(), "--save", to.toString()))
        .as(err())
        .isZero();
    assertThat(Json.tree(Files.readString(to).lines().findFirst().orElseThrow()).path("outcome"))
        .isEqualTo(
            Json.tree("{\"success\":false,\"blamed\":\"bob\",\"event\":2,\"field\":\"code\"}"));
  }
}
