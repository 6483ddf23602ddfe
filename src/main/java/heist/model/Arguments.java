package heist.model;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tool arguments as models write them, made an object. Pure. */
final class Arguments {
  private Arguments() {}

  /**
   * Always an object. What cannot be read becomes the sole parameter's value, or an empty object,
   * which the tool then refuses in words that the model can act on.
   */
  static ObjectNode read(String text, Optional<ToolOffer> tool, List<String> repairs) {
    Optional<ObjectNode> strict = LenientJson.strict(text);
    if (strict.isPresent()) {
      return strict.get();
    }
    if (text.isBlank()) {
      return LenientJson.STRICT.createObjectNode();
    }
    String name = tool.map(ToolOffer::name).orElse("a tool");
    Optional<JsonNode> mended = LenientJson.mend(text);
    if (mended.isPresent() && mended.get() instanceof ObjectNode object) {
      repairs.add("broken JSON in the arguments of " + name + " was mended");
      return object;
    }
    Optional<String> sole = tool.flatMap(ToolOffer::soleParameter);
    if (sole.isPresent()) {
      repairs.add("plain text was taken as the " + sole.get() + " of " + name);
      return LenientJson.STRICT.createObjectNode().put(sole.get(), unquote(text));
    }
    repairs.add("the arguments of " + name + " could not be read: " + Refusals.brief(text, 60));
    return LenientJson.STRICT.createObjectNode();
  }

  /** The argument of the text form: JSON, or a plain string for the sole parameter. */
  static ObjectNode ofTextForm(String argument, Optional<ToolOffer> tool, List<String> repairs) {
    String text = argument.strip();
    Optional<String> sole = tool.flatMap(ToolOffer::soleParameter);
    if (text.isEmpty()) {
      return LenientJson.STRICT.createObjectNode();
    }
    if (!text.startsWith("{") && sole.isPresent()) {
      return LenientJson.STRICT.createObjectNode().put(sole.get(), unquote(text));
    }
    ObjectNode read = read(text, tool, repairs);
    // {..} meant as the value of an object-valued sole parameter, such as submit_plan's plan.
    if (sole.isPresent()
        && !read.has(sole.get())
        && tool.isPresent()
        && wantsObject(tool.get(), sole.get())) {
      return LenientJson.STRICT.createObjectNode().set(sole.get(), read);
    }
    return read;
  }

  private static boolean wantsObject(ToolOffer tool, String parameter) {
    return tool.schema()
        .path("properties")
        .path(parameter)
        .path("type")
        .asString("")
        .equals("object");
  }

  private static String unquote(String text) {
    String plain = text.strip();
    boolean quoted =
        plain.length() >= 2
            && (plain.startsWith("\"") && plain.endsWith("\"")
                || plain.startsWith("'") && plain.endsWith("'"));
    return quoted ? plain.substring(1, plain.length() - 1) : plain;
  }
}
