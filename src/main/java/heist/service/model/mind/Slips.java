package heist.service.model.mind;

import heist.service.model.prompt.Field;
import java.util.List;
import java.util.Optional;

/** Plausible wrong values: misheard, misread, or made up. Pure. */
final class Slips {
  private Slips() {}

  /** What somebody who does not hear well makes of a value; the value itself if nothing fits. */
  static String misheard(Field field, String value, Dice dice) {
    return switch (field.type()) {
      case DIGITS -> digit(value, dice);
      case TIME ->
          Values.minutes(value)
              .map(m -> Values.time(m + dice.pick(List.of(-10, 10, 5, -5, 60, -60), "time")))
              .orElse(value);
      case NUMBER -> number(value, dice, false);
      case CHOICE, AGENT, TEXT -> value;
    };
  }

  /** A value that does harm and looks likely. */
  static Optional<String> falsified(Field field, String value, Dice dice, List<String> names) {
    return switch (field.type()) {
      case DIGITS -> Optional.of(digit(value, dice));
      case TIME -> shifted(value, dice);
      case NUMBER -> Optional.of(number(value, dice, true));
      case CHOICE -> other(field.options(), value, dice);
      case AGENT -> other(names, value, dice);
      case TEXT -> Optional.empty();
    };
  }

  /** A time a quarter of an hour to an hour off. */
  static Optional<String> shifted(String time, Dice dice) {
    return Values.minutes(time)
        .map(m -> Values.time(m + dice.pick(List.of(-45, -30, -20, 20, 25, 30, 45, 60), "shift")));
  }

  static Optional<String> other(List<String> options, String value, Dice dice) {
    var rest = options.stream().filter(o -> !o.equals(value)).toList();
    return rest.isEmpty() ? Optional.empty() : Optional.of(dice.pick(rest, "other"));
  }

  private static String digit(String value, Dice dice) {
    if (value.isEmpty()) {
      return value;
    }
    var c = value.toCharArray();
    int i = dice.below(Math.max(1, c.length - 1), "at");
    if (c.length > 1 && c[i] != c[i + 1] && dice.chance(0.6, "swap")) {
      char x = c[i];
      c[i] = c[i + 1];
      c[i + 1] = x;
    } else {
      c[i] = (char) ('0' + (c[i] - '0' + 1 + dice.below(9, "digit")) % 10);
    }
    return new String(c);
  }

  private static String number(String value, Dice dice, boolean far) {
    try {
      double d = Double.parseDouble(value);
      int step = far ? Math.max(1, (int) Math.round(d * 0.25)) : 1;
      double n = d + (d > step && dice.chance(0.5, "down") ? -step : step);
      return n == Math.rint(n) ? Long.toString((long) n) : Double.toString(n);
    } catch (NumberFormatException e) {
      return value;
    }
  }
}
