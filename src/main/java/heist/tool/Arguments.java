package heist.tool;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import heist.HeistException;
import heist.HeistException.Kind;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Holds arguments against a tool's schema. Thread-safe. */
final class Arguments {
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private final ToolSpec spec;
  private final Schema schema;

  Arguments(ToolSpec spec) {
    this.spec = spec;
    this.schema = REGISTRY.getSchema(spec.schema());
  }

  /**
   * The arguments, if they fit.
   *
   * @throws HeistException BAD_INPUT that says what is wrong and what is wanted
   */
  ObjectNode check(JsonNode arguments) {
    if (!(arguments instanceof ObjectNode object)) {
      throw bad("the arguments are not a JSON object");
    }
    List<Error> errors;
    try {
      errors = schema.validate(object);
    } catch (tools.jackson.databind.DatabindException e) {
      // Numbers that are whole by the schema's rules and too large for any number of ours.
      throw bad("a number is out of range");
    }
    if (!errors.isEmpty()) {
      throw bad(
          errors.stream()
              .map(e -> where(e) + e.getMessage())
              .sorted()
              .distinct()
              .limit(5)
              .collect(Collectors.joining("; ")));
    }
    return object;
  }

  private static String where(Error error) {
    String path = String.valueOf(error.getInstanceLocation());
    return path.isEmpty() || path.equals("$") ? "" : path + ": ";
  }

  private HeistException bad(String what) {
    return new HeistException(
        Kind.BAD_INPUT, "%s: %s. It takes %s".formatted(spec.name(), what, wanted()));
  }

  /** {@code {"expression": string}}, with a ? behind what may be left out. */
  private String wanted() {
    List<String> required =
        spec.schema().path("required").valueStream().map(n -> n.asString("")).toList();
    return spec.schema().path("properties").properties().stream()
        .map(p ->
            "\"%s\"%s: %s"
                .formatted(
                    p.getKey(),
                    required.contains(p.getKey()) ? "" : "?",
                    p.getValue().path("type").asString("any")))
        .collect(Collectors.joining(", ", "{", "}"));
  }
}
