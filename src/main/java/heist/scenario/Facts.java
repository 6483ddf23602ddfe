package heist.scenario;

import heist.HeistException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Draws facts. Not thread-safe; one for each world. */
final class Facts {
  private static final int TRIES = 1000;

  private final Map<String, String> values = new LinkedHashMap<>();
  private final RandomGenerator random;

  Facts(RandomGenerator random) {
    this.random = random;
  }

  /** Facts that begin with those already there. */
  Facts(RandomGenerator random, Map<String, String> values) {
    this(random);
    this.values.putAll(values);
  }

  Map<String, String> values() {
    return values;
  }

  void draw(List<Draw> draws) {
    draws.forEach(this::draw);
  }

  private void draw(Draw draw) {
    switch (draw) {
      case Draw.Text d -> values.put(d.name(), fill(d.template()));
      case Draw.Choice d ->
          put(d.name(), d.unlike(), () -> fill(d.of().get(random.nextInt(d.of().size()))));
      case Draw.Deal d -> {
        List<String> all = new ArrayList<>(d.of());
        Collections.shuffle(all, random);
        for (int i = 0; i < d.names().size(); i++) {
          values.put(d.names().get(i), fill(all.get(i)));
        }
      }
      case Draw.Time d -> {
        int steps = Times.between(d.from(), d.to()) / d.step();
        put(
            d.name(),
            d.unlike(),
            () -> Times.format(Times.minutes(d.from()) + random.nextInt(steps + 1) * d.step()));
      }
      case Draw.Number d -> {
        int steps = (d.to() - d.from()) / d.step();
        put(
            d.name(),
            d.unlike(),
            () -> Integer.toString(d.from() + random.nextInt(steps + 1) * d.step()));
      }
      case Draw.Digits d ->
          put(
              d.name(),
              d.unlike(),
              () ->
                  random
                      .ints(d.count(), 0, 10)
                      .collect(StringBuilder::new, StringBuilder::append, StringBuilder::append)
                      .toString());
      case Draw.Sum d -> values.put(d.name(), sum(d));
      case Draw.Lookup d -> {
        String found = d.in().get(value(d.by()));
        String template = found == null ? d.otherwise() : found;
        if (template == null) {
          throw bad("'" + d.name() + "' has nothing for " + d.by() + " = '" + value(d.by()) + "'");
        }
        values.put(d.name(), fill(template));
      }
    }
  }

  String fill(String template) {
    return Template.fill(template, values, Map.of(), random);
  }

  private String value(String name) {
    String value = values.get(name);
    if (value == null) {
      throw bad("there is no fact named '" + name + "' above its use");
    }
    return value;
  }

  private void put(String name, List<String> unlike, Supplier<String> draw) {
    List<String> others = unlike.stream().map(this::value).toList();
    for (int i = 0; i < TRIES; i++) {
      String value = draw.get();
      if (!others.contains(value)) {
        values.put(name, value);
        return;
      }
    }
    throw bad("'" + name + "' finds no value unlike " + unlike);
  }

  private String sum(Draw.Sum sum) {
    int total = 0;
    int times = 0;
    for (String term : sum.terms()) {
      boolean minus = term.startsWith("-");
      String name = minus ? term.substring(1).strip() : term;
      String value = Times.isTime(name) || name.matches("\\d+") ? name : value(name);
      int sign = minus ? -1 : 1;
      if (Times.isTime(value)) {
        times += sign;
        total += sign * Times.minutes(value);
      } else {
        try {
          total += sign * Integer.parseInt(value);
        } catch (NumberFormatException _) {
          throw bad(
              "'" + sum.name() + "' adds '" + name + "', but '" + value + "' is no number or time");
        }
      }
    }
    if (times != 0 && times != 1) {
      throw bad("'" + sum.name() + "' must come to a time of day or to minutes");
    }
    return times == 0 ? Integer.toString(total) : Times.format(total);
  }

  private static HeistException bad(String what) {
    return new HeistException(
        HeistException.Kind.BAD_INPUT, "Facts of the scenario: " + what + ".");
  }
}
