package heist.service.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a mole costs the crew, by strategy, and whether a failure leads back to it. */
class MoleEffectTest {
  private static final Set<String> GENTLE = Set.of("coordination_chaos", "subtle_delays");

  private final Worlds worlds = new Worlds();

  /** How {@code played} jobs went; {@code traced} failures lead to an event of the mole's. */
  record Effect(String strategy, int played, int succeeded, int traced, int lied) {
    double rate() {
      return (double) succeeded / played;
    }

    /** Share of the failures that lead to the mole. */
    double traceable() {
      return succeeded == played ? 1 : (double) traced / (played - succeeded);
    }

    /** Wilson's 95 % interval of the rate of success. */
    double[] interval() {
      double z = 1.96;
      double n = played;
      double middle = (rate() + z * z / (2 * n)) / (1 + z * z / n);
      double half =
          z / (1 + z * z / n) * Math.sqrt(rate() * (1 - rate()) / n + z * z / (4 * n * n));
      return new double[] {middle - half, middle + half};
    }

    String line() {
      return String.format(
          Locale.ROOT,
          "%-20s %3d of %3d  %5.1f %%  [%4.1f, %5.1f]  failures traced to the mole %5.1f %%  active in %5.1f %%",
          strategy,
          succeeded,
          played,
          100 * rate(),
          100 * interval()[0],
          100 * interval()[1],
          100 * traceable(),
          100.0 * lied / played);
    }
  }

  Effect play(String strategy, int seeds, String difficulty) {
    int succeeded = 0;
    int traced = 0;
    int lied = 0;
    Map<String, Integer> fields = new LinkedHashMap<>();
    for (int seed = 1; seed <= seeds; seed++) {
      var drawn = worlds.draw("bank", "classic", seed, difficulty);
      var crew = drawn.job().crew();
      var mole = strategy.isEmpty() ? null : crew.get(seed % crew.size()).name();
      var stage = worlds.stage(drawn, mole, strategy, seed).play(seed);
      var run = drawn.carryOut(stage.plan);
      lied += stage.lines.stream().anyMatch(l -> l.note().contains("Sabotage (")) ? 1 : 0;
      if (run.success()) {
        succeeded++;
      } else {
        var blame = drawn.blame(stage);
        boolean led = blame.filter(b -> b.agent().equals(mole)).isPresent();
        traced += led ? 1 : 0;
        if (!led && System.getProperty("show") != null) {
          System.out.println(
              strategy
                  + " "
                  + seed
                  + " mole "
                  + mole
                  + ": "
                  + run.field()
                  + " = "
                  + run.planned()
                  + " not "
                  + run.actual()
                  + ", blamed "
                  + blame);
        }
        fields.merge(String.valueOf(run.field()), 1, Integer::sum);
      }
    }
    return new Effect(strategy.isEmpty() ? "nobody" : strategy, seeds, succeeded, traced, lied);
  }

  private List<Effect> table(int seeds) {
    var effects = new ArrayList<Effect>();
    effects.add(play("", seeds, "normal"));
    worlds.strategies().forEach(s -> effects.add(play(s, seeds, "normal")));
    effects.forEach(e -> System.out.println(e.line()));
    return effects;
  }

  @Test
  void aMoleCostsTheCrewTheJob() {
    var effects = table(9);
    assertThat(effects.getFirst().rate()).isGreaterThanOrEqualTo(0.75);
    var moles = effects.subList(1, effects.size());
    int played = moles.stream().mapToInt(Effect::played).sum();
    int succeeded = moles.stream().mapToInt(Effect::succeeded).sum();
    int traced = moles.stream().mapToInt(Effect::traced).sum();
    assertThat((double) succeeded / played).isBetween(0.2, 0.7);
    assertThat((double) traced / (played - succeeded)).isGreaterThanOrEqualTo(0.7);
    assertThat(moles).allMatch(e -> e.lied() >= 7);
  }

  @Test
  @Tag("campaign")
  void twoHundredWorldsEach() {
    var effects = table(200);
    var honest = effects.getFirst();
    assertThat(honest.rate()).isGreaterThanOrEqualTo(0.9);
    for (var e : effects.subList(1, effects.size())) {
      assertThat(e.rate())
          .as(e.line())
          .isLessThanOrEqualTo(GENTLE.contains(e.strategy()) ? 0.75 : 0.6);
      assertThat(e.interval()[1]).as(e.line()).isLessThan(honest.interval()[0]);
      assertThat(e.traceable()).as(e.line()).isGreaterThanOrEqualTo(0.8);
    }
  }

  /** Prints the table: number of seeds, then a difficulty. */
  public static void main(String[] args) {
    var test = new MoleEffectTest();
    if (args[0].equals("one")) {
      int seed = Integer.parseInt(args[2]);
      var drawn = test.worlds.draw("bank", "classic", seed, args.length > 3 ? args[3] : "normal");
      var crew = drawn.job().crew();
      var mole = args[1].isEmpty() ? null : crew.get(seed % crew.size()).name();
      var stage = test.worlds.stage(drawn, mole, args[1], seed).play(seed);
      System.out.println(stage.transcript() + drawn.carryOut(stage.plan).story());
      System.out.println(drawn.blame(stage));
      return;
    }
    int seeds = Integer.parseInt(args[0]);
    var difficulty = args.length > 1 ? args[1] : "normal";
    var wanted = new ArrayList<>(List.of(""));
    wanted.addAll(args.length > 2 ? List.of(args[2].split(",")) : test.worlds.strategies());
    wanted.forEach(s -> System.out.println(test.play(s, seeds, difficulty).line()));
  }
}
