package heist.session;

import heist.crew.Agent;
import heist.crew.Crew;
import heist.crew.Strategy;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Small sessions for tests. */
final class TestSessions {
  static final List<Strategy> STRATEGIES =
      List.of(
          new Strategy(
              "false_info",
              0.9,
              Map.of("en", "Say wrong things."),
              Map.of("en", List.of("a", "b"))),
          new Strategy(
              "subtle_delays",
              0.4,
              Map.of("en", "Take your time."),
              Map.of("en", List.of("a", "b"))));
  static final List<Strategy> MANNERS =
      List.of(
          new Strategy(
              "open_cards", 0, Map.of("en", "Say right things."), Map.of("en", List.of("a", "b"))));

  private TestSessions() {}

  static Agent agent(String name, String... tools) {
    return new Agent(
        name,
        name,
        "You are " + name + ".",
        List.of(tools),
        Set.of(),
        List.of(),
        Set.of(),
        null,
        null,
        null);
  }

  static Crew crew() {
    return new Crew(
        "test",
        "en",
        List.of(agent("planner", "submit_plan"), agent("hacker", "calculator"), agent("intel")),
        Crew.TurnOrder.SHUFFLED,
        null,
        null);
  }

  static SessionConfig config(String id, int rounds, String mole, String accuse) {
    return config(id, rounds, mole, accuse, new SessionConfig.Budgets(0, 0, 0, 0, 6, 0, 0));
  }

  static SessionConfig config(
      String id, int rounds, String mole, String accuse, SessionConfig.Budgets budgets) {
    return new SessionConfig(
        id,
        null,
        "Write a plan for the party",
        "en",
        crew(),
        rounds,
        SeedStreams.seedOf(id),
        true,
        mole,
        null,
        1.0 / 7,
        false,
        "normal",
        new SessionConfig.Context("full", 10, 6000),
        budgets,
        accuse,
        0,
        null,
        SessionConfig.Waits.USUAL);
  }

  static Opening.Opened open(SessionConfig config) {
    return Opening.of(config, null, STRATEGIES, MANNERS);
  }
}
