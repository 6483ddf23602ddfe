package heist.model;

import java.util.List;
import java.util.regex.Pattern;

/** Takes a model's thinking aloud, and the tags its template leaked, out of what it says. Pure. */
final class Thinking {
  private static final String NAMES = "think|thinking|thought|reasoning|scratchpad";
  private static final Pattern CLOSED = Pattern.compile("(?is)<(" + NAMES + ")>.*?</\\1>");
  private static final Pattern HEADLESS = Pattern.compile("(?is)^.*</(" + NAMES + ")>");
  private static final Pattern UNCLOSED = Pattern.compile("(?is)<(" + NAMES + ")>.*$");
  private static final Pattern LEAKED =
      Pattern.compile(
          "<\\|(im_end|im_start|eot_id|end_of_text|endoftext|end|assistant)\\|>|</s>$|^<s>");

  private Thinking() {}

  /** The text without thinking; tells in {@code repairs} what was taken out. */
  static String strip(String text, List<String> repairs) {
    String out = CLOSED.matcher(text).replaceAll("");
    // Some templates open the block in the prompt, so that only its end shows.
    out = HEADLESS.matcher(out).replaceFirst("");
    boolean thought = out.length() != text.length();
    String cut = UNCLOSED.matcher(out).replaceFirst("");
    if (cut.length() != out.length()) {
      repairs.add("a thinking block that never ended was taken out");
    } else if (thought) {
      repairs.add("a thinking block was taken out");
    }
    String clean = LEAKED.matcher(cut).replaceAll("");
    if (clean.length() != cut.length()) {
      repairs.add("tags of the chat template were taken out");
    }
    return clean.strip();
  }
}
