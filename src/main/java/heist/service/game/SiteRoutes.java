package heist.service.game;

import heist.HeistException;
import heist.config.Library;
import heist.scenario.FloorPlan;
import heist.scenario.FloorPlan.BlindSpot;
import heist.scenario.Scenario;
import heist.session.SessionRow;
import heist.session.Sessions;
import heist.web.Json;
import heist.web.TokenVerifier;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/**
 * The floor plan of a session. Until the job is over it holds what everybody can know of the place:
 * what is the same in every world that the scenario draws. What was moved this time (and so what a
 * claim could be checked against) comes with the outcome.
 */
final class SiteRoutes {
  /** Worlds drawn to tell what is always so. */
  private static final int OTHERS = 8;

  private final Sessions sessions;
  private final Library library;

  SiteRoutes(Sessions sessions, Library library) {
    this.sessions = sessions;
    this.library = library;
  }

  void install(JavalinConfig config) {
    config.routes.get("/api/v1/sessions/{id}/site", this::site);
  }

  private void site(Context ctx) {
    TokenVerifier.caller(ctx).require("session:read");
    SessionRow row = sessions.row(ctx.pathParam("id"));
    // A replay shows what could be known at its place.
    boolean over = row.summary().outcome() != null && !"known".equals(ctx.queryParam("view"));
    ObjectNode answer =
        sessions
            .state(row.id())
            .world()
            .map(world -> world.floorPlan())
            .map(plan -> over ? json(plan) : known(plan, row))
            .orElseGet(() -> Json.mapper().createObjectNode().putPOJO("rooms", List.of()));
    ctx.json(answer.put("complete", over));
  }

  private ObjectNode known(FloorPlan plan, SessionRow row) {
    List<FloorPlan> others = new ArrayList<>();
    try {
      Scenario scenario = library.scenario(String.valueOf(row.config().scenario()));
      for (int seed = 1; seed <= OTHERS; seed++) {
        others.add(scenario.draw(new SplittableRandom(seed)).floorPlan());
      }
    } catch (HeistException e) {
      // The scenario is not here any more: only its walls are certain.
      others.add(
          new FloorPlan(0, 0, plan.rooms(), List.of(), List.of(), List.of(), List.of(), List.of()));
    }
    FloorPlan known =
        new FloorPlan(
            plan.width(),
            plan.height(),
            always(plan, others, FloorPlan::rooms, r -> r),
            always(plan, others, FloorPlan::cameras, c -> c),
            always(plan, others, FloorPlan::guards, g -> g),
            always(plan, others, FloorPlan::blindSpots, SiteRoutes::unsaid),
            always(plan, others, FloorPlan::entries, e -> e),
            List.of());
    ObjectNode json = json(known);
    json.withArray("blind_spots").forEach(spot -> ((ObjectNode) spot).remove("unwatched"));
    return json;
  }

  private static <T> List<T> always(
      FloorPlan plan,
      List<FloorPlan> others,
      Function<FloorPlan, List<T>> part,
      Function<T, T> seen) {
    return part.apply(plan).stream()
        .filter(it ->
            others.stream()
                .allMatch(o -> part.apply(o).stream().map(seen).anyMatch(seen.apply(it)::equals)))
        .toList();
  }

  private static BlindSpot unsaid(BlindSpot spot) {
    return new BlindSpot(spot.id(), spot.name(), spot.x(), spot.y(), spot.radius(), true);
  }

  private static ObjectNode json(FloorPlan plan) {
    ObjectNode node = Json.mapper().createObjectNode();
    node.put("width", plan.width()).put("height", plan.height());
    node.set("rooms", Json.mapper().valueToTree(plan.rooms()));
    node.set("cameras", Json.mapper().valueToTree(plan.cameras()));
    node.set("guards", Json.mapper().valueToTree(plan.guards()));
    node.set("blind_spots", Json.mapper().valueToTree(plan.blindSpots()));
    node.set("entries", Json.mapper().valueToTree(plan.entries()));
    node.set("route", Json.mapper().valueToTree(plan.route()));
    return node;
  }
}
