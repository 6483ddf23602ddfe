package heist.service.model.prompt;

/** The languages the offline model speaks. */
public enum Language {
  /** English. */
  EN,
  /** German. */
  DE;

  /**
   * German if {@code text} names it ({@code German}, {@code Deutsch}, {@code de}), else English.
   */
  public static Language of(String text) {
    var t = text.strip().toLowerCase(java.util.Locale.ROOT);
    return t.startsWith("german") || t.startsWith("deutsch") || t.equals("de") ? DE : EN;
  }
}
