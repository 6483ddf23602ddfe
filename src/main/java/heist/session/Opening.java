package heist.session;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.crew.Agent;
import heist.crew.Crew;
import heist.crew.Strategy;
import heist.event.SessionEvent;
import heist.event.SessionEvent.Member;
import heist.event.SessionEvent.SessionCreated;
import heist.event.SessionEvent.SessionPrepared;
import heist.scenario.Scenario;
import heist.scenario.World;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A session's first facts, drawn from its seed. Pure. */
public final class Opening {
  private Opening() {}

  /** The two first facts of a session, and its title. */
  public record Opened(String title, List<SessionEvent> events) {}

  /**
   * Draws world, mole, strategy and briefs.
   *
   * @param scenario the job; null for a free task
   * @param strategies how a mole may play
   * @param manners how loyal agents work: as many shapes of honest briefs, of the same structure
   *     and length
   * @throws HeistException BAD_INPUT if mole or strategy is unknown
   */
  public static Opened of(
      SessionConfig config,
      @Nullable Scenario scenario,
      List<Strategy> strategies,
      List<Strategy> manners) {
    check(config, strategies);
    SeedStreams seeds = SeedStreams.of(config.seed());
    World world = scenario == null ? null : scenario.draw(seeds.stream("world"));
    MoleGame.Draw draw =
        MoleGame.draw(
            seeds,
            config.crew(),
            config.mole(),
            config.strategy(),
            config.molePrior(),
            strategies.stream().map(Strategy::id).sorted().toList());
    String title = world == null ? String.valueOf(config.task()) : world.title();
    SessionCreated created =
        new SessionCreated(
            config.scenario(),
            title,
            config.language(),
            config.crew().agents().stream()
                .map(a -> new Member(a.name(), a.role(), a.tools()))
                .toList(),
            config.rounds(),
            config.moleGame(),
            config.rerunnable(),
            config.unblinded(),
            config.moleGame()
                ? MoleGame.commitment(draw.nonce(), draw.mole(), draw.strategy())
                : null,
            settings(config));
    SessionPrepared prepared =
        new SessionPrepared(
            config.seed(),
            draw.mole(),
            draw.strategy(),
            severity(strategies, draw.strategy()),
            draw.nonce(),
            Prepared.json(withoutKey(config.crew())),
            config.moleGame() ? briefs(config, seeds, draw, strategies, manners) : Map.of(),
            world == null ? null : Prepared.json(world));
    return new Opened(title, List.of(created, prepared));
  }

  private static @Nullable Double severity(List<Strategy> strategies, @Nullable String id) {
    return strategies.stream()
        .filter(s -> s.id().equals(id))
        .map(Strategy::severity)
        .findFirst()
        .orElse(null);
  }

  private static void check(SessionConfig config, List<Strategy> strategies) {
    if (!List.of("random", "nobody", "off").contains(config.mole())
        && config.crew().agent(config.mole()).isEmpty()) {
      throw new HeistException(
          Kind.BAD_INPUT,
          "mole \"%s\" is nobody of the crew; use random, nobody, off or one of: %s."
              .formatted(
                  config.mole(),
                  String.join(", ", config.crew().agents().stream().map(Agent::name).toList())));
    }
    if (config.strategy() != null
        && strategies.stream().noneMatch(s -> s.id().equals(config.strategy()))) {
      throw new HeistException(
          Kind.BAD_INPUT,
          "strategy \"%s\" is unknown; there are: %s."
              .formatted(
                  config.strategy(),
                  String.join(", ", strategies.stream().map(Strategy::id).sorted().toList())));
    }
  }

  /** What was chosen, as everybody may know it: neither mole nor strategy. */
  private static Map<String, String> settings(SessionConfig config) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("difficulty", config.difficulty());
    if (!config.waits().seats().isEmpty()) {
      settings.put(
          "human",
          config.waits().seats().stream()
              .map(SessionConfig.Seat::agent)
              .collect(Collectors.joining(",")));
    }
    settings.put("context", config.context().strategy());
    settings.put("accuse", config.accuse());
    settings.put("crew", config.crew().name());
    settings.put("model", config.llm() == null ? "offline" : String.valueOf(config.llm().model()));
    return settings;
  }

  private static Crew withoutKey(Crew crew) {
    return crew.withoutLlm();
  }

  /**
   * Everybody gets a brief; who gets which shape of honest brief is drawn apart from who is the
   * mole.
   */
  private static Map<String, String> briefs(
      SessionConfig config,
      SeedStreams seeds,
      MoleGame.Draw draw,
      List<Strategy> strategies,
      List<Strategy> manners) {
    RandomGenerator random = seeds.stream("manners");
    Map<String, String> briefs = new LinkedHashMap<>();
    for (Agent agent : config.crew().agents()) {
      Strategy manner = manners.get(random.nextInt(manners.size()));
      boolean mole = agent.name().equals(draw.mole());
      Strategy text =
          mole
              ? strategies.stream()
                  .filter(s -> s.id().equals(draw.strategy()))
                  .findFirst()
                  .orElseThrow()
              : manner;
      briefs.put(agent.name(), text.text(mole, config.language()));
    }
    return briefs;
  }
}
