package heist.config;

import static org.assertj.core.api.Assertions.assertThat;

import heist.scenario.AnswerKey;
import heist.scenario.Check;
import heist.scenario.Execution;
import heist.scenario.FloorPlan;
import heist.scenario.PlanForm;
import heist.scenario.Rule;
import heist.scenario.Scenario;
import heist.scenario.Simulator;
import heist.scenario.SourceLines;
import heist.scenario.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds in every world of every scenario that comes along: a folder is enough to be tried. */
class ShippedScenarioTest {
  private static final int WORLDS = 25;
  private static final Map<String, String> CREW = Bank.crew();
  private static final List<String> ROLES = Bank.ROLES;

  static List<String> scenarios() throws IOException {
    try (Stream<Path> folders = Files.list(Path.of("scenarios"))) {
      return folders.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  private static Scenario read(String scenario) {
    Problems problems = new Problems();
    var read = ScenarioReader.read(Path.of("scenarios", scenario), Environment.none(), problems);
    assertThat(problems.numbered()).isEmpty();
    assertThat(problems.notes()).isEmpty();
    return read.orElseThrow();
  }

  private static Stream<World> worlds(String scenario) {
    Scenario read = read(scenario);
    return LongStream.range(0, WORLDS).mapToObj(seed -> read.draw(new SplittableRandom(seed)));
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void theRightPlanAlwaysSucceeds(String scenario) {
    worlds(scenario)
        .forEach(world -> {
          Map<String, String> plan = AnswerKey.of(world, CREW);
          assertThat(world.form().problems(plan, ROLES)).isEmpty();
          Execution execution = Simulator.run(world, plan, CREW);
          assertThat(execution.success()).as(execution.story()).isTrue();
          assertThat(execution.steps()).hasSameSizeAs(world.rules());
        });
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void thePlanReadOffTheSourcesSucceeds(String scenario) {
    worlds(scenario)
        .forEach(world -> {
          Execution execution = Simulator.run(world, SourceLines.plan(world, CREW), CREW);
          assertThat(execution.success()).as(execution.story()).isTrue();
          assertThat(SourceLines.problems(world, ROLES)).isEmpty();
        });
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void anySingleWrongOrMissingFieldFailsAtItsStep(String scenario) {
    Random random = new Random(1);
    worlds(scenario)
        .limit(40)
        .forEach(world -> {
          Map<String, String> right = AnswerKey.of(world, CREW);
          for (PlanForm.Field field : world.form().fields()) {
            String wrong = wrong(world, field, right, random);
            Map<String, String> plan = new HashMap<>(right);
            plan.put(field.name(), wrong);
            assertFailsAt(world, field, plan, wrong);
            plan.remove(field.name());
            assertFailsAt(world, field, plan, null);
          }
        });
  }

  private static void assertFailsAt(
      World world, PlanForm.Field field, Map<String, String> plan, @Nullable String planned) {
    Execution execution = Simulator.run(world, plan, CREW);
    assertThat(execution.success()).isFalse();
    assertThat(execution.field()).isEqualTo(field.name());
    assertThat(execution.planned()).isEqualTo(planned);
    assertThat(execution.actual()).isEqualTo(AnswerKey.of(world, CREW).get(field.name()));
    assertThat(execution.failedStep()).isEqualTo(stepOf(world, field));
    assertThat(execution.steps().getLast().success()).isFalse();
    assertThat(execution.story()).doesNotContain("{{").doesNotContain("null");
  }

  private static String stepOf(World world, PlanForm.Field field) {
    return world.rules().stream()
        .filter(r -> r.checks().stream().anyMatch(c -> field.name().equals(c.field())))
        .findFirst()
        .map(Rule::id)
        .orElseThrow();
  }

  /** A value that fits the field's form and none of its checks. */
  private static String wrong(
      World world, PlanForm.Field field, Map<String, String> right, Random random) {
    while (true) {
      String value =
          switch (field.type()) {
            case CHOICE -> field.options().get(random.nextInt(field.options().size()));
            case AGENT -> ROLES.get(random.nextInt(ROLES.size()));
            case TIME -> "%02d:%02d".formatted(random.nextInt(24), random.nextInt(60));
            case NUMBER -> Integer.toString(random.nextInt(60));
            case DIGITS ->
                random
                    .ints(Integer.parseInt(field.options().getFirst()), 0, 10)
                    .mapToObj(Integer::toString)
                    .collect(Collectors.joining());
            case TEXT -> "anything";
          };
      Map<String, String> plan = new HashMap<>(right);
      plan.put(field.name(), value);
      if (!Simulator.run(world, plan, CREW).success()) {
        return value;
      }
    }
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void roomsDoNotOverlapAndEverythingLiesOnThePlan(String scenario) {
    FloorPlan floor = read(scenario).draw(new SplittableRandom(0)).floorPlan();
    for (FloorPlan.Room a : floor.rooms()) {
      assertThat(a.x() + a.width()).isLessThanOrEqualTo(floor.width());
      assertThat(a.y() + a.height()).isLessThanOrEqualTo(floor.height());
      for (FloorPlan.Room b : floor.rooms()) {
        boolean apart =
            a.x() + a.width() <= b.x()
                || b.x() + b.width() <= a.x()
                || a.y() + a.height() <= b.y()
                || b.y() + b.height() <= a.y();
        assertThat(a == b || apart).as(a.name() + " and " + b.name()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void rulesNameOnlyFieldsOfTheForm(String scenario) {
    World world = read(scenario).draw(new SplittableRandom(0));
    Set<String> fields =
        world.form().fields().stream().map(PlanForm.Field::name).collect(Collectors.toSet());
    assertThat(
            world.rules().stream()
                .flatMap(r -> r.checks().stream())
                .map(Check::field)
                .filter(Objects::nonNull))
        .isSubsetOf(fields);
  }
}
