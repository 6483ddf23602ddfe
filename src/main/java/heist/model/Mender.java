package heist.model;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Makes a reply of what a model said, mending what can be mended. Pure. */
final class Mender {
  /** Characters of an answer; what is longer is cut off and said to be. */
  static final int LONGEST = 32_000;

  /** What the model said and asked for, without usage and finish. */
  record Mended(String text, List<ToolAsk> tools) {
    boolean isEmpty() {
      return text.isBlank() && tools.isEmpty();
    }
  }

  private Mender() {}

  /**
   * @param textForm whether tool calls were asked for as text, so that they need no repair
   */
  static Mended mend(
      AiMessage said, List<ToolOffer> offers, boolean textForm, List<String> repairs) {
    String text = Thinking.strip(said.text() == null ? "" : said.text(), repairs);
    List<ToolAsk> asks = new ArrayList<>();
    if (said.hasToolExecutionRequests()) {
      said.toolExecutionRequests().forEach(call -> asks.add(ask(call, offers, asks, repairs)));
    } else if (!offers.isEmpty()) {
      TextCalls.Found found = TextCalls.find(text, offers, repairs);
      text = found.text();
      for (ToolAsk call : found.calls()) {
        asks.add(new ToolAsk(call.id(), name(call.tool(), offers, repairs), call.arguments()));
      }
      if (!asks.isEmpty() && (!textForm || found.foreign())) {
        repairs.add(
            (asks.size() == 1 ? "a tool call" : asks.size() + " tool calls")
                + " written as text "
                + (asks.size() == 1 ? "was" : "were")
                + " understood");
      }
    }
    if (text.length() > LONGEST) {
      repairs.add("an answer of " + text.length() + " characters was cut to " + LONGEST);
      text = text.substring(0, LONGEST);
    }
    return new Mended(text, asks);
  }

  private static ToolAsk ask(
      ToolExecutionRequest call,
      List<ToolOffer> offers,
      List<ToolAsk> before,
      List<String> repairs) {
    String name = name(call.name() == null ? "" : call.name(), offers, repairs);
    Optional<ToolOffer> tool = ToolNames.find(name, offers);
    String text = call.arguments() == null ? "" : call.arguments();
    ObjectNode arguments = Arguments.read(text, tool, repairs);
    String given = call.id() == null ? "" : call.id();
    boolean taken = given.isBlank() || before.stream().anyMatch(b -> b.id().equals(given));
    return new ToolAsk(taken ? "call_" + (before.size() + 1) : given, name, arguments);
  }

  private static String name(String given, List<ToolOffer> offers, List<String> repairs) {
    Optional<ToolOffer> tool = ToolNames.find(given, offers);
    if (tool.isEmpty()) {
      repairs.add("it asked for a tool that it was not offered: " + Refusals.brief(given, 40));
      return given;
    }
    if (!tool.get().name().equals(given)) {
      repairs.add("tool " + Refusals.brief(given, 40) + " was taken as " + tool.get().name());
    }
    return tool.get().name();
  }
}
