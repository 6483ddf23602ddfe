package heist.service.model.mind;

import heist.service.model.prompt.Field;
import heist.service.model.prompt.View;
import java.util.Optional;
import java.util.function.Function;

/** Computes the fields whose description is a sum of parts. */
final class Sums {
  private Sums() {}

  /**
   * A computed value.
   *
   * @param expression as the calculator takes it, such as {@code 22:05 + 4}
   */
  record Sum(String expression, String value) {}

  /** The sum, if all parts are known; {@code known} gives the value of a part. */
  static Optional<Sum> of(Field field, Function<Field, Optional<String>> known, View view) {
    if (!field.computed()) {
      return Optional.empty();
    }
    var expression = new StringBuilder();
    double total = 0;
    for (var t : field.formula()) {
      var part = view.field(t.part());
      var value = part.flatMap(known);
      if (part.isEmpty() || value.isEmpty()) {
        return Optional.empty();
      }
      var amount =
          part.get().type() == Field.Type.TIME
              ? Values.minutes(value.get()).map(Integer::doubleValue)
              : number(value.get());
      if (amount.isEmpty()) {
        return Optional.empty();
      }
      total += t.minus() ? -amount.get() : amount.get();
      expression
          .append(expression.isEmpty() ? (t.minus() ? "-" : "") : t.minus() ? " - " : " + ")
          .append(value.get());
    }
    if (field.type() != Field.Type.TIME && total <= 0) {
      return Optional.empty();
    }
    var value =
        field.type() == Field.Type.TIME
            ? Values.time((int) Math.round(total))
            : total == Math.rint(total) ? Long.toString((long) total) : Double.toString(total);
    return Optional.of(new Sum(expression.toString(), value));
  }

  private static Optional<Double> number(String s) {
    try {
      return Optional.of(Double.valueOf(s));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
