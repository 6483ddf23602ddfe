package heist.cli;

import tools.jackson.databind.JsonNode;

/** The outcome of a session as the API tells it, in a word. */
final class Outcome {
  private Outcome() {}

  static String of(JsonNode session) {
    JsonNode outcome = session.path("outcome");
    if (outcome.isObject()) {
      return outcome.path("success").asBoolean(false) ? "succeeds" : "fails";
    }
    return outcome.isString() ? outcome.asString("-") : "-";
  }
}
