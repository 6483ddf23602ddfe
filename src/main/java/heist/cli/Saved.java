package heist.cli;

import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** What compression of old messages has saved, as the API tells it, in words. */
final class Saved {
  private Saved() {}

  /** Empty if nothing was told in short and nothing saved, or if it is not to be told yet. */
  static String words(JsonNode memory) {
    long summaries = memory.path("summaries").asLong(0);
    long saved = memory.path("saved_tokens").asLong(0);
    long full = memory.path("prompt_tokens_uncompressed").asLong(0);
    if (!memory.has("saved_tokens") || (summaries == 0 && saved == 0) || full <= 0) {
      return "";
    }
    String of =
        saved >= 0
            ? String.format(
                Locale.ROOT,
                "saved %,d of %,d prompt tokens (%.1f %%)",
                saved,
                full,
                100.0 * saved / full)
            : String.format(Locale.ROOT, "cost %,d tokens more than it saved", -saved);
    return summaries == 0
        ? of
        : "%d %s, %s".formatted(summaries, summaries == 1 ? "summary" : "summaries", of);
  }
}
