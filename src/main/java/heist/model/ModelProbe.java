package heist.model;

import heist.model.ModelException.Trouble;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Looks whether a model server answers, and names the cause if not. Thread-safe. */
public final class ModelProbe {
  /** Where LM Studio and Ollama listen by default. */
  public static final List<String> USUAL =
      List.of("http://127.0.0.1:1234/v1", "http://127.0.0.1:11434/v1");

  private static final Duration LIMIT = Duration.ofSeconds(2);

  /** What is there. */
  public enum State {
    /** It answers and has the model. */
    READY,
    /** It answers but holds no model, or not the one asked for. */
    NO_MODEL,
    /** Nobody answers. */
    NO_ANSWER,
    /** Something answers, but not at this path. */
    WRONG_PATH,
    /** It wants another API key. */
    WRONG_KEY,
    /** Something else lives there. */
    NOT_COMPATIBLE
  }

  /**
   * What was found.
   *
   * @param baseUrl the address to use, with {@code /v1} if that was missing
   * @param says one sentence for a person
   */
  public record Finding(String baseUrl, State state, List<String> models, String says) {
    /** Copies the list. */
    public Finding {
      models = List.copyOf(models);
    }
  }

  private final Wire wire;

  ModelProbe(Wire wire) {
    this.wire = wire;
  }

  /** Looks at the usual addresses. */
  public List<Finding> look() {
    return look(USUAL);
  }

  /** Looks at these addresses, one after the other, at most two seconds each. */
  public List<Finding> look(List<String> addresses) {
    return addresses.stream().map(address -> test(address, null, null)).toList();
  }

  /**
   * Tests a connection.
   *
   * @param model the model that is wanted, or null for any
   * @throws heist.HeistException BAD_INPUT if the address is none; {@link ModelException} CANCELLED
   */
  public Finding test(String address, @Nullable String apiKey, @Nullable String model) {
    String base = BaseUrl.normalise(address);
    Finding first = at(base, apiKey, model);
    boolean elsewhere = first.state() == State.WRONG_PATH || first.state() == State.NOT_COMPATIBLE;
    Optional<String> other = elsewhere ? BaseUrl.withVersion(base) : Optional.empty();
    if (other.isPresent()) {
      Finding second = at(other.get(), apiKey, model);
      if (second.state() == State.READY || second.state() == State.NO_MODEL) {
        String says = second.says() + " (/v1 was missing in the address.)";
        return new Finding(second.baseUrl(), second.state(), second.models(), says);
      }
    }
    return first;
  }

  private Finding at(String base, @Nullable String apiKey, @Nullable String model) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + "/models"));
    if (apiKey != null) {
      request.header("Authorization", "Bearer " + apiKey);
    }
    HttpResponse<byte[]> answer;
    try {
      answer = wire.send(request.build(), LIMIT, 1 << 20, base);
    } catch (ModelException e) {
      if (e.trouble() == Trouble.CANCELLED) {
        throw e;
      }
      boolean endless = e.trouble() == Trouble.BAD_ANSWER;
      return found(
          base,
          endless ? State.NOT_COMPATIBLE : State.NO_ANSWER,
          endless
              ? "What answers at " + base + " is no model server."
              : e.trouble() == Trouble.TIMEOUT
                  ? "The server at " + base + " did not answer within " + Wire.seconds(LIMIT) + "."
                  : "Nothing answers at " + base + ".");
    }
    return judge(base, model, answer);
  }

  private static Finding judge(String base, @Nullable String model, HttpResponse<byte[]> answer) {
    String body = new String(answer.body(), StandardCharsets.UTF_8);
    int status = answer.statusCode();
    if (status == 401 || status == 403) {
      return found(base, State.WRONG_KEY, "The server at " + base + " wants another API key.");
    }
    if (status == 404 || status == 405) {
      return found(
          base,
          State.WRONG_PATH,
          "A server answers at "
              + base
              + ", but knows no models there; the base URL usually ends in"
              + " /v1.");
    }
    List<String> models = new ArrayList<>();
    boolean list;
    try {
      JsonNode data = LenientJson.STRICT.readTree(body).path("data");
      list = status == 200 && data.isArray();
      data.forEach(m -> models.add(m.path("id").asString("?")));
    } catch (JacksonException e) {
      list = false;
    }
    if (!list) {
      return found(
          base,
          State.NOT_COMPATIBLE,
          "What answers at "
              + base
              + " ("
              + status
              + ") is not an OpenAI-compatible model server.");
    }
    if (models.isEmpty()) {
      return found(
          base, State.NO_MODEL, "The server at " + base + " answers, but has no model loaded.");
    }
    String names = String.join(", ", models.subList(0, Math.min(5, models.size())));
    if (model != null && !models.contains(model)) {
      return new Finding(
          base,
          State.NO_MODEL,
          models,
          "The server at " + base + " does not have " + model + "; it has " + names + ".");
    }
    return new Finding(
        base, State.READY, models, "A model server answers at " + base + " with " + names + ".");
  }

  private static Finding found(String base, State state, String says) {
    return new Finding(base, state, List.of(), says);
  }
}
