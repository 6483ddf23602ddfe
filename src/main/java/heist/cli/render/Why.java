package heist.cli.render;

import heist.event.SessionEvent.OutcomeReached;
import java.util.Optional;

/** The cause of an outcome in a sentence. */
final class Why {
  private Why() {}

  /** Why the job failed, or empty if it did not, or nobody knows. */
  static Optional<String> of(OutcomeReached e) {
    if (e.success() || e.field() == null) {
      return Optional.empty();
    }
    String field = e.field().replace('_', ' ');
    StringBuilder text = new StringBuilder("Why: ");
    boolean missing = e.planned() == null || e.planned().isBlank();
    boolean known = e.actual() != null && !e.actual().isBlank();
    if (missing) {
      text.append("the plan left out the ").append(field);
      text.append(known ? ", which was " + e.actual() : "");
    } else {
      text.append("the plan had ").append(field).append(' ').append(e.planned());
      text.append(known ? ", and it should have been " + e.actual() : "");
    }
    text.append('.');
    if (e.blamedAgent() != null) {
      text.append(" That goes back to ").append(e.blamedAgent());
      if (e.blamedEvent() != null) {
        text.append(" (#").append(e.blamedEvent()).append(')');
      }
      text.append('.');
    }
    return Optional.of(text.toString());
  }
}
