package heist.service.model.mind;

import heist.service.model.prompt.Field;
import java.util.ArrayList;
import java.util.Optional;

/** Time between two known times of the plan. */
final class Gaps {
  private Gaps() {}

  /** One pair of times less than four hours apart, by chance. */
  static Optional<Move.Gap> of(Mind mind, Dice dice) {
    var pairs = new ArrayList<Move.Gap>();
    var times = mind.view.named().stream().filter(f -> f.type() == Field.Type.TIME).toList();
    for (var a : times) {
      for (var b : times) {
        var x = mind.belief(a);
        var y = mind.belief(b);
        if (a != b && !related(a, b) && x.isPresent() && y.isPresent()) {
          int from = Values.minutes(x.get().value()).orElse(0);
          int to = Values.minutes(y.get().value()).orElse(0);
          int minutes = Math.floorMod(to - from, 24 * 60);
          if (minutes > 0 && minutes <= 240) {
            pairs.add(new Move.Gap(a, x.get().value(), b, y.get().value(), minutes));
          }
        }
      }
    }
    return pairs.isEmpty() ? Optional.empty() : Optional.of(dice.pick(pairs, "gap"));
  }

  /** One is computed from the other: their difference is no news. */
  private static boolean related(Field a, Field b) {
    return a.formula().stream().anyMatch(t -> t.part().equals(b.name()))
        || b.formula().stream().anyMatch(t -> t.part().equals(a.name()));
  }
}
