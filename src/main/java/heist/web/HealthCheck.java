package heist.web;

import java.util.Optional;

/** Whether something that a service needs is there. */
@FunctionalInterface
public interface HealthCheck {
  /**
   * Why it is not ready, in a few words; empty if it is. Asked often: answers within two seconds.
   */
  Optional<String> trouble();
}
