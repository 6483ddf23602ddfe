package heist.service.auth;

import io.javalin.http.Context;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A form-encoded body, read strictly: UTF-8 and nothing else, no broken escapes, no control
 * characters. No parameter may come twice (RFC 6749, 3.2), but for {@code resource} (RFC 8707) and
 * {@code audience}; none may come in the URL, where logs would keep it.
 */
record Form(Map<String, List<String>> values) {
  private static final Set<String> REPEATABLE = Set.of("resource", "audience");
  private static final int MOST = 64;

  static Form of(Context ctx) {
    String type = ctx.contentType() == null ? "" : ctx.contentType().toLowerCase(Locale.ROOT);
    String[] parts = type.split(";");
    if (!parts[0].strip().equals("application/x-www-form-urlencoded")) {
      throw OAuthException.invalidRequest(
          "The body must be a form: Content-Type: application/x-www-form-urlencoded");
    }
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip().replace("\"", "");
      if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
        throw OAuthException.invalidRequest("The body must be UTF-8.");
      }
    }
    String coding = ctx.header("Content-Encoding");
    if (coding != null && !coding.equalsIgnoreCase("identity")) {
      throw OAuthException.invalidRequest("The body must not be compressed.");
    }
    if (ctx.queryString() != null) {
      throw OAuthException.invalidRequest("Parameters belong into the body, not into the URL.");
    }
    return parse(ctx.bodyAsBytes());
  }

  private static Form parse(byte[] body) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    int count = 0;
    for (String pair : utf8(body).split("&")) {
      if (pair.isEmpty()) {
        continue;
      }
      if (++count > MOST) {
        throw OAuthException.invalidRequest("There are too many parameters.");
      }
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals));
      values
          .computeIfAbsent(name, any -> new ArrayList<>())
          .add(equals < 0 ? "" : decode(pair.substring(equals + 1)));
    }
    values.forEach((name, given) -> {
      if (given.size() > 1 && !REPEATABLE.contains(name)) {
        throw OAuthException.invalidRequest("A parameter is there twice.");
      }
    });
    return new Form(values);
  }

  /** Undoes form encoding (RFC 6749, appendix B). */
  static String decode(String text) {
    byte[] in = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer out = ByteBuffer.allocate(in.length);
    for (int i = 0; i < in.length; i++) {
      switch (in[i]) {
        case '+' -> out.put((byte) ' ');
        case '%' -> {
          int high = i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
          int low = i + 2 < in.length ? Character.digit(in[i + 2], 16) : -1;
          if (high < 0 || low < 0) {
            throw OAuthException.invalidRequest("A parameter is not encoded well.");
          }
          out.put((byte) (high * 16 + low));
          i += 2;
        }
        default -> out.put(in[i]);
      }
    }
    String decoded = utf8(java.util.Arrays.copyOf(out.array(), out.position()));
    if (decoded.chars().anyMatch(Character::isISOControl)) {
      throw OAuthException.invalidRequest("A parameter holds control characters.");
    }
    return decoded;
  }

  /** Reads bytes that must be UTF-8. */
  static String utf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw OAuthException.invalidRequest("The request is not UTF-8.");
    }
  }

  /** Empty values count as left out (RFC 6749, 3.2). */
  Optional<String> first(String name) {
    List<String> given = values.getOrDefault(name, List.of());
    return given.isEmpty() || given.getFirst().isEmpty()
        ? Optional.empty()
        : Optional.of(given.getFirst());
  }

  boolean has(String name) {
    return first(name).isPresent();
  }

  List<String> all(String name) {
    return values.getOrDefault(name, List.of()).stream().filter(v -> !v.isEmpty()).toList();
  }
}
