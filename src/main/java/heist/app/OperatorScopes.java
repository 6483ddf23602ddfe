package heist.app;

import heist.client.Target;
import java.util.Set;

/** What the command line asks for at each service. */
final class OperatorScopes {
  private OperatorScopes() {}

  static Set<String> at(Target target) {
    return switch (target) {
      case GAME ->
          Set.of(
              "session:read",
              "session:write",
              "feed:public",
              "operator",
              "crew:servers",
              "audit:read");
      case AUTH ->
          Set.of(
              "clients:read",
              "clients:write",
              "clients:admin",
              "keys:rotate",
              "tokens:revoke",
              "audit:read");
      case DETECTION -> Set.of("detection:use", "audit:read");
      case DISCOVERY, CALCULATOR, FILES, DATABASE, MEMORY, ANALYTICS, DASHBOARD ->
          Set.of("audit:read");
      case MODEL ->
          throw new IllegalArgumentException("the command line does not talk to " + target.id());
    };
  }
}
