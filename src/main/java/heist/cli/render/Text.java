package heist.cli.render;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Text in columns. Pure functions. */
public final class Text {
  private static final Pattern ESCAPES =
      Pattern.compile(
          "(\u001b\\[|\u009b)[0-?]*[ -/]*[@-~]|\u001b\\][^\u0007\u001b]*(\u0007|\u001b\\\\)?");

  private static final Pattern NAME = Pattern.compile("\\b\\p{L}+(?:_\\p{L}+)+\\b(?!\\.\\w)");

  private Text() {}

  /**
   * Text of a model, made harmless: escape sequences and other control characters could move the
   * cursor or recolour the terminal, direction overrides could turn words round. Line ends stay.
   */
  public static String harmless(String text) {
    StringBuilder out = new StringBuilder(text.length());
    ESCAPES
        .matcher(text)
        .replaceAll("")
        .replace("\r\n", "\n")
        .replace('\r', '\n')
        .codePoints()
        .forEach(c -> {
          if (c == '\n') {
            out.append('\n');
          } else if (c == '\t') {
            out.append(' ');
          } else if (!Character.isISOControl(c) && !turnsText(c)) {
            out.appendCodePoint(c);
          }
        });
    return out.toString();
  }

  private static boolean turnsText(int c) {
    return (c >= 0x202A && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069)
        || c == 0x200E
        || c == 0x200F;
  }

  /** Names such as {@code van_spot} as words; names of files stay as they are. */
  static String spoken(String text) {
    return NAME.matcher(text).replaceAll(m -> m.group().replace('_', ' '));
  }

  /** The text on one line, with single spaces. */
  public static String oneLine(String text) {
    return harmless(text).strip().replaceAll("\\s+", " ");
  }

  /** Columns that the text takes on a terminal. */
  public static int width(String text) {
    return text.codePoints().map(Text::width).sum();
  }

  private static int width(int c) {
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }
    boolean wide =
        (c >= 0x1100 && c <= 0x115F)
            || (c >= 0x2E80 && c <= 0xA4CF)
            || (c >= 0xAC00 && c <= 0xD7A3)
            || (c >= 0xF900 && c <= 0xFAFF)
            || (c >= 0xFE30 && c <= 0xFE6F)
            || (c >= 0xFF00 && c <= 0xFF60)
            || (c >= 0xFFE0 && c <= 0xFFE6)
            || (c >= 0x1F300 && c <= 0x1FAFF)
            || (c >= 0x20000 && c <= 0x3FFFD);
    return wide ? 2 : 1;
  }

  /** The text, followed by spaces up to {@code columns}. */
  public static String pad(String text, int columns) {
    return text + " ".repeat(Math.max(0, columns - width(text)));
  }

  /**
   * The text, cut to {@code columns} with {@code ellipsis} at the end where something is missing.
   */
  public static String cut(String text, int columns, String ellipsis) {
    if (width(text) <= columns) {
      return text;
    }
    return head(text, Math.max(0, columns - width(ellipsis))).stripTrailing() + ellipsis;
  }

  private static String head(String text, int columns) {
    int used = 0;
    int end = 0;
    while (end < text.length()) {
      int c = text.codePointAt(end);
      if (used + width(c) > columns) {
        break;
      }
      used += width(c);
      end += Character.charCount(c);
    }
    return text.substring(0, end);
  }

  /**
   * The text in lines of at most {@code columns}, broken between words; a longer word is broken
   * where it must be. Line ends of the text stay; at least one line comes back.
   */
  public static List<String> wrap(String text, int columns) {
    int measure = Math.max(1, columns);
    List<String> lines = new ArrayList<>();
    for (String paragraph : harmless(text).strip().split("\n", -1)) {
      StringBuilder line = new StringBuilder();
      for (String word : paragraph.strip().split(" +")) {
        String rest = word;
        if (!line.isEmpty() && width(line.toString()) + 1 + width(rest) > measure) {
          lines.add(line.toString());
          line.setLength(0);
        }
        while (width(rest) > measure) {
          String part = head(rest, measure);
          if (part.isEmpty()) { // a wide character in a single column
            part = rest.substring(0, rest.offsetByCodePoints(0, 1));
          }
          lines.add(part);
          rest = rest.substring(part.length());
        }
        if (!rest.isEmpty()) {
          line.append(line.isEmpty() ? "" : " ").append(rest);
        }
      }
      if (!line.isEmpty() || paragraph.isBlank()) {
        lines.add(line.toString());
      }
    }
    return lines;
  }

  /** The text in ASCII alone: umlauts spelled out, accents dropped, signs replaced. */
  public static String ascii(String text) {
    if (text.chars().allMatch(c -> c < 128)) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    Normalizer.normalize(text, Normalizer.Form.NFC)
        .codePoints()
        .forEach(c -> out.append(c < 128 ? Character.toString(c) : spelled(c)));
    return out.toString();
  }

  private static String spelled(int c) {
    return switch (c) {
      case 'ä' -> "ae";
      case 'ö' -> "oe";
      case 'ü' -> "ue";
      case 'Ä' -> "Ae";
      case 'Ö' -> "Oe";
      case 'Ü' -> "Ue";
      case 'ß' -> "ss";
      case '€' -> "EUR";
      case '…' -> "...";
      case '–', '—', '−', '‐', '‑' -> "-";
      case '“', '”', '„', '«', '»' -> "\"";
      case '‘', '’', '‚', '‹', '›' -> "'";
      case '×' -> "x";
      case '·', '•' -> "*";
      case '→' -> "->";
      case '\u00A0', '\u202F', '\u2009' -> " ";
      default -> {
        String plain =
            Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKD)
                .replaceAll("[^\\x00-\\x7F]", "");
        yield plain.isEmpty() ? "?" : plain;
      }
    };
  }
}
