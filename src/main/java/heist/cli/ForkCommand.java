package heist.cli;

import heist.config.Environment;
import heist.config.Library;
import heist.config.Problems;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code heist fork}: a new session that begins with the first turns of another one. */
@Command(
    name = "fork",
    description = "Begin a new session with the first turns of one that was played.",
    sortOptions = false)
final class ForkCommand extends Steering {
  @Option(
      names = "--turn",
      paramLabel = "K",
      required = true,
      description = "Turns that are copied; 0: only its world.")
  private int turn;

  @Option(
      names = "--mole",
      paramLabel = "random|nobody|off|NAME",
      description = "Who is the mole (default: who it was).")
  private @Nullable String mole;

  @Option(names = "--strategy", paramLabel = "NAME|FILE", description = "How the mole sabotages.")
  private @Nullable String strategy;

  @Option(
      names = "--crew",
      paramLabel = "NAME|FILE",
      description = "The same agents, configured differently.")
  private @Nullable String crew;

  @Option(names = "--seed", paramLabel = "N", description = "Draws all that is random from now on.")
  private @Nullable String seed;

  @Option(
      names = "--accuse",
      paramLabel = "person|none|vote|hybrid",
      description = "Who accuses (default: as it was).")
  private @Nullable String accuse;

  @Mixin private LlmOptions llm;

  private String forked = "";

  ForkCommand(Context context) {
    super(context, true);
  }

  @Override
  String route() {
    return "/fork";
  }

  @Override
  void fill(ObjectNode body) {
    Library library = new Library(context.home(), folder(), Environment.of(context.environment()));
    body.put("turn", turn);
    put(body, "mole", mole);
    put(body, "strategy", strategy == null ? null : library.strategyForRequest(strategy));
    put(body, "crew", crew == null ? null : library.crewForRequest(crew, new Problems()));
    put(body, "seed", seed);
    put(body, "accuse", accuse);
    llm.chosen(context, line -> context.out().println(line))
        .ifPresent(chosen -> {
          ObjectNode node = body.putObject("llm").put("base_url", chosen.baseUrl());
          put(node, "model", chosen.model());
          put(node, "api_key", chosen.apiKey());
        });
  }

  private static void put(ObjectNode node, String name, @Nullable String value) {
    if (value != null) {
      node.put(name, value);
    }
  }

  @Override
  JsonNode send(Door game, String path, ObjectNode body) {
    JsonNode answer = game.post(path, body);
    forked = answer.path("id").asString("");
    return answer;
  }

  @Override
  String done() {
    return "Session " + forked + " goes on from turn " + turn + ".";
  }
}
