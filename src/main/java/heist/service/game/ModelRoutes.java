package heist.service.game;

import com.fasterxml.jackson.annotation.JsonProperty;
import heist.HeistException;
import heist.HeistException.Kind;
import heist.model.ModelProbe;
import heist.model.ModelProbe.Finding;
import heist.web.Json;
import heist.web.TokenVerifier;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Which model servers answer, and why one does not. */
final class ModelRoutes {
  private final ModelProbe probe;

  /** A connection to test. */
  record Wanted(
      @JsonProperty("base_url") @Nullable String baseUrl,
      @Nullable String model,
      @JsonProperty("api_key") @Nullable String apiKey) {
    @Override
    public String toString() {
      return "Wanted[" + baseUrl + ", " + model + "]";
    }
  }

  ModelRoutes(ModelProbe probe) {
    this.probe = probe;
  }

  void install(JavalinConfig config) {
    config.routes.post("/api/v1/models/test", this::test);
    config.routes.get("/api/v1/models/found", this::found);
  }

  private void test(Context ctx) {
    TokenVerifier.caller(ctx).require("session:write");
    Wanted wanted = Json.read(ctx.body(), Wanted.class);
    if (wanted.baseUrl() == null || wanted.baseUrl().isBlank()) {
      throw new HeistException(Kind.BAD_INPUT, "The field base_url is missing.");
    }
    ctx.json(json(probe.test(wanted.baseUrl(), wanted.apiKey(), wanted.model())));
  }

  /** Looks at all usual addresses at once, two seconds at most. */
  private void found(Context ctx) {
    TokenVerifier.caller(ctx).require("session:read");
    List<CompletableFuture<Finding>> asked =
        ModelProbe.USUAL.stream()
            .map(url -> CompletableFuture.supplyAsync(() -> probe.test(url, null, null)))
            .toList();
    ctx.json(
        Map.of(
            "found", asked.stream().map(CompletableFuture::join).map(ModelRoutes::json).toList()));
  }

  private static Map<String, Object> json(Finding finding) {
    return Map.of(
        "base_url",
        finding.baseUrl(),
        "state",
        finding.state().name(),
        "models",
        finding.models(),
        "says",
        finding.says());
  }
}
