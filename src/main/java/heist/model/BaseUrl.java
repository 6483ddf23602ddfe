package heist.model;

import heist.HeistException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Base addresses of OpenAI-compatible servers as people write them. Pure. */
final class BaseUrl {
  private static final List<String> TAILS =
      List.of("/chat/completions", "/completions", "/models", "/embeddings");

  private BaseUrl() {}

  /** Without trailing slashes, without an end point's path, with a scheme. */
  static String normalise(String raw) {
    String url = raw.strip();
    if (!url.contains("://")) {
      url = "http://" + url;
    }
    url = url.replaceAll("/+$", "");
    for (String tail : TAILS) {
      if (url.endsWith(tail)) {
        url = url.substring(0, url.length() - tail.length());
      }
    }
    try {
      URI uri = URI.create(url);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (!web || uri.getHost() == null || uri.getUserInfo() != null || uri.getQuery() != null) {
        throw unusable(raw);
      }
    } catch (IllegalArgumentException e) {
      throw unusable(raw);
    }
    return url;
  }

  /** The address with {@code /v1} behind it, unless its path names a version already. */
  static Optional<String> withVersion(String url) {
    String path = Optional.ofNullable(URI.create(url).getPath()).orElse("");
    return path.matches(".*/v\\d+(beta|alpha)?(/.*)?")
        ? Optional.empty()
        : Optional.of(url + "/v1");
  }

  private static HeistException unusable(String raw) {
    // A password in the address would end up in messages and logs, so the address is not repeated.
    String shown = raw.contains("@") || raw.contains("?") ? "that address" : "\"" + raw + "\"";
    return new HeistException(
        HeistException.Kind.BAD_INPUT,
        "model endpoint: "
            + shown
            + " is no base URL; write it like http://localhost:1234/v1, the key apart from it");
  }
}
