package heist.tool;

import heist.HeistException;

/**
 * A call that asks for what belongs to another agent. The agent is told as of any other mistake;
 * the audit tells it as refused.
 */
public final class Withheld extends HeistException {
  private static final long serialVersionUID = 1;

  /** What is withheld, who has it, and what can be read instead. */
  public Withheld(String message) {
    super(Kind.BAD_INPUT, message);
  }
}
