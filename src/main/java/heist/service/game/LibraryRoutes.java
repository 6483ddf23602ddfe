package heist.service.game;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.config.Library;
import heist.config.Workbench;
import heist.config.Workbench.Checked;
import heist.crew.Crew;
import heist.web.Json;
import heist.web.TokenVerifier;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;

/** Crews and scenarios as texts: to look at, to check, to keep a copy of. */
final class LibraryRoutes {
  private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?]) ");
  private static final int SHORTEST = 30;
  private final Library library;
  private final Workbench bench;

  /** A text to check or to keep; {@code base} is the scenario that it is a copy of. */
  record Wanted(@Nullable String text, @Nullable String base) {}

  LibraryRoutes(Library library, Path data) {
    this.library = library;
    this.bench = new Workbench(library, data);
  }

  void install(JavalinConfig config) {
    config.routes.get("/api/v1/crews/{name}", this::crew);
    config.routes.post("/api/v1/crews/check", ctx -> check(ctx, true));
    config.routes.put("/api/v1/crews/{name}", ctx -> keep(ctx, true));
    config.routes.get("/api/v1/scenarios/{name}", this::scenario);
    config.routes.post("/api/v1/scenarios/check", ctx -> check(ctx, false));
    config.routes.put("/api/v1/scenarios/{name}", ctx -> keep(ctx, false));
    config.routes.delete("/api/v1/crews/{name}", ctx -> drop(ctx, true));
    config.routes.delete("/api/v1/scenarios/{name}", ctx -> drop(ctx, false));
    config.routes.get("/api/v1/crews", this::crews);
    config.routes.get("/api/v1/scenarios", this::scenarios);
  }

  private void scenarios(Context ctx) {
    TokenVerifier.caller(ctx).require("session:read");
    ArrayNode all = Json.mapper().createArrayNode();
    for (String name : library.scenarioNames()) {
      var scenario = library.scenario(name);
      all.addObject()
          .put("name", name)
          .put("title", scenario.title())
          .put("language", scenario.language())
          .put("own", bench.ownScenario(name));
    }
    ctx.json(Json.mapper().createObjectNode().set("scenarios", all));
  }

  private void crews(Context ctx) {
    TokenVerifier.caller(ctx).require("session:read");
    ctx.json(
        Map.of("crews", library.crewNames().stream().map(n -> crew(n, library.crew(n))).toList()));
  }

  /** A crew is asked for by the name of its file, whatever the file calls it. */
  private Map<String, Object> crew(String name, Crew crew) {
    return Map.of(
        "name",
        name,
        "own",
        bench.ownCrew(name),
        "agents",
        crew.agents().stream()
            .map(a ->
                Map.of(
                    "name",
                    a.name(),
                    "role",
                    a.role(),
                    "persona",
                    firstSentence(a.persona()),
                    "tools",
                    a.tools(),
                    "scopes",
                    List.copyOf(a.scopes())))
            .toList());
  }

  private static String firstSentence(String persona) {
    String line = persona.strip().replaceAll("\\s+", " ");
    StringBuilder told = new StringBuilder();
    for (String part : SENTENCE_END.split(line)) {
      told.append(told.isEmpty() ? "" : " ").append(part);
      if (told.length() >= SHORTEST) { // "You are Dr." is none
        break;
      }
    }
    return told.toString();
  }

  private void crew(Context ctx) {
    TokenVerifier.caller(ctx).require("session:read");
    String name = ctx.pathParam("name");
    ctx.json(Map.of("name", name, "text", bench.crew(name)));
  }

  private void scenario(Context ctx) {
    TokenVerifier.caller(ctx).require("session:read");
    String name = ctx.pathParam("name");
    var scenario = library.scenario(name);
    ctx.json(
        Map.of(
            "name",
            name,
            "title",
            scenario.title(),
            "language",
            scenario.language(),
            "text",
            bench.scenario(name),
            "documents",
            bench.papers(name)));
  }

  private void check(Context ctx, boolean crew) {
    TokenVerifier.caller(ctx).require("session:write");
    Wanted wanted = Json.read(ctx.body(), Wanted.class);
    Checked checked =
        crew ? bench.checkCrew(text(wanted)) : bench.checkScenario(base(wanted), text(wanted));
    ctx.json(checked);
  }

  private void keep(Context ctx, boolean crew) {
    TokenVerifier.caller(ctx).require("session:write");
    Wanted wanted = Json.read(ctx.body(), Wanted.class);
    String name = ctx.pathParam("name");
    String kept = text(wanted);
    if (crew) {
      kept = bench.keepCrew(name, kept);
    } else {
      bench.keepScenario(base(wanted), name, kept);
    }
    ctx.status(201).json(Map.of("name", name, "text", kept));
  }

  private void drop(Context ctx, boolean crew) {
    TokenVerifier.caller(ctx).require("session:write");
    String name = ctx.pathParam("name");
    if (crew) {
      bench.dropCrew(name);
    } else {
      bench.dropScenario(name);
    }
    ctx.status(204);
  }

  private static String text(Wanted wanted) {
    return given("text", wanted.text());
  }

  private static String base(Wanted wanted) {
    return given("base", wanted.base());
  }

  private static String given(String field, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw new HeistException(Kind.BAD_INPUT, "The field " + field + " is missing.");
    }
    return value;
  }
}
