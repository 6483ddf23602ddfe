package heist.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.joran.spi.JoranException;
import heist.cli.Cli;
import heist.cli.Context;
import heist.cli.render.Screen;
import heist.web.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** {@code heist eval --generate N}, with every service that it starts. */
class EvalSetTest {
  /** Other programs have sets in the same temporary folder. */
  private static final String OWN = "strategies/own-" + ProcessHandle.current().pid() + ".yaml";

  private static final String CREW =
      """
      name: pair
      language: en
      agents:
        - {name: ines, role: planner, persona: Keeps lists., tools: [file_reader, database_query, calculator, submit_plan]}
        - {name: olaf, role: lookout, persona: Sees far., tools: [file_reader, database_query, simulation_data]}
      """;

  @TempDir private Path folder;

  /** Every phrase says its own rule, so that no sentence of the shipped book can be among them. */
  private static String phrases() throws IOException {
    Path shipped = Path.of("src/main/resources/heist/service/model/speech/en.phrases");
    StringBuilder text = new StringBuilder();
    for (String line : Files.readAllLines(shipped)) {
      boolean phrase = !line.isBlank() && !line.startsWith("=") && !line.startsWith("#");
      int after = line.startsWith("(") ? line.indexOf(')') + 1 : 0;
      text.append(
              phrase
                  ? line.substring(0, after) + " Verily, " + line.substring(after).strip()
                  : line)
          .append('\n');
    }
    return text.toString();
  }

  private Path zip(Map<String, String> files) throws IOException {
    Path zip = folder.resolve("set.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        out.putNextEntry(new ZipEntry(file.getKey()));
        out.write(file.getValue().getBytes(StandardCharsets.UTF_8));
        out.closeEntry();
      }
    }
    return zip;
  }

  private Map<String, String> set() throws IOException {
    Map<String, String> files = new TreeMap<>();
    files.put("crews/pair.yaml", CREW);
    String brief = Files.readString(Path.of("strategies/false_info.yaml"));
    files.put(OWN, brief.replace("id: false_info", "id: odd_count"));
    files.put("speech/en.phrases", phrases());
    return files;
  }

  private record Ended(int exit, String text) {}

  /** Runs the program in this process: each of its own would take seconds to get warm. */
  private Ended run(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--data=" + folder.resolve("data"));
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(text, true, StandardCharsets.UTF_8);
    Path home = Path.of("").toAbsolutePath();
    Context context =
        new Context(
            new LocalLauncher(home),
            InputStream.nullInputStream(),
            out,
            out,
            Screen.plain(),
            false,
            Map.of("HEIST_HOME", home.toString()),
            home,
            _ -> () -> {},
            failure -> failure.printStackTrace(out),
            Optional::empty);
    int exit = Cli.run(context, all.toArray(String[]::new));
    return new Ended(exit, text.toString(StandardCharsets.UTF_8));
  }

  /** The program has sent this process's log to a file. */
  @AfterEach
  void logAsBefore() throws JoranException {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    new ContextInitializer(context).autoConfig();
  }

  /** Folders of this test's set in the temporary folder. */
  private static Set<Path> left() throws IOException {
    try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(f -> f.getFileName().toString().startsWith("heist-eval-set"))
          .filter(f -> Files.exists(f.resolve(OWN)))
          .collect(Collectors.toSet());
    }
  }

  @Test
  void sessionsArePlayedWithTheSetsCrewsStrategiesAndPhrasesAndNothingIsLeft() throws Exception {
    Path games = folder.resolve("games.jsonl");
    Set<Path> before = left();
    Ended ended =
        run(
            "eval",
            "--generate",
            "2",
            "--set",
            zip(set()).toString(),
            "--detector",
            "naive",
            "--save",
            games.toString());
    assertThat(ended.exit()).as(ended.text()).isZero();
    List<JsonNode> played = Files.readAllLines(games).stream().map(Json::tree).toList();
    assertThat(played).hasSize(2);
    Set<String> strategies = new HashSet<>();
    for (JsonNode game : played) {
      assertThat(game.path("agents").toString()).contains("ines", "olaf");
      assertThat(game.path("messages")).isNotEmpty();
      game.path("messages")
          .forEach(m -> assertThat(m.path("message").asString()).contains("Verily"));
      strategies.add(game.path("strategy").asString(""));
    }
    assertThat(played).filteredOn(g -> g.path("moles").isEmpty()).hasSize(1);
    strategies.remove("");
    assertThat(strategies).containsExactly("odd_count");
    assertThat(left()).isEqualTo(before);
  }

  @Test
  void aSetThatCannotBeUsedIsToldInOneLine() throws Exception {
    Map<String, String> broken = set();
    broken.put("speech/en.phrases", "= open\n(terse Reading {nothing}.\n");
    Ended ended = run("eval", "--generate", "2", "--set", zip(broken).toString());
    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.text())
        .contains("en.phrases:2: the conditions of the phrase are not closed by ')'")
        .doesNotContain("\tat ");
  }

  @Test
  void jobsAreEndedUnderEachWatcher() throws Exception {
    Path json = folder.resolve("watched.json");
    Ended ended =
        run(
            "eval",
            "--generate",
            "2",
            "--monitor",
            "--set",
            zip(set()).toString(),
            "--seed",
            "watched",
            "--json",
            json.toString());
    assertThat(ended.exit()).as(ended.text()).isZero();
    JsonNode found = Json.tree(Files.readString(json));
    assertThat(found.path("corpus").asString("")).contains("set.zip");
    for (String which : List.of("with_a_mole", "without_a_mole")) {
      assertThat(found.path(which).path("jobs").asInt()).isEqualTo(1);
      assertThat(found.path(which).path("brought_off_a_perfect_monitor").path("n").asInt())
          .isEqualTo(1);
    }
  }

  @Test
  void theDetectorIsThereToAccuseWhereTheProgramStartsItsOwnServices() throws Exception {
    Ended ended = run("play", "--seed", "7", "--rounds", "1", "--accuse", "hybrid", "--pace", "0");
    assertThat(ended.exit()).as(ended.text()).isZero();
    assertThat(folder.resolve("data/run/heist.log"))
        .content()
        .doesNotContain("the detector does not answer");
  }

  @Test
  void aStoredSessionIsMeasuredWithoutAnAgentBeingCalled() throws Exception {
    Path played = folder.resolve("played.jsonl");
    Path stored = folder.resolve("stored.jsonl");
    Path json = folder.resolve("stored.json");
    Ended ended =
        run(
            "eval",
            "--generate",
            "1",
            "--honest",
            "0",
            "--seed",
            "kept",
            "--save",
            played.toString());
    assertThat(ended.exit()).as(ended.text()).isZero();
    ended =
        run(
            "eval",
            "--session",
            "last",
            "--detector",
            "evidence",
            "--save",
            stored.toString(),
            "--json",
            json.toString());
    assertThat(ended.exit()).as(ended.text()).isZero();
    JsonNode before = Json.tree(Files.readString(played));
    JsonNode after = Json.tree(Files.readString(stored));
    for (String same : List.of("agents", "moles", "strategy", "messages", "tool_calls", "plans")) {
      assertThat(after.path(same).toString()).as(same).isNotIn("", "[]", "\"\"");
      assertThat(after.path(same)).as(same).isEqualTo(before.path(same));
    }
    JsonNode report = Json.tree(Files.readString(json));
    assertThat(report.path("detector").asString("")).isEqualTo("evidence");
    assertThat(report.path("games").get(0).path("scores").size())
        .isEqualTo(after.path("agents").size());
    assertThat(run("eval", "--session", "no-such-session").exit()).isNotZero();
  }
}
