package heist.service.model.prompt;

import java.util.List;

/**
 * One field of the plan form.
 *
 * @param digits how many digits a value of type {@link Type#DIGITS} has, else 0
 * @param options the choices of type {@link Type#CHOICE}, else empty
 * @param formula the parts it is computed from, or empty if it is to be looked up
 */
public record Field(
    String name,
    Type type,
    int digits,
    List<String> options,
    String description,
    List<Term> formula) {
  /** What a value looks like. */
  public enum Type {
    /** One of the options. */
    CHOICE,
    /** HH:MM. */
    TIME,
    /** A code of a fixed number of digits. */
    DIGITS,
    /** A whole or decimal number. */
    NUMBER,
    /** The name of a member of the crew. */
    AGENT,
    /** Free text. */
    TEXT
  }

  /** One part of a sum: the name of a field, added or taken off. */
  public record Term(boolean minus, String part) {}

  /** Copies the lists. */
  public Field {
    options = List.copyOf(options);
    formula = List.copyOf(formula);
  }

  /** A field that is looked up. */
  public static Field plain(
      String name, Type type, int digits, List<String> options, String description) {
    return new Field(name, type, digits, options, description, List.of());
  }

  /** Whether it is computed from others. */
  public boolean computed() {
    return !formula.isEmpty();
  }
}
