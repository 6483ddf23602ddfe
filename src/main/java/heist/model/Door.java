package heist.model;

import dev.langchain4j.model.openai.OpenAiChatModel;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What has been learned about an endpoint while talking to it: the address that works, which
 * parameters it refuses, whether it takes tools, which model it holds. Thread-safe; learning the
 * same thing twice does no harm.
 */
final class Door {
  final ModelEndpoint endpoint;
  final Semaphore places;
  private final Wire wire;
  private final InstantSource clock;
  private final Map<String, OpenAiChatModel> models = new ConcurrentHashMap<>();
  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private volatile String base;
  private volatile boolean textTools;
  private volatile @Nullable String firstModel;

  Door(ModelEndpoint endpoint, Semaphore places, Wire wire, InstantSource clock) {
    this.endpoint = endpoint;
    this.places = places;
    this.wire = wire;
    this.clock = clock;
    this.base = endpoint.baseUrl();
    this.textTools = endpoint.dialect() == ToolDialect.TEXT;
  }

  String base() {
    return base;
  }

  void remember(String working) {
    base = working;
  }

  boolean textTools() {
    return textTools;
  }

  /** From now on tools go as text; false if that is not allowed or already so. */
  boolean fallBackToText() {
    if (textTools || endpoint.dialect() != ToolDialect.AUTO) {
      return false;
    }
    textTools = true;
    return true;
  }

  /** Never sends this parameter again; false if it is not sent anyway. */
  boolean refuse(String parameter) {
    return refused.add(parameter);
  }

  boolean sends(String parameter) {
    return !refused.contains(parameter);
  }

  OpenAiChatModel chatModel(String at) {
    return models.computeIfAbsent(
        at,
        url ->
            OpenAiChatModel.builder()
                .httpClientBuilder(new GuardedHttp(wire, url, endpoint.timeout(), clock))
                .baseUrl(url)
                .apiKey(endpoint.apiKey() == null ? "none" : endpoint.apiKey())
                .maxRetries(0)
                .build());
  }

  /** The model to name in a request: the request's, the endpoint's, else the first one listed. */
  @Nullable String modelName(@Nullable String wanted) {
    if (wanted != null) {
      return wanted;
    }
    if (endpoint.model() != null) {
      return endpoint.model();
    }
    String known = firstModel;
    if (known == null) {
      known = listed(base).or(() -> BaseUrl.withVersion(base).flatMap(this::listed)).orElse(null);
      firstModel = known;
    }
    return known;
  }

  private Optional<String> listed(String at) {
    try {
      HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(at + "/models"));
      if (endpoint.apiKey() != null) {
        request.header("Authorization", "Bearer " + endpoint.apiKey());
      }
      HttpResponse<byte[]> answer = wire.send(request.build(), endpoint.timeout(), 1 << 20, at);
      JsonNode id = LenientJson.STRICT.readTree(answer.body()).path("data").path(0).path("id");
      return answer.statusCode() == 200 && id.isString()
          ? Optional.of(id.asString())
          : Optional.empty();
    } catch (ModelException e) {
      if (e.trouble() == ModelException.Trouble.CANCELLED) {
        throw e;
      }
      return Optional.empty(); // the chat itself will say what is wrong
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }
}
