package heist.service.game;

import heist.session.SessionRow;
import heist.web.Json;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/**
 * Statistics over sessions. Mole games count once, after their verdict, and only those where chance
 * chose everything and nobody looked behind the scenes; jobs without a game count at their end.
 * Pure.
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
                    && r.summary().outcome() != null)
            .toList();
    ObjectNode node = Json.mapper().createObjectNode();
    node.put("total_sessions", rows.size());
    node.put(
        "completed", rows.stream().filter(r -> r.summary().state().equals("completed")).count());
    ObjectNode game = node.putObject("mole_games");
    game.put("games", games.size());
    for (String verdict : List.of("SUCCESS", "FAILURE", "BUSTED")) {
      game.put(
          verdict.toLowerCase(java.util.Locale.ROOT),
          games.stream().filter(r -> verdict.equals(r.summary().verdict())).count());
    }
    ObjectNode heists = node.putObject("heists");
    heists.put("carried_out", jobs.size());
    heists.put(
        "succeeded",
        jobs.stream().filter(r -> Objects.equals(r.summary().outcome(), "success")).count());
    node.put(
        "not_counted",
        rows.size()
            - (int) rows.stream().filter(r -> games.contains(r) || jobs.contains(r)).count());
    return node;
  }
}
