package heist.service.model;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.service.model.speech.Speech;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The routes: chat completions, models, embeddings. Errors come in OpenAI's form, as its clients
 * expect. Thread-safe.
 */
final class Door {
  private final byte @Nullable [] key;
  private final InstantSource clock;
  private final Figures figures;
  private final Speech speech;

  /** A door that asks for {@code apiKey}, or, with null, lets everybody in. */
  Door(@Nullable String apiKey, InstantSource clock, Figures figures, Speech speech) {
    this.key = apiKey == null || apiKey.isEmpty() ? null : digest(apiKey);
    this.clock = clock;
    this.figures = figures;
    this.speech = speech;
  }

  void install(JavalinConfig config) {
    config.routes.post("/v1/chat/completions", guarded(this::chat));
    config.routes.post("/v1/embeddings", guarded(this::embeddings));
    config.routes.get("/v1/models", guarded(ctx -> answer(ctx, 200, Wire.models())));
    config.routes.get("/v1/models/{id}", guarded(this::model));
  }

  private Handler guarded(Handler handler) {
    return ctx -> {
      if (!admitted(ctx)) {
        ctx.header("WWW-Authenticate", "Bearer realm=\"heist-offline\"");
        error(
            ctx,
            401,
            "Incorrect API key provided. Send it as 'Authorization: Bearer KEY'; heist keeps it in its data folder's secrets.",
            null,
            "invalid_api_key");
        return;
      }
      try {
        handler.handle(ctx);
      } catch (BadRequest e) {
        error(ctx, 400, e.message(), e.param(), null);
      } catch (HeistException e) {
        error(ctx, e.kind().status(), String.valueOf(e.getMessage()), null, null);
      }
    };
  }

  private boolean admitted(Context ctx) {
    if (key == null) {
      return true;
    }
    var header = ctx.header("Authorization");
    // compared as digests, so that neither length nor content shows in the time it takes
    return header != null
        && header.regionMatches(true, 0, "Bearer ", 0, 7)
        && MessageDigest.isEqual(key, digest(header.substring(7).strip()));
  }

  private void chat(Context ctx) throws IOException {
    var request = RequestReader.chat(ctx.body());
    long begun = System.nanoTime();
    var answer = OfflineModel.answer(request, speech);
    figures.completed(answer, System.nanoTime() - begun);
    long created = clock.millis() / 1000;
    if (!request.stream()) {
      answer(ctx, 200, Wire.completion(answer, created));
      return;
    }
    ctx.contentType("text/event-stream; charset=utf-8");
    ctx.header("Cache-Control", "no-store");
    var out = ctx.res().getOutputStream();
    for (var chunk : Wire.chunks(answer, created, request.streamUsage())) {
      out.write(("data: " + chunk + "\n\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    }
    out.write("data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8));
  }

  private void embeddings(Context ctx) {
    var request = RequestReader.embeddings(ctx.body());
    answer(ctx, 200, Wire.embeddings(request));
  }

  private void model(Context ctx) {
    if (ctx.pathParam("id").equals(OfflineModel.ID)) {
      answer(ctx, 200, Wire.model());
    } else {
      error(
          ctx,
          404,
          "The model '"
              + ctx.pathParam("id")
              + "' does not exist; this server has "
              + OfflineModel.ID
              + ".",
          "model",
          "model_not_found");
    }
  }

  private static void answer(Context ctx, int status, Map<String, Object> body) {
    ctx.status(status).contentType("application/json").result(heist.web.Json.write(body));
  }

  private static void error(
      Context ctx, int status, String message, @Nullable String param, @Nullable String code) {
    answer(ctx, status, Wire.error(message, param, code, status));
  }

  private static byte[] digest(String s) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(s.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new HeistException(Kind.INTERNAL, "This Java has no SHA-256.", e);
    }
  }

  /** Texts to embed. */
  record EmbeddingRequest(List<String> input, int dimensions, boolean base64) {}
}
