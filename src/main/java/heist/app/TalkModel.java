package heist.app;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import heist.HeistException;
import heist.service.memory.Planted;
import heist.service.memory.Planted.Fact;
import heist.web.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An OpenAI-compatible server for measurements: a crew that talks on and on. Near the beginning it
 * states facts, at the end it asks for them in other words, and looks whether the prompt that
 * follows a question holds the fact. It counts tokens by an encoding that is not ours ({@code
 * o200k_base}), tools and all, and reports them as usage. One session at a time; its methods may be
 * called by any thread.
 */
final class TalkModel implements AutoCloseable {
  /** The first fact is this message of the session. */
  static final int PLANTED_AT = 10;

  private static final int PARTS = 4;
  private static final int TOOL_EVERY = 4;
  private static final int SUMMARY_WORDS = 90;
  private static final String MEMORY = "\n## Memory\n";

  private final Encoding encoding =
      Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
  private final HttpServer server;
  private final Random random = new Random(7);
  private final int messages;
  private final List<Fact> facts;
  private final long[] sent = new long[PARTS];
  private final int[] turns = new int[PARTS];
  private int spoken;
  private int largest;
  private int largestDigest;
  private int largestSummary;
  private long summaryTokens;
  private int summaries;
  private int found;
  private int asked;
  private boolean checking;

  /**
   * Starts.
   *
   * @param messages how many messages the session is going to have, about
   * @param facts stated from message {@link #PLANTED_AT} on, asked for in the last ones
   */
  TalkModel(int messages, List<Fact> facts) {
    this.messages = messages;
    this.facts = List.copyOf(facts);
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    } catch (IOException e) {
      throw new HeistException(
          HeistException.Kind.UNAVAILABLE, "No port for the talking model: " + e.getMessage(), e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/v1/chat/completions", this::answer);
    server.start();
  }

  URI baseUrl() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
  }

  /** What was counted. */
  synchronized ObjectNode figures() {
    ObjectNode node = Json.mapper().createObjectNode();
    node.put("messages", spoken).put("largest_prompt", largest);
    node.put("largest_digest", largestDigest);
    node.put("prompt_tokens", Arrays.stream(sent).sum());
    var parts = node.putArray("prompt_tokens_per_call_by_quarter");
    for (int i = 0; i < PARTS; i++) {
      parts.add(turns[i] == 0 ? 0 : sent[i] / turns[i]);
    }
    node.put("summaries", summaries).put("summary_tokens", summaryTokens);
    node.put("largest_summary_prompt", largestSummary);
    node.put("facts_asked", asked).put("facts_in_prompt", found);
    return node;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode request = Json.tree(exchange.getRequestBody().readAllBytes());
      byte[] body = reply(request).toString().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private synchronized ObjectNode reply(JsonNode request) {
    List<JsonNode> prompt = request.path("messages").valueStream().toList();
    int tokens = tokens(request, prompt);
    String text = text(prompt.getFirst());
    if (text.startsWith("Summarise")) {
      String summary = summary(text(prompt.getLast()));
      largestSummary = Math.max(largestSummary, tokens);
      summaryTokens += tokens + encoding.countTokensOrdinary(summary);
      summaries++;
      return says(summary, tokens);
    }
    int part = Math.min(PARTS - 1, spoken * PARTS / Math.max(1, messages));
    sent[part] += tokens;
    turns[part]++;
    largest = Math.max(largest, tokens);
    for (JsonNode message : prompt) {
      if (message.path("role").asString("").equals("user")) {
        largestDigest =
            Math.max(largestDigest, encoding.countTokensOrdinary(digest(text(message))));
      }
    }
    boolean afterTool = prompt.getLast().path("role").asString("").equals("tool");
    if (!afterTool) {
      check(prompt);
      if (turns[part] % TOOL_EVERY == 0 && request.has("tools")) {
        return asks(tokens);
      }
    }
    return says(next(), tokens);
  }

  private int tokens(JsonNode request, List<JsonNode> prompt) {
    int total = 3;
    for (JsonNode message : prompt) {
      total += 4 + encoding.countTokensOrdinary(text(message));
      total += encoding.countTokensOrdinary(message.path("tool_calls").toString());
    }
    return total
        + (request.has("tools")
            ? encoding.countTokensOrdinary(request.path("tools").toString())
            : 0);
  }

  private static String text(JsonNode message) {
    JsonNode content = message.path("content");
    return content.isArray()
        ? content.valueStream().map(p -> p.path("text").asString("")).collect(Collectors.joining())
        : content.asString("");
  }

  /** What stands below the heading of memory; none: nothing. */
  private static String digest(String prompt) {
    int begin = ("\n" + prompt).indexOf(MEMORY);
    if (begin < 0) {
      return "";
    }
    String rest = prompt.substring(begin + MEMORY.length() - 1);
    int end = rest.indexOf("\n## ");
    return (end < 0 ? rest : rest.substring(0, end)).strip();
  }

  /** The next message of the session. */
  private String next() {
    int number = ++spoken;
    int stated = number - PLANTED_AT;
    if (stated >= 0 && stated < facts.size()) {
      return facts.get(stated).fact();
    }
    int question = question(number);
    if (question >= 0) {
      checking = true;
      return facts.get(question).question();
    }
    return Planted.talk(random);
  }

  /** Which fact the message of this number asks for; below 0: none. */
  private int question(int number) {
    int at = number - (messages - facts.size());
    return at >= 0 && at < facts.size() ? at : -1;
  }

  /** Whether what was asked for in the latest message is at hand in this prompt. */
  private void check(List<JsonNode> prompt) {
    if (checking) {
      checking = false;
      String fact = facts.get(question(spoken)).fact();
      asked++;
      found += prompt.stream().anyMatch(m -> text(m).contains(fact)) ? 1 : 0;
    }
  }

  /** The first words of each line, until there are as many as were asked for. */
  private static String summary(String quoted) {
    StringBuilder text = new StringBuilder();
    int words = 0;
    for (String line : quoted.lines().filter(l -> l.contains(": ")).toList()) {
      int begin = line.indexOf(": ") + 2;
      String source = line.substring(0, begin - 2);
      String name = source.substring(source.lastIndexOf(' ') + 1);
      List<String> said = List.of(line.substring(begin).split(" ", -1));
      if (words >= SUMMARY_WORDS) {
        break;
      }
      text.append(name)
          .append(": ")
          .append(String.join(" ", said.subList(0, Math.min(12, said.size()))))
          .append('\n');
      words += 13;
    }
    return text.toString().strip();
  }

  private ObjectNode says(String text, int tokens) {
    ObjectNode message = Json.mapper().createObjectNode().put("role", "assistant");
    return completion(
        message.put("content", text), "stop", tokens, encoding.countTokensOrdinary(text));
  }

  private ObjectNode asks(int tokens) {
    ObjectNode message = Json.mapper().createObjectNode().put("role", "assistant");
    message
        .putNull("content")
        .putArray("tool_calls")
        .addObject()
        .put("id", "c" + spoken)
        .put("type", "function")
        .putObject("function")
        .put("name", "calculator")
        .put("arguments", "{\"expression\":\"10000*3/3600\"}");
    return completion(message, "tool_calls", tokens, 20);
  }

  private static ObjectNode completion(
      ObjectNode message, String finish, int prompt, int completion) {
    ObjectNode node = Json.mapper().createObjectNode();
    node.put("id", "talk").put("object", "chat.completion").put("created", 1).put("model", "talk");
    node.putArray("choices")
        .addObject()
        .put("index", 0)
        .put("finish_reason", finish)
        .set("message", message);
    node.putObject("usage")
        .put("prompt_tokens", prompt)
        .put("completion_tokens", completion)
        .put("total_tokens", prompt + completion);
    return node;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
