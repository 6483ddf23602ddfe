package heist.config;

import static org.assertj.core.api.Assertions.assertThat;

import heist.scenario.AnswerKey;
import heist.scenario.Document;
import heist.scenario.Execution;
import heist.scenario.FloorPlan;
import heist.scenario.PlanForm;
import heist.scenario.Rule;
import heist.scenario.Simulator;
import heist.scenario.SourceLines;
import heist.scenario.Table;
import heist.scenario.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What holds in every world of the bank. */
class BankWorldTest {
  private static final int WORLDS = 120;
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Map<String, String> CREW = Bank.crew();

  private static Stream<World> worlds() {
    return LongStream.range(0, WORLDS).mapToObj(Bank::world);
  }

  @Test
  void sameRandomNumbersSameWorld() {
    assertThat(Bank.world(7)).isEqualTo(Bank.world(7)).isNotEqualTo(Bank.world(8));
  }

  @Test
  void comesBackFromJsonEqualAndInTheSameOrder() {
    worlds()
        .limit(30)
        .forEach(world -> {
          String json = JSON.writeValueAsString(world);
          World back = JSON.readValue(json, World.class);
          assertThat(back).isEqualTo(world);
          assertThat(JSON.writeValueAsString(back)).isEqualTo(json);
        });
  }

  @Test
  void aGuessSucceedsOnAtMostOneOfAHundred() {
    Random random = new Random(2);
    long lucky =
        worlds()
            .filter(world -> {
              // A good guess: knows the lore, the forms and that a change is never on the minute.
              Map<String, String> plan = new LinkedHashMap<>();
              for (PlanForm.Field f : world.form().fields()) {
                plan.put(f.name(), guess(f, random));
              }
              return Simulator.run(world, plan, CREW).success();
            })
            .count();
    assertThat(lucky).isLessThanOrEqualTo(WORLDS / 100);
  }

  private static String guess(PlanForm.Field field, Random random) {
    return switch (field.type()) {
      case TIME -> List.of("06:10", "14:10", "22:10").get(random.nextInt(3));
      case NUMBER -> Integer.toString(field.name().startsWith("work") ? 35 : 10);
      case CHOICE -> field.options().get(random.nextInt(3));
      case AGENT -> Bank.ROLES.get(random.nextInt(Bank.ROLES.size()));
      case DIGITS -> "0".repeat(Integer.parseInt(field.options().getFirst()));
      case TEXT -> "?";
    };
  }

  @Test
  void noPlanIsRightTwice() {
    Set<Map<String, String>> plans = new HashSet<>();
    worlds().forEach(world -> assertThat(plans.add(AnswerKey.of(world, CREW))).isTrue());
  }

  @Test
  void everyFieldIsAnsweredBySourcesOfItsOwnersAlone() {
    worlds()
        .limit(100)
        .forEach(world -> {
          Set<String> owners = new TreeSet<>();
          int combined = 0;
          for (PlanForm.Field field : world.form().fields()) {
            SourceLines.Found found = SourceLines.find(world, field, Bank.ROLES).orElseThrow();
            Set<String> needed =
                found.lines().stream()
                    .map(SourceLines.Line::ownerRole)
                    .map(owner -> Objects.requireNonNullElse(owner, "everybody"))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(needed).as(field.name()).doesNotContain("everybody");
            owners.addAll(needed);
            combined += needed.size() > 1 ? 1 : 0;
          }
          assertThat(owners).containsExactlyInAnyOrderElementsOf(Bank.ROLES);
          assertThat(combined).isGreaterThanOrEqualTo(2);
          assertThat(world.form().fields()).hasSizeBetween(9, 12);
        });
  }

  @Test
  void whatOneRoleAloneMayReadStandsInNoOtherSource() {
    worlds()
        .limit(100)
        .forEach(world -> {
          Map<String, String> plan = AnswerKey.of(world, CREW);
          String open =
              Stream.concat(
                      world.documents().stream()
                          .filter(d -> d.ownerRole() == null)
                          .map(Document::text),
                      Stream.of(world.briefing(), world.surveys().toString()))
                  .collect(Collectors.joining("\n"));
          for (String field : List.of("badge", "vault_code", "vault_method", "getaway")) {
            assertThat(open).doesNotContain(plan.get(field));
          }
        });
  }

  @Test
  void papersDatabaseFloorPlanAndSimulatorAgree() {
    worlds()
        .forEach(world -> {
          FloorPlan floor = world.floorPlan();
          Map<String, String> plan = AnswerKey.of(world, CREW);
          assertThat(floor.cameras()).hasSize(24);
          assertThat(
                  floor.blindSpots().stream()
                      .filter(FloorPlan.BlindSpot::unwatched)
                      .map(FloorPlan.BlindSpot::name))
              .containsExactly(plan.get("entry"));
          List<List<Object>> drawn = new ArrayList<>();
          floor
              .cameras()
              .forEach(c ->
                  drawn.add(List.of(c.id(), c.room(), c.x(), c.y(), (int) c.facing(), c.kind())));
          assertThat(table(world, "cameras").rows()).isEqualTo(drawn);
          assertThat(
                  floor.guards().stream()
                      .collect(
                          Collectors.groupingBy(FloorPlan.Guard::shift, Collectors.counting())))
              .isEqualTo(Map.of("06:00", 4L, "14:00", 6L, "22:00", 3L));
          Set<String> rooms =
              floor.rooms().stream().map(FloorPlan.Room::name).collect(Collectors.toSet());
          world.rules().forEach(r -> assertThat(rooms).contains(r.place()));
          assertThat(floor.route().stream().map(FloorPlan.Waypoint::step))
              .containsExactlyElementsOf(world.rules().stream().map(Rule::id).toList());
          assertThat(table(world, "badges").rows())
              .filteredOn(r -> r.getFirst().equals(plan.get("badge")))
              .hasSize(1);
        });
  }

  @Test
  void aMobileCameraCoversEachBlindSpotButOneAndNoFixedOneDoes() {
    worlds()
        .limit(50)
        .forEach(world -> {
          for (FloorPlan.BlindSpot spot : world.floorPlan().blindSpots()) {
            Optional<FloorPlan.Camera> watching =
                world.floorPlan().cameras().stream().filter(c -> sees(world, c, spot)).findAny();
            assertThat(watching.map(FloorPlan.Camera::kind))
                .as(spot.name())
                .isEqualTo(spot.unwatched() ? Optional.empty() : Optional.of("mobile"));
          }
        });
  }

  /** Cameras see no further than the walls of their room. */
  private static boolean sees(World world, FloorPlan.Camera camera, FloorPlan.BlindSpot spot) {
    FloorPlan.Room room =
        world.floorPlan().rooms().stream()
            .filter(r -> r.name().equals(camera.room()))
            .findFirst()
            .orElseThrow();
    boolean inside =
        spot.x() >= room.x()
            && spot.x() <= room.x() + room.width()
            && spot.y() >= room.y()
            && spot.y() <= room.y() + room.height();
    double dx = spot.x() - camera.x();
    double dy = spot.y() - camera.y();
    double off =
        Math.abs(Math.IEEEremainder(Math.toDegrees(Math.atan2(dy, dx)) - camera.facing(), 360));
    return inside
        && camera.active()
        && Math.hypot(dx, dy) <= camera.range()
        && off <= camera.angle() / 2;
  }

  @Test
  void theReserveServesWhenTheFirstPalmHasLeft() {
    worlds()
        .limit(20)
        .forEach(world -> {
          Map<String, String> plan = new HashMap<>(AnswerKey.of(world, CREW));
          Map<String, String> left = new LinkedHashMap<>(CREW);
          left.remove(plan.get("second_key"));
          assertThat(Simulator.run(world, plan, left).field()).isEqualTo("second_key");
          assertThat(Simulator.run(world, AnswerKey.of(world, left), left).success()).isTrue();
        });
  }

  @Test
  void aCrewOfOtherTradesCanTakeTheJob() {
    World world = Bank.world(3);
    Map<String, String> others = Map.of("ann", "cook", "bob", "clown", "cem", "poet");
    assertThat(Simulator.run(world, AnswerKey.of(world, others), others).success()).isTrue();
    Map<String, String> two = Map.of("ann", "cook", "bob", "clown");
    Execution execution = Simulator.run(world, AnswerKey.of(world, two), two);
    assertThat(execution.failedStep()).isEqualTo("keys");
    assertThat(execution.field()).isNull();
  }

  private static Table table(World world, String name) {
    return world.tables().stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow();
  }
}
