package heist.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import heist.client.HttpJson;
import heist.client.HttpJson.Answer;
import heist.web.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A service whose answers are held against its own OpenAPI document. */
final class Described {
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private final HttpJson door;
  private final JsonNode document;

  /** Paths of the document that were asked for, with their method. */
  final TreeSet<String> asked = new TreeSet<>();

  Described(HttpJson door) {
    this.door = door;
    JsonNode read = door.get("/openapi.json", JsonNode.class);
    this.document = read;
  }

  /** A method and a path as the document names them. */
  record Operation(String method, String path, boolean takesBody) {}

  /** Every operation there is. */
  List<Operation> operations() {
    List<Operation> all = new ArrayList<>();
    for (var path : document.path("paths").properties()) {
      for (var method : path.getValue().properties()) {
        if (method.getKey().equals("parameters")) {
          continue; // those of all the path's methods
        }
        all.add(
            new Operation(
                method.getKey().toUpperCase(Locale.ROOT),
                path.getKey(),
                !method.getValue().path("requestBody").isMissingNode()));
      }
    }
    return all;
  }

  JsonNode get(String path) {
    return ask("GET", path, null, 200);
  }

  JsonNode post(String path, @Nullable Object body) {
    return ask("POST", path, body, 200);
  }

  /** Asks, and holds the answer against the document. */
  JsonNode ask(String method, String path, @Nullable Object body, int status) {
    Answer answer = door.send(method, path, body);
    String where = method + " " + path + ": " + answer.status() + " " + answer.body();
    assertThat(answer.status()).as(where).isEqualTo(status);
    JsonNode json = Json.tree(answer.body());
    List<String> errors = errors(method, path, status, json);
    assertThat(errors).as(where).isEmpty();
    return json;
  }

  private List<String> errors(String method, String path, int status, JsonNode json) {
    JsonNode operation = operation(method, path.replaceFirst("\\?.*", ""));
    JsonNode response = resolved(operation.path("responses").path(Integer.toString(status)));
    assertThat(response.isMissingNode())
        .as(method + " " + path + " may answer " + status + ", says the document")
        .isFalse();
    JsonNode schema = response.path("content").iterator().next().path("schema");
    ObjectNode whole = ((ObjectNode) schema).deepCopy();
    whole.set("components", document.path("components"));
    return REGISTRY.getSchema(whole).validate(json).stream().map(Object::toString).toList();
  }

  private JsonNode resolved(JsonNode node) {
    String ref = node.path("$ref").asString("");
    return ref.isEmpty() ? node : document.at(ref.substring(1));
  }

  private JsonNode operation(String method, String path) {
    JsonNode exact = document.path("paths").path(path);
    if (!exact.isMissingNode()) {
      asked.add(method + " " + path);
      return exact.path(method.toLowerCase(Locale.ROOT));
    }
    for (var each : document.path("paths").properties()) {
      String pattern =
          Pattern.compile("\\{[^}]+}")
              .splitAsStream(each.getKey() + " ")
              .map(part -> Pattern.quote(part.stripTrailing()))
              .reduce((a, b) -> a + "[^/]+" + b)
              .orElse("");
      if (path.matches(pattern)) {
        asked.add(method + " " + each.getKey());
        return each.getValue().path(method.toLowerCase(Locale.ROOT));
      }
    }
    throw new AssertionError(path + " is not in the document");
  }
}
