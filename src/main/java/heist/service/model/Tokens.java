package heist.service.model;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import heist.service.model.prompt.Message;
import java.util.List;

/** Counts tokens as o200k does, and a little for each message's frame. Thread-safe. */
final class Tokens {
  private static final Encoding ENCODING =
      Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);

  private Tokens() {}

  static int count(String text) {
    return ENCODING.countTokensOrdinary(text);
  }

  static int count(List<Message> messages) {
    int n = 3;
    for (var m : messages) {
      n += 4 + count(m.content());
      for (var c : m.calls()) {
        n += 4 + count(c.name()) + count(c.arguments());
      }
    }
    return n;
  }

  /** The first {@code most} tokens of a text. */
  static String cut(String text, int most) {
    var r = ENCODING.encodeOrdinary(text, most);
    return r.isTruncated() ? ENCODING.decode(r.getTokens()) : text;
  }
}
