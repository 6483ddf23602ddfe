package heist.web;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An OpenAPI document as one readable page that needs nothing from anywhere else. */
final class DocsPage {
  private static final List<String> METHODS = List.of("get", "post", "put", "patch", "delete");

  private final JsonNode document;
  private final StringBuilder out = new StringBuilder(8192);

  private DocsPage(JsonNode document) {
    this.document = document;
  }

  static String of(JsonNode document) {
    return new DocsPage(document).render();
  }

  private String render() {
    String title = text(document.at("/info/title"));
    out.append(
        """
        <!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>%s</title><style>
        :root{color-scheme:light dark;--line:light-dark(#d5d5d5,#3a3a3a);--soft:light-dark(#f5f5f3,#1d1d1d)}
        body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
        h2{border-top:1px solid var(--line);padding-top:1rem;margin-top:2rem;font-size:1.1rem}
        code,pre{font:14px/1.45 ui-monospace,monospace}pre{background:var(--soft);padding:.8rem;overflow-x:auto;border-radius:4px}
        table{border-collapse:collapse;width:100%%}td,th{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid var(--line)}
        .method{font-weight:700;text-transform:uppercase}.scope{font-size:.9rem}
        </style></head><body><h1>%s</h1>
        """
            .formatted(escape(title), escape(title)));
    paragraph(document.at("/info/description"));
    out.append("<p>The same for programs: <a href=\"/openapi.json\">openapi.json</a></p>");
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (String method : METHODS) {
        JsonNode operation = path.getValue().get(method);
        if (operation != null) {
          operation(method, path.getKey(), operation);
        }
      }
    }
    schemas();
    return out.append("</body></html>").toString();
  }

  private void operation(String method, String path, JsonNode operation) {
    out.append("<h2><span class=\"method\">").append(method).append("</span> <code>");
    out.append(escape(path)).append("</code></h2>");
    paragraph(operation.path("summary"));
    paragraph(operation.path("description"));
    for (JsonNode requirement : operation.path("security")) {
      for (Map.Entry<String, JsonNode> scheme : requirement.properties()) {
        out.append("<p class=\"scope\">Needs a token");
        scheme
            .getValue()
            .forEach(
                scope -> out.append(" with <code>").append(escape(text(scope))).append("</code>"));
        out.append(".</p>");
      }
    }
    JsonNode parameters = operation.path("parameters");
    if (!parameters.isEmpty()) {
      out.append("<table><tr><th>Parameter</th><th>In</th><th>Meaning</th></tr>");
      for (JsonNode parameter : parameters) {
        row(
            text(parameter.path("name")),
            text(parameter.path("in")),
            text(parameter.path("description")));
      }
      out.append("</table>");
    }
    body("Body", operation.path("requestBody"));
    out.append("<table><tr><th>Answer</th><th></th><th>Meaning</th></tr>");
    for (Map.Entry<String, JsonNode> response : operation.path("responses").properties()) {
      row(
          response.getKey(),
          reference(response.getValue()),
          text(response.getValue().path("description")));
    }
    out.append("</table>");
  }

  private void body(String label, JsonNode body) {
    for (Map.Entry<String, JsonNode> content : body.path("content").properties()) {
      out.append("<p>")
          .append(label)
          .append(" (<code>")
          .append(escape(content.getKey()))
          .append("</code>)</p>");
      JsonNode example = content.getValue().path("example");
      json(example.isMissingNode() ? content.getValue().path("schema") : example);
    }
  }

  private void schemas() {
    JsonNode schemas = document.at("/components/schemas");
    for (Map.Entry<String, JsonNode> schema : schemas.properties()) {
      out.append("<h2 id=\"").append(escape(schema.getKey())).append("\">");
      out.append(escape(schema.getKey())).append("</h2>");
      json(schema.getValue());
    }
  }

  private void json(JsonNode node) {
    out.append("<pre>").append(escape(node.toPrettyString())).append("</pre>");
  }

  private void row(String first, String second, String third) {
    out.append("<tr><td><code>")
        .append(escape(first))
        .append("</code></td><td>")
        .append(escape(second));
    out.append("</td><td>").append(escape(third)).append("</td></tr>");
  }

  private void paragraph(JsonNode node) {
    if (node.isString()) {
      out.append("<p>").append(escape(node.stringValue())).append("</p>");
    }
  }

  /** The schema an answer refers to, by its last name. */
  private static String reference(JsonNode response) {
    @Nullable JsonNode found = response.findValue("$ref");
    String name = found == null ? "" : text(found);
    return name.substring(name.lastIndexOf('/') + 1);
  }

  private static String text(JsonNode node) {
    return node.isString() ? node.stringValue() : node.isValueNode() ? node.asString() : "";
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
