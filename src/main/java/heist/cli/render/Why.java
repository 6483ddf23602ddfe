package heist.cli.render;

import heist.event.SessionEvent.OutcomeReached;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The cause of an outcome in a sentence. */
final class Why {
  private Why() {}

  /** Why the job failed, or empty if it did not, or nobody knows. */
  static Optional<String> of(OutcomeReached e, Words words) {
    if (e.success() || e.field() == null) {
      return Optional.empty();
    }
    String field = e.field().replace('_', ' ');
    String planned = told(e.planned());
    String actual = told(e.actual());
    String key = planned.isEmpty() ? "why.missing" : "why.wrong";
    String cause =
        planned.isEmpty()
            ? words.say(actual.isEmpty() ? key : key + ".known", field, actual)
            : words.say(actual.isEmpty() ? key : key + ".known", field, planned, actual);
    if (e.blamedAgent() == null) {
      return Optional.of(cause);
    }
    String event = e.blamedEvent() == null ? "" : " (#" + e.blamedEvent() + ")";
    return Optional.of(words.say("why.blame", cause, e.blamedAgent() + event));
  }

  private static String told(@Nullable String value) {
    return value == null || value.isBlank() ? "" : value;
  }
}
