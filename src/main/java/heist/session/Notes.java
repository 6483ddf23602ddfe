package heist.session;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes private notes, thinking and left-over tool calls out of what a model said. Pure. */
final class Notes {
  private static final Pattern NOTE = Pattern.compile("(?is)<note>(.*?)(?:</note>|$)");
  private static final Pattern VOTE =
      Pattern.compile("(?im)^[\\s*_`>-]*VOTE\\s*:\\s*[*_`]*([\\p{L}\\p{N}_-]+)");

  private Notes() {}

  /** What is said aloud, and what is kept; either may be empty. */
  record Split(String message, String note) {}

  static Split split(String text) {
    Matcher matcher = NOTE.matcher(text);
    StringBuilder note = new StringBuilder();
    while (matcher.find()) {
      note.append(note.isEmpty() ? "" : "\n").append(matcher.group(1).strip());
    }
    String message = NOTE.matcher(text).replaceAll("").replaceAll("(?i)</?note>", "").strip();
    return new Split(message, note.toString());
  }

  /** The name a vote is for ({@code nobody} included), in lower case. */
  static Optional<String> vote(String text) {
    Matcher matcher = VOTE.matcher(text);
    String last = null;
    while (matcher.find()) {
      last = matcher.group(1).toLowerCase(java.util.Locale.ROOT);
    }
    return Optional.ofNullable(last);
  }
}
