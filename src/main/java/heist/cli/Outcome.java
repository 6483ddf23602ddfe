package heist.cli;

import tools.jackson.databind.JsonNode;

/** The outcome of a session as the API tells it, in a word. */
final class Outcome {
  private Outcome() {}

  static String of(JsonNode session) {
    return switch (session.path("outcome").asString("")) {
      case "success" -> "succeeds";
      case "" -> "-";
      default -> "fails";
    };
  }
}
