package heist.web;

import heist.HeistException;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The body of a request that has been answered, for a note about it. */
public final class SmallBody {
  private static final int LONGEST = 10_000;

  private SmallBody() {}

  /** What is in it; null if it is no JSON object, or large. Never fails: it was refused, then. */
  public static @Nullable JsonNode of(Context ctx) {
    try {
      return object(ctx.body());
    } catch (Exception e) {
      // Reading a body that was too large throws again, also what Java does not know of.
      return null;
    }
  }

  /** The same for {@code json}. */
  public static @Nullable JsonNode object(@Nullable String json) {
    if (json == null || json.length() > LONGEST || !json.stripLeading().startsWith("{")) {
      return null;
    }
    try {
      return Json.tree(json);
    } catch (JacksonException | HeistException e) {
      return null;
    }
  }
}
