package heist.service.model;

import org.jspecify.annotations.Nullable;

/** A request that cannot be used; {@code param} names the field. */
final class BadRequest extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String text;
  private final @Nullable String param;

  BadRequest(String text, @Nullable String param) {
    super(text);
    this.text = text;
    this.param = param;
  }

  String message() {
    return text;
  }

  @Nullable String param() {
    return param;
  }
}
