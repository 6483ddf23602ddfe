package heist.session;

import java.time.Instant;

/** A session as its row tells it. */
public record SessionRow(
    String id,
    String title,
    Instant createdAt,
    Instant updatedAt,
    SessionConfig config,
    Position position,
    Summary summary) {
  /** Its state. */
  public Phase phase() {
    return Phase.of(summary.state());
  }
}
