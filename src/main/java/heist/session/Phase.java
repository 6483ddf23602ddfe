package heist.session;

import java.util.Locale;

/** The states of a session as people see them. */
public enum Phase {
  /** It exists and has not begun. */
  CREATED,
  /** Its turns are being played. */
  RUNNING,
  /** It will rest at the next turn boundary. */
  PAUSING,
  /** It rests. */
  PAUSED,
  /** The deliberation is over; an accusation is awaited. */
  ACCUSING,
  /** It ran its course. */
  COMPLETED,
  /** A person stopped it. */
  STOPPED,
  /** It could not go on. */
  FAILED;

  /** Nothing more happens by itself. */
  public boolean ended() {
    return this == COMPLETED || this == STOPPED || this == FAILED;
  }

  /** The name on the wire. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The phase of this wire name. */
  public static Phase of(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
