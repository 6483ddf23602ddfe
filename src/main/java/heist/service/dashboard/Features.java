package heist.service.dashboard;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What is switched off is not there: the page hides it, and its paths answer 404. */
final class Features {
  private static final List<String> NAMES =
      List.of("control", "commands", "floor_plan", "mole_game", "detection", "memory_compression");

  private static final Map<String, Pattern> PATHS =
      Map.of(
          "control",
          Pattern.compile(
              "/api/v1/sessions/[^/]+/(pause|resume|step|stop|extend|budget|pace)"
                  + "|/api/heist/[^/]+/(pause|resume|stop)|/session/[^/]+/(pause|resume)"),
          "commands",
          Pattern.compile(
              "/api/v1/sessions/[^/]+/commands(/.*)?|/api/heist/[^/]+/commands?|/session/[^/]+/command"),
          "mole_game",
          Pattern.compile(
              "/api/v1/sessions/[^/]+/accusation|/session/[^/]+/mark-suspect"
                  + "|/api/heist/[^/]+/(detect-mole|evaluate-detection|reveal-mole|mole-status)"),
          "detection",
          Pattern.compile("/api/ai-detect/.*|/api/detection-info"));

  private final Predicate<String> on;

  Features(Predicate<String> on) {
    this.on = on;
  }

  /** Every feature, and whether it is on. */
  Map<String, Boolean> all() {
    Map<String, Boolean> all = new LinkedHashMap<>();
    NAMES.forEach(name -> all.put(name, on.test(name)));
    return all;
  }

  void install(JavalinConfig config) {
    config.routes.before(this::hide);
  }

  private void hide(Context ctx) {
    PATHS.forEach((feature, path) -> {
      if (!on.test(feature) && path.matcher(ctx.path()).matches()) {
        throw new NotFoundResponse();
      }
    });
  }
}
