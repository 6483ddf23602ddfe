package heist.service.dashboard;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.web.Json;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Manners of the paths that clients of the first Heist know: {@code success} in every answer,
 * errors as {@code {success: false, error}}, unknown fields passed over and listed. Pure but for
 * the context.
 */
final class Compat {
  /** Answers JSON. */
  interface Answering {
    ObjectNode answer(Context ctx);
  }

  private static final Pattern TRICKY =
      Pattern.compile("(^|/)\\.\\.?(/|$)|//|\\\\|;|%2e|%2f|%5c|%3b|%00", Pattern.CASE_INSENSITIVE);

  private Compat() {}

  static Handler of(Answering work) {
    return ctx -> {
      try {
        ctx.result(work.answer(ctx).toString());
      } catch (HeistException e) {
        ctx.status(e.kind() == Kind.INTERNAL ? 500 : e.kind().status());
        ctx.result(Game.object().put("success", false).put("error", e.getMessage()).toString());
      }
    };
  }

  /**
   * The path as it was asked for, to be asked for elsewhere.
   *
   * @throws HeistException BAD_INPUT if the other side could understand it as another one
   */
  static String path(Context ctx) {
    String path = ctx.req().getRequestURI();
    if (TRICKY.matcher(path).find()) {
      throw new HeistException(Kind.BAD_INPUT, "This path cannot be passed on.");
    }
    return path;
  }

  static ObjectNode success() {
    return Game.object().put("success", true);
  }

  /** The body, an empty object if there is none. */
  static ObjectNode body(Context ctx) {
    if (ctx.body().isBlank()) {
      return Game.object();
    }
    if (Json.tree(ctx.body()) instanceof ObjectNode object) {
      return object;
    }
    throw new HeistException(Kind.BAD_INPUT, "The body is no JSON object.");
  }

  /** A text that must be there. */
  static String text(ObjectNode body, String field) {
    return optionalText(body, field)
        .filter(text -> !text.isBlank())
        .orElseThrow(
            () -> new HeistException(Kind.BAD_INPUT, "The field '" + field + "' is missing."));
  }

  /** A text that may be there. */
  static Optional<String> optionalText(ObjectNode body, String field) {
    JsonNode value = body.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isString()) {
      throw new HeistException(Kind.BAD_INPUT, "Field '" + field + "': text is expected.");
    }
    return Optional.of(value.asString());
  }

  /** Names the fields of {@code body} that were passed over. */
  static void tellIgnored(ObjectNode answer, ObjectNode body, String prefix, Set<String> known) {
    for (String field : body.propertyNames()) {
      if (!known.contains(field)) {
        ArrayNode ignored = answer.withArrayProperty("ignored");
        ignored.add(prefix + field);
      }
    }
  }
}
