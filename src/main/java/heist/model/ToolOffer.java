package heist.model;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A tool as a model gets to see it.
 *
 * @param schema JSON Schema of the arguments: an object
 */
public record ToolOffer(String name, String description, JsonNode schema) {
  /** Names of the parameters, in the schema's order. */
  List<String> parameters() {
    return List.copyOf(schema.path("properties").propertyNames());
  }

  /** The one parameter that a plain string fills, if there is just one, or just one is required. */
  Optional<String> soleParameter() {
    List<String> all = parameters();
    if (all.size() == 1) {
      return Optional.of(all.getFirst());
    }
    JsonNode required = schema.path("required");
    return required.size() == 1 ? Optional.of(required.get(0).asString("")) : Optional.empty();
  }
}
