package heist.service.game;

import heist.HeistException;
import heist.HeistException.Kind;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/** Query parameters, checked. */
final class Params {
  private Params() {}

  static int number(Context ctx, String name, int otherwise, int least, int most) {
    return (int) longNumber(ctx, name, otherwise, least, most);
  }

  static long longNumber(Context ctx, String name, long otherwise, long least, long most) {
    @Nullable String given = ctx.queryParam(name);
    if (given == null || given.isBlank()) {
      return otherwise;
    }
    try {
      long value = Long.parseLong(given.strip());
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new HeistException(
        Kind.BAD_INPUT,
        "%s must be a whole number between %d and %d, not \"%s\"."
            .formatted(name, least, most, given));
  }
}
