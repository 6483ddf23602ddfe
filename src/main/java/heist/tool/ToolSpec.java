package heist.tool;

import heist.web.Json;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a tool is to those who call it. Immutable; the schema is not to be changed.
 *
 * @param name lower case letters, digits and {@code _}
 * @param description for a model: what it does, when to use it, what it answers
 * @param schema JSON Schema of its arguments, an object
 * @param scope the OAuth scope a token must carry
 * @param output JSON Schema of the data in every good answer, an object; null if it is text alone
 * @param readOnly whether it changes nothing
 */
public record ToolSpec(
    String name,
    String description,
    ObjectNode schema,
    String scope,
    @Nullable ObjectNode output,
    boolean readOnly) {
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
    if (output != null && !output.path("type").asString("").equals("object")) {
      throw new IllegalArgumentException("The output of " + name + " is not of type object");
    }
  }

  /** A tool that changes nothing and answers text. */
  public ToolSpec(String name, String description, ObjectNode schema, String scope) {
    this(name, description, schema, scope, null, true);
  }

  /**
   * A tool whose schema is given as JSON.
   *
   * @param schema the {@code properties} and {@code required} of its arguments
   */
  public static ToolSpec of(String name, String description, String scope, String schema) {
    return new ToolSpec(name, description, object(schema), scope);
  }

  /**
   * The same with data in its answers.
   *
   * @param schema the {@code properties} and {@code required} of that data
   */
  public ToolSpec answering(String schema) {
    return new ToolSpec(name, description, this.schema, scope, object(schema), readOnly);
  }

  /** The same tool as one that changes something. */
  public ToolSpec changing() {
    return new ToolSpec(name, description, schema, scope, output, false);
  }

  private static ObjectNode object(String schema) {
    ObjectNode object = (ObjectNode) Json.tree(schema);
    object.put("type", "object");
    object.put("additionalProperties", false);
    return object;
  }
}
