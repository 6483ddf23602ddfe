package heist.model;

import heist.model.ModelException.Trouble;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /embeddings} of an OpenAI-compatible server. Asks once: whoever wants vectors comes again.
 */
final class WireEmbedder implements Embedder {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int MAX_BYTES = 16 << 20;

  private final ModelEndpoint endpoint;
  private final String base;
  private final String model;
  private final Wire wire;
  private final InstantSource clock;

  WireEmbedder(ModelEndpoint endpoint, String model, Wire wire, InstantSource clock) {
    this.endpoint = endpoint;
    this.base = BaseUrl.withVersion(endpoint.baseUrl()).orElse(endpoint.baseUrl());
    this.model = model;
    this.wire = wire;
    this.clock = clock;
  }

  @Override
  public String model() {
    return model;
  }

  @Override
  public List<float[]> embed(List<String> texts) {
    JsonNode data = answer(texts).path("data");
    float[] @Nullable [] vectors = new float[texts.size()][];
    for (int i = 0; i < data.size(); i++) {
      int at = data.get(i).path("index").asInt(i);
      if (at >= 0 && at < vectors.length) {
        vectors[at] = normed(data.get(i).path("embedding"));
      }
    }
    return Arrays.stream(vectors)
        .map(v -> {
          if (v == null) {
            throw unusable("gave " + data.size() + " embeddings for " + texts.size() + " texts");
          }
          return v;
        })
        .toList();
  }

  private JsonNode answer(List<String> texts) {
    ObjectNode question = JSON.createObjectNode().put("model", model);
    texts.forEach(question.putArray("input")::add);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + "/embeddings"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(question.toString()));
    if (endpoint.apiKey() != null) {
      request.header("Authorization", "Bearer " + endpoint.apiKey());
    }
    HttpResponse<byte[]> answer = wire.send(request.build(), endpoint.timeout(), MAX_BYTES, base);
    String body = new String(answer.body(), StandardCharsets.UTF_8);
    if (answer.statusCode() < 200 || answer.statusCode() > 299) {
      throw Refusals.of(base, answer.statusCode(), body, GuardedHttp.retryAfter(answer, clock));
    }
    try {
      return JSON.readTree(body);
    } catch (JacksonException e) {
      throw unusable("answered with something that is no JSON");
    }
  }

  private float[] normed(JsonNode numbers) {
    float[] vector = new float[numbers.size()];
    double sum = 0;
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) numbers.get(i).asDouble(Double.NaN);
      sum += vector[i] * vector[i];
    }
    if (!Double.isFinite(sum) || sum == 0) {
      throw unusable("gave an embedding without a direction");
    }
    for (int i = 0; i < vector.length; i++) {
      vector[i] /= (float) Math.sqrt(sum);
    }
    return vector;
  }

  private ModelException unusable(String what) {
    return new ModelException(Trouble.BAD_ANSWER, "The model at " + base + " " + what + ".");
  }
}
