package heist.detect;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Fitted weights by signal, kept as data beside the program with how they were obtained.
 *
 * @param obtained in words: from what, and by which command
 * @param bias added to every weighted sum
 */
public record Coefficients(String obtained, double bias, Map<String, Double> weights) {
  /** Copies. */
  public Coefficients {
    weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
  }

  /** The coefficients {@code /detect/NAME.json}. */
  static Coefficients of(String name) {
    return read(resource(name));
  }

  static JsonNode resource(String name) {
    String path = "/detect/" + name + ".json";
    try (InputStream in =
        Objects.requireNonNull(Coefficients.class.getResourceAsStream(path), path)) {
      return JsonMapper.shared().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Coefficients read(JsonNode node) {
    Map<String, Double> weights = new LinkedHashMap<>();
    node.path("weights")
        .properties()
        .forEach(p -> weights.put(p.getKey(), p.getValue().asDouble()));
    return new Coefficients(
        node.path("obtained").asString(""), node.path("bias").asDouble(0), weights);
  }

  /** As JSON for the file. */
  public String json() {
    var node = JsonMapper.shared().createObjectNode();
    node.put("obtained", obtained).put("bias", bias);
    var into = node.putObject("weights");
    weights.forEach(into::put);
    return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n";
  }

  /** The weight of a signal; 0 if there is none. */
  double weight(String signal) {
    return weights.getOrDefault(signal, 0.0);
  }

  /** The same with one weight at 0. */
  Coefficients without(String signal) {
    Map<String, Double> fewer = new LinkedHashMap<>(weights);
    fewer.remove(signal);
    return new Coefficients(obtained, bias, fewer);
  }
}
