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
    if (e.planned() == null || e.planned().isBlank()) {
      text.append("the plan said nothing about ").append(field);
    } else {
      text.append("the plan said ").append(field).append(' ').append(e.planned());
    }
    if (e.actual() != null && !e.actual().isBlank()) {
      text.append(", right was ").append(e.actual());
    }
    text.append('.');
    if (e.blamedAgent() != null) {
      text.append(" It came from ").append(e.blamedAgent());
      if (e.blamedEvent() != null) {
        text.append(" (#").append(e.blamedEvent()).append(')');
      }
      text.append('.');
    }
    return Optional.of(text.toString());
  }
}
