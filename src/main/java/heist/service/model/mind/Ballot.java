package heist.service.model.mind;

import java.util.LinkedHashMap;
import java.util.Map;

/** Whom to vote for: whoever spoke against my papers, else whoever stands alone. */
final class Ballot {
  private final Mind mind;
  private final Dice dice;

  Ballot(Mind mind, Dice dice) {
    this.mind = mind;
    this.dice = dice;
  }

  Move.Vote vote() {
    var weight = new LinkedHashMap<String, Double>();
    var because = new LinkedHashMap<String, Claim>();
    for (var c : mind.claims) {
      if (c.speaker().equals(mind.view.me())) {
        continue;
      }
      double w = 0;
      var fact = mind.read(c.field());
      if (fact.isPresent() && fact.get().score() > 0.4 && !fact.get().value().equals(c.value())) {
        w += fact.get().owned() ? 0.8 : 1.2;
      }
      long against =
          mind.others(c.field()).stream()
              .filter(o -> !o.speaker().equals(c.speaker()) && !o.value().equals(c.value()))
              .count();
      w += 0.35 * against;
      if (w > 0) {
        weight.merge(c.speaker(), w, Double::sum);
        because.put(c.speaker(), c);
      }
    }
    var top = weight.entrySet().stream().max(Map.Entry.comparingByValue());
    if (top.isPresent() && top.get().getValue() >= 0.7) {
      return new Move.Vote(top.get().getKey(), because.get(top.get().getKey()));
    }
    var others = mind.view.others();
    if (mind.view.brief().mole() && !others.isEmpty()) {
      return new Move.Vote(dice.pick(others, "vote"), null);
    }
    return new Move.Vote(null, null);
  }
}
