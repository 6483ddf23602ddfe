package heist.cli;

import heist.cli.render.Words;
import tools.jackson.databind.JsonNode;

/** What compression of old messages has saved, as the API tells it, in words. */
final class Saved {
  private Saved() {}

  /** Empty if nothing was told in short and nothing saved, or if it is not to be told yet. */
  static String words(Words words, JsonNode memory) {
    long summaries = memory.path("summaries").asLong(0);
    long saved = memory.path("saved_tokens").asLong(0);
    long full = memory.path("prompt_tokens_uncompressed").asLong(0);
    if (!memory.has("saved_tokens") || (summaries == 0 && saved == 0) || full <= 0) {
      return "";
    }
    String of =
        saved >= 0
            ? words.say("memory.saved", saved, full, 100.0 * saved / full)
            : words.say("memory.cost", -saved);
    return summaries == 0 ? of : words.say("memory.summaries", summaries, of);
  }
}
