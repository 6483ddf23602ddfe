package heist.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** A service's OpenAPI 3.1 document: its own part from a resource, and what all services share. */
final class OpenApi {
  private static final String SHARED = "openapi/shared.yaml";

  private final String service;
  private final @Nullable String resource;
  private volatile @Nullable ObjectNode document;

  OpenApi(String service, @Nullable String resource) {
    this.service = service;
    this.resource = resource;
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
    ObjectNode shared = read(yaml, SHARED);
    ObjectNode own = resource == null ? yaml.createObjectNode() : read(yaml, resource);
    ObjectNode whole = yaml.createObjectNode();
    whole.put("openapi", "3.1.0");
    whole.setAll(own);
    if (!whole.has("info")) {
      whole.putObject("info").put("title", "Heist: " + service).put("version", "1");
    }
    whole.withObjectProperty("paths").setAll((ObjectNode) shared.get("paths"));
    ObjectNode components = whole.withObjectProperty("components");
    shared
        .get("components")
        .properties()
        .forEach(part ->
            components.withObjectProperty(part.getKey()).setAll((ObjectNode) part.getValue()));
    return whole;
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
