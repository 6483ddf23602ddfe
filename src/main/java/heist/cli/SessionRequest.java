package heist.cli;

import heist.HeistException;
import heist.cli.Launcher.Llm;
import heist.config.Library;
import heist.config.Problems;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What kind of session a person wants: the options that {@code play} and its like share. */
final class SessionRequest {
  @Option(names = "--scenario", paramLabel = "NAME", description = "The job (default: bank).")
  private @Nullable String scenario;

  @Option(
      names = "--task",
      paramLabel = "TEXT",
      description = "A task of your own instead of a scenario: no mole game, no simulator.")
  private @Nullable String task;

  @Option(names = "--crew", paramLabel = "NAME|FILE", description = "The crew (default: classic).")
  private @Nullable String crew;

  @Option(names = "--rounds", paramLabel = "N", description = "Rounds before the plan is due.")
  private @Nullable Integer rounds;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Draws world, mole and order; the same seed gives the same session again.")
  private @Nullable String seed;

  @Option(
      names = "--mole",
      paramLabel = "random|nobody|off|NAME",
      description =
          "random: one agent or nobody. nobody: the game is on without a mole. off: no game.")
  private @Nullable String mole;

  @Option(
      names = "--strategy",
      paramLabel = "NAME|FILE",
      description = "How the mole sabotages, such as false_info, or a file of your own.")
  private @Nullable String strategy;

  @Option(
      names = "--difficulty",
      paramLabel = "easy|normal|hard",
      description = "How often honest agents err, and how openly the mole works.")
  private @Nullable String difficulty;

  @Option(
      names = "--context",
      paramLabel = "full|digest|last-N",
      description = "What of the conversation an agent sees.")
  private @Nullable String history;

  @Option(names = "--unblinded", description = "Show everything live; kept out of statistics.")
  private boolean unblinded;

  @Option(
      names = "--pace",
      paramLabel = "SECONDS",
      description =
          "Wait before each turn of the offline model (default: 1.5 on a terminal, else 0).")
  private @Nullable Double pace;

  private @Nullable String human;
  private @Nullable Integer humanSeconds;

  /** A person plays this agent, with so many seconds for one step if given. */
  void human(String agent, @Nullable Integer seconds) {
    human = agent;
    humanSeconds = seconds;
  }

  /** Whether this session can have a mole game. */
  boolean game() {
    return task == null && !"off".equals(mole);
  }

  /**
   * The request's body.
   *
   * @param library turns a crew's file into its text
   * @param usualPace seconds before a turn of the offline model unless {@code --pace} says
   *     otherwise
   */
  ObjectNode body(Library library, Optional<Llm> llm, String accuse, double usualPace) {
    check();
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    put(body, "scenario", scenario);
    put(body, "task", task);
    if (crew != null) {
      body.put("crew", library.crewForRequest(crew, new Problems()));
    }
    put(body, "seed", seed);
    put(body, "mole", mole);
    if (strategy != null) {
      body.put("strategy", library.strategyForRequest(strategy));
    }
    put(body, "difficulty", difficulty);
    put(body, "context", history);
    put(body, "human", human);
    if (humanSeconds != null) {
      body.put("human_seconds", humanSeconds);
    }
    if (rounds != null) {
      body.put("rounds", rounds);
    }
    if (unblinded) {
      body.put("unblinded", true);
    }
    if (game()) {
      body.put("accuse", accuse);
    }
    body.put("pace", pace != null ? pace : llm.isPresent() ? 0 : usualPace);
    llm.ifPresent(l -> {
      ObjectNode node = body.putObject("llm").put("base_url", l.baseUrl());
      put(node, "model", l.model());
      put(node, "api_key", l.apiKey());
    });
    return body;
  }

  private static void put(ObjectNode node, String name, @Nullable String value) {
    if (value != null) {
      node.put(name, value);
    }
  }

  private void check() {
    if (task != null && scenario != null) {
      throw bad("--task and --scenario exclude each other: a task of your own has no scenario");
    }
    if (task != null && mole != null && !mole.equals("off")) {
      throw bad("--task has no mole game; leave --mole away");
    }
    if (rounds != null && (rounds < 1 || rounds > 1_000)) {
      throw bad("--rounds must be 1 to 1000, not " + rounds);
    }
    if (pace != null && (pace < 0 || pace > 600 || pace.isNaN())) {
      throw bad("--pace must be 0 to 600 seconds, not " + pace);
    }
  }

  private static HeistException bad(String message) {
    return new HeistException(HeistException.Kind.BAD_INPUT, message);
  }
}
