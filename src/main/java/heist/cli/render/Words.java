package heist.cli.render;

import java.text.Format;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * What the terminal says around a session, in the session's language: the message formats of {@code
 * words.properties} and its translations. A language that is not there is spoken to in English.
 * Immutable.
 */
public final class Words {
  /** For what is not about one session. */
  public static final Words ENGLISH = of("en");

  private static final String NAME = "heist.cli.render.words";

  private final Locale locale;
  private final ResourceBundle bundle;

  private Words(Locale locale, ResourceBundle bundle) {
    this.locale = locale;
    this.bundle = bundle;
  }

  /** The words of a language such as {@code de}, whatever the machine's own language is. */
  public static Words of(String language) {
    ResourceBundle bundle =
        ResourceBundle.getBundle(
            NAME,
            Locale.of(language),
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    Locale found = bundle.getLocale();
    return new Words(found.getLanguage().isEmpty() ? Locale.ENGLISH : found, bundle);
  }

  /**
   * The text of a key with its values filled in; numbers as they are, unless the format says how.
   *
   * @throws java.util.MissingResourceException if there is no such key
   */
  public String say(String key, Object... values) {
    MessageFormat format = new MessageFormat(bundle.getString(key), locale);
    Object[] filled = values.clone();
    Format[] formats = format.getFormatsByArgumentIndex();
    for (int i = 0; i < filled.length; i++) {
      if (filled[i] instanceof Number && (i >= formats.length || formats[i] == null)) {
        filled[i] = filled[i].toString();
      }
    }
    return format.format(filled);
  }

  /** The text of a key, or {@code otherwise} if there is no such key. */
  String sayOr(String key, String otherwise) {
    return bundle.containsKey(key) ? say(key) : otherwise;
  }
}
