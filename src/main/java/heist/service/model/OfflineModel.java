package heist.service.model;

import heist.service.model.mind.Dice;
import heist.service.model.mind.Policy;
import heist.service.model.mind.Reply;
import heist.service.model.prompt.Message;
import heist.service.model.prompt.PromptReader;
import heist.service.model.prompt.View;
import heist.service.model.speech.Speaker;
import heist.service.model.speech.Speech;
import heist.web.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * The offline model itself: a pure function of the request and of the phrases it speaks with. The
 * same request gives the same answer, byte for byte. Thread-safe.
 */
final class OfflineModel {
  /** The model's name. */
  static final String ID = "heist-offline";

  private static final JsonMapper JSON = Json.mapper();

  private OfflineModel() {}

  static Answer answer(ChatRequest request, Speech speech) {
    long seed = request.seed() == null ? 0 : request.seed();
    long hash = seed;
    for (var m : request.messages()) {
      hash = hash * 31 + Dice.hash(m.role() + "\n" + m.content() + m.calls());
    }
    var dice = new Dice(hash);
    var id = "chatcmpl-" + Long.toHexString(dice.of("id").seed());
    int prompt = Tokens.count(request.messages());
    if (Summaries.asked(request.messages())) {
      return speech(request, id, prompt, Summaries.of(request.messages()));
    }
    var tools = request.toolChoice().equals("none") ? List.<String>of() : request.tools();
    var view = PromptReader.read(request.messages(), tools);
    var reply = forced(request, view, dice);
    return switch (reply) {
      case Reply.Calls c -> calls(request, view, id, prompt, c.calls(), dice);
      case Reply.Talk t -> {
        var spoken = Speaker.say(view, t.moves(), speech, dice.of("speech"));
        var note =
            view.crew().isEmpty() ? "" : " <note>" + t.notes().text(spoken.moves()) + "</note>";
        yield speech(request, id, prompt, spoken.text() + note);
      }
    };
  }

  /** A named tool is called, whatever the policy had in mind; arguments as well as it can. */
  private static Reply forced(ChatRequest request, View view, Dice dice) {
    var reply = Policy.decide(view, dice);
    var choice = request.toolChoice();
    if (choice.equals("auto")
        || choice.equals("none")
        || reply instanceof Reply.Calls
        || request.tools().isEmpty()) {
      return reply;
    }
    var tool = choice.equals("required") ? request.tools().getFirst() : choice;
    return new Reply.Calls(List.of(new Reply.Call(tool, Policy.arguments(tool, view, dice))));
  }

  private static Answer calls(
      ChatRequest request, View view, String id, int prompt, List<Reply.Call> calls, Dice dice) {
    if (view.textCalls()) {
      var b = new StringBuilder();
      for (var c : calls) {
        b.append(b.isEmpty() ? "" : "\n")
            .append("[TOOL:")
            .append(c.tool())
            .append(':')
            .append(argument(c))
            .append(']');
      }
      return speech(request, id, prompt, b.toString());
    }
    var out = new ArrayList<Message.Call>();
    int tokens = 0;
    for (var c : calls) {
      var arguments = JSON.writeValueAsString(arguments(c, request));
      out.add(
          new Message.Call(
              "call_" + Long.toHexString(dice.of("call", out.size()).seed()), c.tool(), arguments));
      tokens += 6 + Tokens.count(c.tool()) + Tokens.count(arguments);
    }
    return new Answer(id, "", out, "tool_calls", prompt, tokens);
  }

  /** As the tool's schema wants them: a single argument goes by the name that the schema gives. */
  private static Map<String, Object> arguments(Reply.Call c, ChatRequest request) {
    if (request.planAsText() && c.tool().equals("submit_plan")) {
      return Map.of("plan", JSON.writeValueAsString(c.arguments().get("plan")));
    }
    var named = request.parameters().getOrDefault(c.tool(), List.of());
    return c.arguments().size() == 1
            && !named.isEmpty()
            && !named.containsAll(c.arguments().keySet())
        ? Map.of(named.getFirst(), c.arguments().values().iterator().next())
        : c.arguments();
  }

  /** The one argument of the text form: the value itself, or JSON. */
  private static String argument(Reply.Call c) {
    var values = c.arguments().values();
    if (values.size() == 1) {
      var v = values.iterator().next();
      return v instanceof String s ? s : JSON.writeValueAsString(v);
    }
    return JSON.writeValueAsString(c.arguments());
  }

  private static Answer speech(ChatRequest request, String id, int prompt, String text) {
    var said =
        request.maxTokens() == null ? text : Tokens.cut(text, Math.max(1, request.maxTokens()));
    return new Answer(
        id, said, List.of(), said.equals(text) ? "stop" : "length", prompt, Tokens.count(said));
  }
}
