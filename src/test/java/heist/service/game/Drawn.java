package heist.service.game;

import heist.web.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import tools.jackson.databind.node.ObjectNode;

/**
 * A drawn session: what is asked at its start, which script its models follow, what is asked of it
 * while it runs and while it rests. Everything follows from the number.
 */
record Drawn(
    String id,
    long script,
    List<String> crew,
    ObjectNode request,
    int askAtCall,
    List<Ask> whileRunning,
    List<Ask> whileResting,
    List<Variant> variants) {

  /** Something a person asks of the session over HTTP. */
  record Ask(String method, String path, String body) {}

  /** Who the mole is. */
  record Variant(String mole, String strategy) {}

  private static final List<String> STRATEGIES =
      List.of("timing_errors", "false_info", "coordination_chaos", "subtle_delays", "wrong_tools");
  private static final List<String> CLASSIC =
      List.of("planner", "hacker", "safecracker", "intel", "driver", "lookout");

  static Drawn of(int number) {
    SplittableRandom random = new SplittableRandom(number * 7919L + 1);
    boolean small = random.nextInt(3) > 0;
    List<String> crew = small ? CLASSIC.subList(0, random.nextInt(2, 4)) : CLASSIC;
    ObjectNode request = Json.mapper().createObjectNode();
    String id = "s%04d".formatted(number);
    request.put("id", id).put("seed", "secret " + number);
    request.put("rounds", random.nextInt(1, small ? 4 : 2));
    request.put("crew", small ? crewText(crew) : "classic");
    request.put("accuse", pick(random, "person", "person", "person", "vote", "hybrid", "none"));
    request.put("context", pick(random, "full", "last-3", "digest"));
    request.put("difficulty", pick(random, "easy", "normal", "hard"));
    List<Ask> running = new ArrayList<>();
    if (random.nextInt(3) > 0) {
      running.add(budget(random, id));
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      running.add(ask(random, crew, id, false));
    }
    List<Ask> resting = new ArrayList<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      resting.add(ask(random, crew, id, true));
    }
    String mole = crew.get(random.nextInt(crew.size()));
    String other = crew.get((crew.indexOf(mole) + 1) % crew.size());
    List<Variant> variants =
        List.of(
            new Variant(mole, STRATEGIES.get(random.nextInt(STRATEGIES.size()))),
            random.nextBoolean()
                ? new Variant("nobody", "")
                : new Variant(other, STRATEGIES.get(random.nextInt(STRATEGIES.size()))));
    return new Drawn(
        id,
        random.nextLong(),
        crew,
        request,
        random.nextInt(1, 5),
        List.copyOf(running),
        List.copyOf(resting),
        variants);
  }

  /** The same without anybody who asks anything of it. */
  Drawn undisturbed() {
    return new Drawn(id, script, crew, request, askAtCall, List.of(), List.of(), variants);
  }

  /** Whether a person accuses: such a session stays unlocked. */
  boolean byPerson() {
    return request.path("accuse").asString("").equals("person");
  }

  /** The request with its mole. */
  ObjectNode request(Variant variant) {
    ObjectNode body = request.deepCopy();
    body.put("mole", variant.mole());
    if (!variant.strategy().isEmpty()) {
      body.put("strategy", variant.strategy());
    }
    return body;
  }

  private static Ask ask(SplittableRandom random, List<String> crew, String id, boolean resting) {
    String base = "/api/v1/sessions/" + id + "/";
    String agent = random.nextInt(9) == 0 ? "nobody" : crew.get(random.nextInt(crew.size()));
    return switch (random.nextInt(resting ? 12 : 8)) {
      case 0, 1 -> new Ask("POST", base + "pause", "");
      case 2 ->
          new Ask("POST", base + "commands", "{\"agent\":\"" + agent + "\",\"text\":\"Say more\"}");
      case 3 ->
          new Ask(
              "POST",
              base + "commands",
              "{\"agent\":\"" + agent + "\",\"text\":\"Be quick\",\"standing\":true}");
      case 4 -> budget(random, id);
      case 5 -> new Ask("POST", base + "accusation", "{\"suspect\":\"" + agent + "\"}");
      case 6 -> new Ask("POST", base + "extend", "{\"rounds\":" + random.nextInt(1, 4) + "}");
      case 7 ->
          random.nextInt(4) == 0
              ? new Ask("POST", base + "stop", "")
              : new Ask("POST", base + "pause", "");
      case 8, 9 -> new Ask("POST", base + "resume", "");
      case 10 -> new Ask("POST", base + "step", "");
      default -> new Ask("DELETE", base + "commands/" + random.nextInt(1, 5), "");
    };
  }

  private static Ask budget(SplittableRandom random, String id) {
    String what =
        switch (random.nextInt(5)) {
          case 0, 1 -> "tokens\",\"limit\":" + random.nextInt(2000, 9000);
          case 2 -> "agent_tokens\",\"limit\":" + random.nextInt(800, 4000);
          case 3 -> "model_calls\",\"limit\":" + random.nextInt(1, 12);
          default -> "tool_calls_per_turn\",\"limit\":" + random.nextInt(1, 3);
        };
    return new Ask("POST", "/api/v1/sessions/" + id + "/budget", "{\"name\":\"" + what + "}");
  }

  private static String pick(SplittableRandom random, String... of) {
    return of[random.nextInt(of.length)];
  }

  private static String crewText(List<String> names) {
    StringBuilder text = new StringBuilder("name: drawn\nagents:\n");
    for (String name : names) {
      text.append("  - {name: ")
          .append(name)
          .append(", role: ")
          .append(name)
          .append(", persona: Works., tools: [calculator, file_reader, submit_plan],")
          .append(" scopes: ['calculator:use', 'file_reader:use', 'plan:submit']}\n");
    }
    return text.toString();
  }
}
