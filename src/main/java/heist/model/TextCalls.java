package heist.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds tool calls that a model wrote into its text: {@code [TOOL:name:argument]}, {@code
 * <tool_call>} blocks, {@code <function=name>}, {@code [TOOL_CALLS]} lists, and bare JSON that
 * names an offered tool. Pure.
 */
final class TextCalls {
  /** The text without the calls, the calls, and whether any was not in the agreed form. */
  record Found(String text, List<ToolAsk> calls, boolean foreign) {}

  private static final Pattern AGREED =
      Pattern.compile("\\[TOOL:\\s*([\\w.-]+)\\s*(:|])", Pattern.CASE_INSENSITIVE);
  private static final Pattern BLOCK =
      Pattern.compile(
          "(?is)<\\|?tool_calls?\\|?>(.*?)(</\\|?tool_calls?\\|?>|<\\|/tool_calls?\\|>|$)");
  private static final Pattern FUNCTION =
      Pattern.compile("(?is)<function=([\\w.-]+)>(.*?)(</function>|$)");
  private static final Pattern PARAMETER =
      Pattern.compile("(?is)<parameter=([\\w.-]+)>\\s*(.*?)\\s*(</parameter>|$)");
  private static final Pattern LISTED =
      Pattern.compile("(?is)(\\[TOOL_CALLS]|<\\|python_tag\\|>)\\s*(.*)$");
  private static final Pattern FENCED =
      Pattern.compile("(?is)```(?:json|tool_code|tool)?\\s*([\\[{].*?)```");

  private final List<ToolOffer> offers;
  private final List<String> repairs;
  private final List<ToolAsk> calls = new ArrayList<>();

  private TextCalls(List<ToolOffer> offers, List<String> repairs) {
    this.offers = offers;
    this.repairs = repairs;
  }

  /** Looks for calls of the offered tools. */
  static Found find(String text, List<ToolOffer> offers, List<String> repairs) {
    TextCalls finder = new TextCalls(offers, repairs);
    String rest = finder.agreed(text);
    int agreed = finder.calls.size();
    rest = finder.blocks(rest);
    rest = finder.functions(rest);
    rest = finder.json(LISTED, 2, rest);
    rest = finder.json(FENCED, 1, rest);
    rest = finder.bare(rest);
    if (finder.calls.isEmpty()) {
      return new Found(text, List.of(), false);
    }
    return new Found(rest.strip(), List.copyOf(finder.calls), finder.calls.size() > agreed);
  }

  private String agreed(String text) {
    StringBuilder rest = new StringBuilder();
    Matcher head = AGREED.matcher(text);
    int from = 0;
    while (head.find(from)) {
      rest.append(text, from, head.start());
      int end = head.end();
      String argument = "";
      if (head.group(2).equals(":")) {
        int close = closing(text, head.end());
        argument = text.substring(head.end(), close);
        end = Math.min(close + 1, text.length());
      }
      Optional<ToolOffer> tool = ToolNames.find(head.group(1), offers);
      add(head.group(1), Arguments.ofTextForm(argument, tool, repairs));
      from = end;
    }
    return rest.append(text.substring(from)).toString();
  }

  /** Where the bracket opened before {@code from} closes; else the end of the line. */
  private static int closing(String text, int from) {
    int depth = 1;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '[' ? 1 : c == ']' ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    int first = text.indexOf(']', from);
    int line = text.indexOf('\n', from);
    int end = line < 0 ? text.length() : line;
    return first < 0 ? end : Math.min(first, end);
  }

  private String blocks(String text) {
    return replace(
        BLOCK,
        text,
        m -> {
          if (FUNCTION.matcher(m.group(1)).find()) {
            functions(m.group(1));
            return true;
          }
          return LenientJson.mend(m.group(1)).map(json -> take(json, false)).orElse(false);
        });
  }

  private String functions(String text) {
    return replace(
        FUNCTION,
        text,
        m -> {
          ObjectNode arguments = LenientJson.STRICT.createObjectNode();
          Matcher parameter = PARAMETER.matcher(m.group(2));
          while (parameter.find()) {
            arguments.put(parameter.group(1), parameter.group(2));
          }
          if (arguments.isEmpty()) {
            arguments =
                Arguments.read(m.group(2).strip(), ToolNames.find(m.group(1), offers), repairs);
          }
          add(m.group(1), arguments);
          return true;
        });
  }

  private String json(Pattern pattern, int group, String text) {
    return replace(
        pattern,
        text,
        m -> LenientJson.mend(m.group(group)).map(json -> take(json, true)).orElse(false));
  }

  /** The whole text is a JSON call, or ends in one. */
  private String bare(String text) {
    String whole = text.strip();
    int start = whole.startsWith("{") || whole.startsWith("[") ? 0 : whole.lastIndexOf("\n{") + 1;
    if (whole.isEmpty() || (start == 0 && whole.charAt(0) != '{' && whole.charAt(0) != '[')) {
      return text;
    }
    boolean taken =
        LenientJson.mend(whole.substring(start)).map(json -> take(json, true)).orElse(false);
    return taken ? whole.substring(0, start) : text;
  }

  /** Takes a call, or a list of them; JSON that happens to be none is left alone. */
  private boolean take(JsonNode json, boolean onlyOffered) {
    if (json.isArray()) {
      boolean any = false;
      for (JsonNode item : json) {
        any |= take(item, onlyOffered);
      }
      return any;
    }
    JsonNode call = json.path("function").isObject() ? json.path("function") : json;
    String name = first(call, "name", "tool", "tool_name", "function").asString("");
    if (name.isEmpty() || (onlyOffered && ToolNames.find(name, offers).isEmpty())) {
      return false;
    }
    JsonNode arguments = first(call, "arguments", "parameters", "args", "input", "tool_input");
    Optional<ToolOffer> tool = ToolNames.find(name, offers);
    ObjectNode read =
        arguments instanceof ObjectNode object
            ? object
            : Arguments.ofTextForm(arguments.asString(""), tool, repairs);
    add(name, read);
    return true;
  }

  private static JsonNode first(JsonNode node, String... fields) {
    for (String field : fields) {
      if (node.hasNonNull(field)) {
        return node.path(field);
      }
    }
    return node.path(fields[0]);
  }

  private void add(String name, ObjectNode arguments) {
    calls.add(new ToolAsk("call_" + (calls.size() + 1), name, arguments));
  }

  private static String replace(
      Pattern pattern, String text, java.util.function.Predicate<Matcher> taken) {
    Matcher m = pattern.matcher(text);
    StringBuilder rest = new StringBuilder();
    int from = 0;
    while (m.find()) {
      if (taken.test(m)) {
        rest.append(text, from, m.start());
        from = m.end();
      }
    }
    return rest.append(text.substring(from)).toString();
  }
}
