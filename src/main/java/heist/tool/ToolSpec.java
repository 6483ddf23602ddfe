package heist.tool;

import heist.web.Json;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a tool is to those who call it. Immutable; the schema is not to be changed.
 *
 * @param name lower case letters, digits and {@code _}
 * @param description for a model: what it does, when to use it, what it answers
 * @param schema JSON Schema of its arguments, an object
 * @param scope the OAuth scope a token must carry
 */
public record ToolSpec(String name, String description, ObjectNode schema, String scope) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,63}");
  private static final Pattern SCOPE = Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]{1,100}");

  /** Refuses a tool that nobody could call safely: without a name, a schema or a scope. */
  public ToolSpec {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("Not a tool's name: '" + name + "'");
    }
    if (!SCOPE.matcher(scope).matches()) {
      throw new IllegalArgumentException("The tool " + name + " has no scope");
    }
    if (!schema.path("type").asString("").equals("object")) {
      throw new IllegalArgumentException("The schema of " + name + " is not of type object");
    }
  }

  /**
   * A tool whose schema is given as JSON.
   *
   * @param schema the {@code properties} and {@code required} of its arguments
   */
  public static ToolSpec of(String name, String description, String scope, String schema) {
    ObjectNode object = (ObjectNode) Json.tree(schema);
    object.put("type", "object");
    object.put("additionalProperties", false);
    return new ToolSpec(name, description, object, scope);
  }
}
