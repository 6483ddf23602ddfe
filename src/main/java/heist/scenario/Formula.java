package heist.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a field is worked out, as its description says at its end in brackets: {@code (guard handover
 * begins + minutes before the yard is empty)}.
 *
 * @param operands what to look up; the first is of the field's type, the others are numbers
 */
record Formula(List<Operand> operands) {
  /** A phrase to look up, and whether its number is taken away. */
  record Operand(String phrase, boolean minus) {}

  private static final Pattern BRACKETS = Pattern.compile("\\(([^()]* [+-] [^()]*)\\)\\s*$");

  /** The formula of a field; empty if it is looked up as it is. */
  static Optional<Formula> of(PlanForm.Field field) {
    Matcher brackets = BRACKETS.matcher(field.description());
    if (!brackets.find()) {
      return Optional.empty();
    }
    List<Operand> operands = new ArrayList<>();
    boolean minus = false;
    Matcher parts = Pattern.compile(" ([+-]) |$").matcher(brackets.group(1));
    int from = 0;
    while (parts.find()) {
      operands.add(new Operand(brackets.group(1).substring(from, parts.start()).strip(), minus));
      if (parts.group(1) != null) {
        minus = parts.group(1).equals("-");
      }
      from = parts.end();
    }
    return Optional.of(new Formula(operands));
  }

  /** The result; the values are as the operands ask for, in order. */
  String work(List<String> values) {
    boolean time = Times.isTime(values.getFirst());
    int total = time ? Times.minutes(values.getFirst()) : Integer.parseInt(values.getFirst());
    for (int i = 1; i < values.size(); i++) {
      int number = Integer.parseInt(values.get(i));
      total += operands.get(i).minus() ? -number : number;
    }
    return time ? Times.format(total) : Integer.toString(total);
  }
}
