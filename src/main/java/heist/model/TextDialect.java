package heist.model;

import java.util.ArrayList;
import java.util.List;

/**
 * Says with text what native tool calls would say: which tools there are, what was called, what
 * came back. Pure.
 */
final class TextDialect {
  private TextDialect() {}

  /** The request without tools; its messages alternate, as strict chat templates want it. */
  static ModelRequest rewrite(ModelRequest request) {
    List<ChatTurn> out = new ArrayList<>();
    for (ChatTurn turn : request.messages()) {
      ChatTurn plain = plain(turn);
      boolean userAgain =
          plain instanceof ChatTurn.User
              && !out.isEmpty()
              && out.getLast() instanceof ChatTurn.User;
      if (userAgain) {
        out.set(out.size() - 1, new ChatTurn.User(out.getLast().text() + "\n\n" + plain.text()));
      } else {
        out.add(plain);
      }
    }
    if (!request.tools().isEmpty()) {
      String offers = offers(request.tools());
      if (out.getFirst() instanceof ChatTurn.System system) {
        out.set(0, new ChatTurn.System(system.text() + "\n\n" + offers));
      } else {
        out.addFirst(new ChatTurn.System(offers));
      }
    }
    return new ModelRequest(
        request.model(),
        out,
        List.of(),
        request.temperature(),
        request.maxTokens(),
        request.seed());
  }

  private static ChatTurn plain(ChatTurn turn) {
    return switch (turn) {
      case ChatTurn.System system -> system;
      case ChatTurn.User user -> user;
      case ChatTurn.Assistant said -> {
        StringBuilder text = new StringBuilder(said.text());
        for (ToolAsk ask : said.tools()) {
          text.append(text.isEmpty() ? "" : "\n");
          text.append("[TOOL:").append(ask.tool()).append(':').append(ask.arguments()).append(']');
        }
        yield new ChatTurn.Assistant(text.toString(), List.of());
      }
      case ChatTurn.ToolAnswer answer ->
          new ChatTurn.User(
              "Tool result of "
                  + answer.tool()
                  + " (call "
                  + answer.callId()
                  + "):\n<<<\n"
                  + answer.text()
                  + "\n>>>");
    };
  }

  private static String offers(List<ToolOffer> tools) {
    StringBuilder text =
        new StringBuilder(
            "## Tools\nTo use a tool, write it on a line of its own and nothing after it:"
                + " [TOOL:name:argument]. The argument is JSON, or plain text if the tool has one"
                + " parameter. The result comes in the next message.\n");
    for (ToolOffer tool : tools) {
      text.append("- ")
          .append(tool.name())
          .append(" {")
          .append(String.join(", ", tool.parameters()))
          .append("}: ")
          .append(tool.description())
          .append('\n');
    }
    return text.toString().stripTrailing();
  }
}
