package heist.cli;

import static org.assertj.core.api.Assertions.assertThat;

import heist.HeistException;
import heist.cli.Launcher.ModelServer;
import heist.cli.render.Screen;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CliTest {
  @TempDir private Path folder;

  private final FakeLauncher launcher = new FakeLauncher();
  private final Map<String, String> environment = new HashMap<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Screen screen = Screen.plain();
  private String typed = "";
  private @Nullable InputStream typing;
  private Runnable interrupt = () -> {};

  @Test
  void without_a_command_it_tells_what_there_is() {
    assertThat(run()).isZero();
    assertThat(out()).contains("play", "demo", "replay", "Exit codes: 0 success");
  }

  @Test
  void version_is_told() {
    assertThat(run("--version")).isZero();
    assertThat(out()).startsWith("heist 1.2.3");
  }

  @Test
  void a_mistyped_command_gets_a_hint_and_exit_code_2() {
    assertThat(run("paly")).isEqualTo(2);
    assertThat(err())
        .isEqualTo("heist: there is no command \"paly\"; did you mean play?\nSee: heist help\n");
    assertThat(out()).isEmpty();
  }

  @Test
  void a_mistyped_option_gets_a_hint() {
    assertThat(run("play", "--ruonds", "3")).isEqualTo(2);
    assertThat(err()).contains("did you mean --rounds?").contains("See: heist help play");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "play --rounds 0",
        "play --rounds many",
        "play --pace -1",
        "play --task x --scenario bank",
        "play --task x --mole random",
        "play --llm nonsense",
        "play --llm ftp://localhost/v1",
        "play --model gpt",
        "up --target nothing",
        "up --port-offset 99999999",
        "export last --format pdf",
        "replay missing.jsonl",
        "import missing.jsonl",
        "show a/../b",
        "extend last",
        "budget last tokens",
        "bench",
        "config",
        "play --crew missing.yaml",
        "bench turns --sessions 0",
        "play --human-seconds 5",
        "play --export missing/x.jsonl",
        "replay s1 --turn -1",
        "replay s1 --pace -3",
        "replay s1 --pace NaN",
        "eval --corpus x --html missing/x.html",
        "token operator",
      })
  void bad_usage_is_one_clear_line_and_exit_code_2(String line) {
    assertThat(run(line.split(" "))).isEqualTo(2);
    assertThat(err().lines().filter(l -> !l.startsWith("See: ")))
        .singleElement()
        .asString()
        .startsWith("heist: ");
    assertThat(err()).doesNotContain("Exception", "\tat ");
  }

  @Test
  void failed_work_is_exit_code_1_and_the_services_message() {
    launcher.fails = new HeistException(HeistException.Kind.CONFLICT, "port 8001 is taken");
    assertThat(run("sessions")).isEqualTo(1);
    assertThat(err()).isEqualTo("heist: port 8001 is taken\n");
  }

  @Test
  void a_mistake_of_ours_is_one_line_too() {
    launcher.fails = new IllegalStateException("oops\nand more");
    assertThat(run("sessions")).isEqualTo(1);
    assertThat(err())
        .isEqualTo(
            "heist: this should not have happened: java.lang.IllegalStateException: oops (details"
                + " in heist.log)\n");
  }

  @Test
  void play_without_a_terminal_locks_nobody_and_sums_up() {
    environment.put("HEIST_CALLED", "./heist");
    assertThat(run("play", "--rounds", "2", "--seed", "7", "--mole", "hacker")).isZero();
    assertThat(launcher.game.posts)
        .containsExactly(
            "/api/v1/sessions {\"seed\":\"7\",\"mole\":\"hacker\",\"rounds\":2,\"accuse\":\"none\",\"pace\":0.0}");
    assertThat(out())
        .contains("offline model", "Round 1 of 2", "The heist fails.")
        .containsPattern("outcome +The heist fails\\.")
        .containsPattern("kept +session s1 in ")
        .contains(" ./heist replay s1");
    assertThat(launcher.closed).isEqualTo(1);
  }

  @Test
  void play_asks_whom_you_suspect_until_the_answer_makes_sense() {
    screen = new Screen(80, false, true, true);
    typed = "\nhakcer\nha\n";
    assertThat(run("play")).isZero();
    assertThat(launcher.game.posts)
        .containsExactly(
            "/api/v1/sessions {\"accuse\":\"person\",\"pace\":1.5}",
            "/api/v1/sessions/s1/accusation {\"suspect\":\"hacker\",\"lock\":true}");
    assertThat(out())
        .contains("Whom do you suspect?", "\"hakcer\" is nobody here; did you mean 'hacker'?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0\n", "nobody\n", ""})
  void nobody_can_be_the_answer(String answer) {
    screen = new Screen(80, false, true, true);
    typed = answer;
    assertThat(run("play")).isZero();
    assertThat(launcher.game.posts).last().asString().contains("{\"suspect\":null,\"lock\":true}");
  }

  @Test
  void an_interrupt_at_the_question_waits_for_the_end_and_says_how_to_accuse_later() {
    screen = new Screen(80, false, true, true);
    typing =
        new InputStream() {
          @Override
          public int read() {
            interrupt.run();
            return -1;
          }
        };
    assertThat(run("play")).isZero();
    assertThat(out())
        .contains("Stopped before the plan was carried out.", "heist guess s1 AGENT")
        .doesNotContain("The session is not over.");
  }

  @Test
  void no_guess_does_not_ask() {
    screen = new Screen(80, false, true, true);
    assertThat(run("play", "--no-guess")).isZero();
    assertThat(out()).doesNotContain("Whom do you suspect?");
  }

  @Test
  void json_prints_events_and_nothing_else() {
    assertThat(run("play", "--json")).isZero();
    assertThat(out().lines()).hasSize(50).allSatisfy(l -> assertThat(l).startsWith("{\"v\":1,"));
    assertThat(err()).isEmpty();
  }

  @Test
  void play_writes_the_export() throws Exception {
    Path file = folder.resolve("out.jsonl");
    assertThat(run("play", "--export", file.toString())).isZero();
    assertThat(Files.readAllLines(file)).hasSize(50);
  }

  @Test
  void demo_pauses_commands_and_resumes_once() {
    assertThat(run("demo")).isZero();
    assertThat(launcher.game.posts.stream().map(p -> p.replaceAll(" .*", "")))
        .containsExactly(
            "/api/v1/sessions",
            "/api/v1/sessions/s1/pause",
            "/api/v1/sessions/s1/commands",
            "/api/v1/sessions/s1/resume");
  }

  @Test
  void a_model_server_is_named_but_used_only_when_asked() {
    launcher.models.add(new ModelServer("LM Studio", "http://127.0.0.1:1234/v1", List.of("qwen")));
    assertThat(run("play")).isZero();
    assertThat(out())
        .contains("Found LM Studio at http://127.0.0.1:1234/v1 (qwen); to use it: --llm auto");
    assertThat(launcher.game.posts.getFirst()).doesNotContain("llm");
    assertThat(run("play", "--llm", "auto")).isZero();
    assertThat(launcher.game.posts)
        .last()
        .asString()
        .contains("\"llm\":{\"base_url\":\"http://127.0.0.1:1234/v1\",\"model\":\"qwen\"}");
  }

  @Test
  void llm_auto_without_a_server_says_what_to_do() {
    assertThat(run("play", "--llm", "auto")).isEqualTo(1);
    assertThat(err()).contains("no model server answers on localhost:1234 or localhost:11434");
  }

  @Test
  void llm_is_taken_from_the_environment_and_its_key_is_sent() {
    environment.put("LLM_BASE_URL", "http://10.0.0.1:8000/v1");
    environment.put("LLM_API_KEY", "sk-1");
    assertThat(run("play", "--model", "m")).isZero();
    assertThat(launcher.game.posts.getFirst())
        .contains(
            "\"llm\":{\"base_url\":\"http://10.0.0.1:8000/v1\",\"model\":\"m\",\"api_key\":\"sk-1\"}");
    assertThat(out()).doesNotContain("sk-1");
  }

  @Test
  void replay_reads_a_file_and_starts_nothing() {
    launcher.fails = new IllegalStateException("services were started");
    String file = "src/test/resources/heist/cli/render/session.jsonl";
    assertThat(run("replay", file)).isZero();
    assertThat(out()).contains("Round 2 of 3", "The mole was hacker", "7 (1 failed), 4 messages");
  }

  @Test
  void replay_of_a_broken_file_names_the_line() throws Exception {
    Path file = folder.resolve("broken.jsonl");
    Files.writeString(
        file, "{\"v\":1,\"type\":\"session_ended\",\"seq\":1,\"end\":\"STOPPED\"}\n{oops\n");
    assertThat(run("replay", file.toString())).isEqualTo(2);
    assertThat(err()).contains("broken.jsonl, line 2: not JSON").doesNotContain("\tat ");
  }

  @Test
  void steering_posts_to_the_session() {
    assertThat(run("pause", "last")).isZero();
    assertThat(run("command", "s1", "hacker", "look", "again", "--standing")).isZero();
    assertThat(out())
        .contains("Order 4: hacker reads it in every turn")
        .contains("heist withdraw s1 4");
    assertThat(run("extend", "s1", "--rounds", "2")).isZero();
    assertThat(run("budget", "s1", "tokens=5")).isZero();
    assertThat(run("withdraw", "s1", "4")).isZero();
    assertThat(launcher.game.posts)
        .containsExactly(
            "/api/v1/sessions/s1/pause {\"by\":\"operator\"}",
            "/api/v1/sessions/s1/commands {\"by\":\"operator\",\"agent\":\"hacker\",\"text\":\"look"
                + " again\",\"standing\":true}",
            "/api/v1/sessions/s1/extend {\"by\":\"operator\",\"more\":2}",
            "/api/v1/sessions/s1/budget {\"by\":\"operator\",\"name\":\"tokens\",\"limit\":5}",
            "DELETE /api/v1/sessions/s1/commands/4");
  }

  @Test
  void lists_and_figures_are_tables_or_json() {
    assertThat(run("sessions")).isZero();
    assertThat(out())
        .contains("SESSION  STATE")
        .contains("s1       completed  bank  7      SUCCESS  fails");
    out.reset();
    assertThat(run("stats", "--json")).isZero();
    assertThat(out()).startsWith("{\"sessions\":3,\"verdicts\":{\"success\":1}");
  }

  @Test
  void mistakes_are_told_in_words_for_people() {
    run("play", "--pace", "abc");
    run("sessions", "--limit", "99999999999");
    run("play", "extra");
    run("eval");
    assertThat(err())
        .contains("'abc' is not a number\n")
        .contains("'99999999999' is not a whole number, or too large\n")
        .contains("heist: \"extra\" is one word too many\n")
        .contains("heist: Missing required argument")
        .doesNotContain("index", "Error:");
  }

  @Test
  void every_list_of_commands_says_in_whole_sentences_what_they_do() {
    for (String command : List.of("", "client", "keys", "secret", "audit", "bench", "config")) {
      out.reset();
      run(command.isEmpty() ? new String[] {"--help"} : new String[] {command, "--help"});
      String listed = out().replaceAll("(?s)^.*Commands:\n", "").replaceAll("(?s)\n\n.*", "\n");
      assertThat(listed.replaceAll("\n {5,}", " ").lines())
          .isNotEmpty()
          .allSatisfy(line -> assertThat(line).endsWith("."));
    }
  }

  @Test
  void an_export_that_cannot_be_written_is_refused_before_the_session_is_played() {
    assertThat(run("play", "--export", folder.resolve("missing/x.jsonl").toString())).isEqualTo(2);
    assertThat(err()).contains("cannot write ").contains("no such file or folder");
    assertThat(run("play", "--export", folder.toString())).isEqualTo(2);
    assertThat(err()).contains("it is a folder");
    assertThat(launcher.game.posts).isEmpty();
  }

  @Test
  void the_summary_of_a_replay_is_wrapped_to_the_screen() {
    screen = new Screen(50, false, true, false);
    assertThat(run("replay", "src/test/resources/heist/cli/render/session.jsonl")).isZero();
    assertThat(out().lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(50));
    assertThat(out()).containsPattern("\n  why +the plan had ");
  }

  @Test
  void shares_are_one_row_with_their_interval() {
    assertThat(run("stats")).isZero();
    assertThat(out()).containsPattern("\nmole games, crew wins +1 of 4, 25 % \\[5 %, 70 %\\]\n");
  }

  @Test
  void config_check_names_every_problem_with_its_line() throws Exception {
    Path crew = folder.resolve("crew.yaml");
    Files.writeString(crew, "name: x\nagents: []\nlanguagge: en\n");
    assertThat(run("config", "check", crew.toString())).isEqualTo(1);
    assertThat(out()).contains("crew.yaml:3", "did you mean 'language'", "2 problems");
  }

  @Test
  void show_tells_which_call_waits_for_leave_and_how_to_give_it() {
    assertThat(run("show", "asking")).isZero();
    assertThat(out().replaceAll("\\s+", " "))
        .contains(
            "waits may hacker call calculator {\"expression\":\"6*7\"}? heist approve asking 3"
                + " allow|deny|edit; denied in 250 s");
    assertThat(run("show", "s1")).isZero();
    assertThat(out().lines().filter(line -> line.startsWith("waits"))).hasSize(1);
  }

  @Test
  void an_unknown_session_is_exit_code_1() {
    assertThat(run("show", "nope")).isEqualTo(1);
    assertThat(err()).isEqualTo("heist: there is no session nope\n");
  }

  private int run(String... args) {
    PrintStream output = new PrintStream(out, true, StandardCharsets.UTF_8);
    PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
    Context context =
        new Context(
            launcher,
            typing != null
                ? typing
                : new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
            output,
            errors,
            screen,
            screen.live(),
            environment,
            folder,
            handler -> {
              interrupt = handler;
              return () -> {};
            },
            _ -> {},
            () -> Optional.of(Path.of("heist.log")));
    return Cli.run(context, args);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
