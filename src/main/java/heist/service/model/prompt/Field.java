package heist.service.model.prompt;

import java.util.List;

/**
 * One field of the plan form.
 *
 * @param digits how many digits a value of type {@link Type#DIGITS} has, else 0
 * @param options the choices of type {@link Type#CHOICE}, else empty
 */
public record Field(String name, Type type, int digits, List<String> options, String description) {
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

  /** Copies the list. */
  public Field {
    options = List.copyOf(options);
  }
}
