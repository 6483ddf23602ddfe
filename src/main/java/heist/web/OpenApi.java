package heist.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** A service's OpenAPI 3.1 document: its own part from a resource, and what all services share. */
final class OpenApi {
  private static final String SHARED = "openapi/shared.yaml";

  private final String service;
  private final List<String> resources;
  private volatile @Nullable ObjectNode document;

  OpenApi(String service, List<String> resources) {
    this.service = service;
    this.resources = List.copyOf(resources);
  }

  /** Read when first asked for. */
  ObjectNode document() {
    ObjectNode known = document;
    if (known == null) {
      known = load();
      document = known;
    }
    return known;
  }

  private ObjectNode load() {
    YAMLMapper yaml = new YAMLMapper();
    ObjectNode whole = yaml.createObjectNode();
    whole.put("openapi", "3.1.0");
    resources.forEach(resource -> merge(whole, read(yaml, resource)));
    if (!whole.has("info")) {
      whole.putObject("info").put("title", "Heist: " + service).put("version", "1");
    }
    merge(whole, read(yaml, SHARED));
    return whole;
  }

  private static void merge(ObjectNode whole, ObjectNode part) {
    for (Map.Entry<String, JsonNode> field : part.properties()) {
      switch (field.getKey()) {
        case "paths" -> whole.withObjectProperty("paths").setAll((ObjectNode) field.getValue());
        case "components" ->
            field
                .getValue()
                .properties()
                .forEach(kind ->
                    whole
                        .withObjectProperty("components")
                        .withObjectProperty(kind.getKey())
                        .setAll((ObjectNode) kind.getValue()));
        default -> whole.set(field.getKey(), field.getValue());
      }
    }
  }

  private static ObjectNode read(YAMLMapper yaml, String resource) {
    try (InputStream in = OpenApi.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(
            "The description " + resource + " is missing in this build");
      }
      return (ObjectNode) yaml.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException("Reading " + resource + " failed", e);
    }
  }
}
