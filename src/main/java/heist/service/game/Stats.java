package heist.service.game;

import heist.crew.Agent;
import heist.session.SessionRow;
import heist.web.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Statistics over sessions. Mole games count once, after their verdict, and only those where chance
 * chose everything and nobody looked behind the scenes; jobs without a game count at their end.
 * Every share comes with its 95 % interval. Pure.
 */
final class Stats {
  private Stats() {}

  static ObjectNode of(List<SessionRow> rows) {
    List<SessionRow> games =
        rows.stream()
            .filter(r ->
                r.config().moleGame()
                    && r.config().countsInStatistics()
                    && r.summary().verdict() != null)
            .toList();
    List<SessionRow> jobs =
        rows.stream()
            .filter(r ->
                !r.config().rerunnable()
                    && !r.config().unblinded()
                    && (games.contains(r) || !r.config().moleGame())
                    && r.summary().outcome() != null)
            .toList();
    ObjectNode node = Json.mapper().createObjectNode();
    node.put("total_sessions", rows.size());
    node.put(
        "completed", rows.stream().filter(r -> r.summary().state().equals("completed")).count());
    ObjectNode game = node.putObject("mole_games");
    game.put("games", games.size());
    for (String verdict : List.of("SUCCESS", "FAILURE", "BUSTED")) {
      game.put(verdict.toLowerCase(Locale.ROOT), verdicts(games, verdict));
    }
    game.set("crew_wins", wins(games));
    game.set("by_strategy", groups(games, r -> r.summary().strategy()));
    game.set("by_role", groups(games, Stats::role));
    ObjectNode heists = node.putObject("heists");
    long succeeded =
        jobs.stream().filter(r -> Objects.equals(r.summary().outcome(), "success")).count();
    heists.put("carried_out", jobs.size()).put("succeeded", succeeded);
    heists.set("success", Wilson.of(succeeded, jobs.size()));
    node.put(
        "not_counted",
        rows.size()
            - (int) rows.stream().filter(r -> games.contains(r) || jobs.contains(r)).count());
    return node;
  }

  private static long verdicts(List<SessionRow> games, String verdict) {
    return games.stream().filter(r -> verdict.equals(r.summary().verdict())).count();
  }

  private static ObjectNode wins(List<SessionRow> games) {
    return Wilson.of(verdicts(games, "SUCCESS"), games.size());
  }

  /** The crew's wins by what the reveal told; games without a mole are told as {@code no_mole}. */
  private static ObjectNode groups(
      List<SessionRow> games, Function<SessionRow, @Nullable String> by) {
    Map<String, List<SessionRow>> groups =
        games.stream()
            .filter(r -> r.summary().revealed())
            .collect(
                Collectors.groupingBy(
                    r -> Objects.requireNonNullElse(by.apply(r), "no_mole"),
                    TreeMap::new,
                    Collectors.toList()));
    ObjectNode node = Json.mapper().createObjectNode();
    groups.forEach((name, members) -> node.set(name, wins(members)));
    return node;
  }

  private static @Nullable String role(SessionRow row) {
    String mole = row.summary().mole();
    return mole == null ? null : row.config().crew().agent(mole).map(Agent::role).orElse(mole);
  }
}
