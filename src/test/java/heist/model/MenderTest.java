package heist.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MenderTest {
  private static final List<ToolOffer> TOOLS =
      List.of(
          ModelClientTest.CALCULATOR,
          ModelClientTest.READER,
          ModelClientTest.offer(
              "store_memory",
              "{\"type\":\"object\",\"properties\":{\"text\":{\"type\":\"string\"},\"tag\":{\"type\":\"string\"}},\"required\":[\"text\",\"tag\"]}"),
          ModelClientTest.offer(
              "submit_plan",
              "{\"type\":\"object\",\"properties\":{\"plan\":{\"type\":\"object\"}},\"required\":[\"plan\"]}"));
  private final List<String> repairs = new ArrayList<>();

  private Mender.Mended text(String said) {
    return Mender.mend(AiMessage.from(said), TOOLS, false, repairs);
  }

  private ToolAsk call(String tool, String arguments) {
    AiMessage said =
        AiMessage.from(
            ToolExecutionRequest.builder().id("a").name(tool).arguments(arguments).build());
    return Mender.mend(said, TOOLS, false, repairs).tools().getFirst();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<think>secret plan</think>The door.",
        "<THINK>\nsecret\n</THINK>\n\nThe door.",
        "secret words without a head</think>The door.",
        "The door.<think>secret that never ends",
        "<thinking>secret</thinking>The door.<|im_end|>",
        "<think>secret <think>nested</think> secret</think>The door."
      })
  void takesThinkingOut(String said) {
    assertThat(text(said).text()).isEqualTo("The door.");
    assertThat(repairs).isNotEmpty();
  }

  @Test
  void leavesGoodTextAlone() {
    String good = "I think: 2 < 3, see [12] and {a}. A list:\n- one\n- two";
    assertThat(text(good).text()).isEqualTo(good);
    assertThat(repairs).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"expression\": \"2+2\",}",
        "{'expression': '2+2'}",
        "```json\n{\"expression\": \"2+2\"}\n```",
        "{\"expression\": \"2+2\"",
        "{\"expression\": \"2+2",
        "{expression: \"2+2\"}",
        "\"expression\": \"2+2\"}",
        "{\"expression\": \"2+2\"}}",
        "2+2",
        "\"2+2\"",
        "Sure! {\"expression\": \"2+2\"} // done"
      })
  void mendsBrokenArguments(String arguments) {
    assertThat(call("calculator", arguments).arguments().toString())
        .isEqualTo("{\"expression\":\"2+2\"}");
    assertThat(repairs).hasSize(1);
  }

  @Test
  void mendsPythonsWords() {
    assertThat(
            call("submit_plan", "{'plan': {'a': True, 'b': None, 'c': [False]}}")
                .arguments()
                .toString())
        .isEqualTo("{\"plan\":{\"a\":true,\"b\":null,\"c\":[false]}}");
  }

  @Test
  void keepsApostrophesInWords() {
    assertThat(
            call("store_memory", "{'text': \"the guard's door\", 'tag': 'x',}")
                .arguments()
                .path("text")
                .asString())
        .isEqualTo("the guard's door");
  }

  @Test
  void whatCannotBeReadIsAnEmptyObjectAndSaysSo() {
    assertThat(call("store_memory", "no idea").arguments().isEmpty()).isTrue();
    assertThat(repairs.getFirst()).contains("could not be read: no idea");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Calculator", "functions.calculator", "calculater", "calc ulator"})
  void takesACloseName(String name) {
    assertThat(call(name, "{\"expression\":\"2+2\"}").tool()).isEqualTo("calculator");
    assertThat(repairs).hasSize(1);
  }

  @Test
  void passesAnUnknownToolOnAsItCame() {
    assertThat(call("open_vault", "{\"code\":\"1\"}").tool()).isEqualTo("open_vault");
    assertThat(repairs.getFirst()).contains("not offered: open_vault");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "One moment.\n[TOOL:calculator:2+2]",
        "One moment.\n[tool: calculator:{\"expression\":\"2+2\"}]",
        "One moment.\n<tool_call>\n{\"name\": \"calculator\", \"arguments\": {\"expression\": \"2+2\"}}\n</tool_call>",
        "One moment.\n<tool_call>{\"name\": \"calculator\", \"arguments\": {\"expression\": \"2+2\"}}",
        "One moment.\n<function=calculator>{\"expression\": \"2+2\"}</function>",
        "One moment.\n<tool_call><function=calculator><parameter=expression>\n2+2\n</parameter></function></tool_call>",
        "One moment.\n[TOOL_CALLS] [{\"name\": \"calculator\", \"arguments\": {\"expression\": \"2+2\"}}]",
        "One moment.\n```json\n{\"tool\": \"calculator\", \"args\": {\"expression\": \"2+2\"}}\n```",
        "One moment.\n{\"name\": \"calculator\", \"parameters\": {\"expression\": \"2+2\"}}",
        "One moment.\n{\"function\": {\"name\": \"calculator\", \"arguments\": \"{\\\"expression\\\": \\\"2+2\\\"}\"}}"
      })
  void understandsCallsWrittenAsText(String said) {
    Mender.Mended mended = text(said);

    assertThat(mended.text()).isEqualTo("One moment.");
    assertThat(mended.tools())
        .singleElement()
        .satisfies(ask -> {
          assertThat(ask.tool()).isEqualTo("calculator");
          assertThat(ask.arguments().toString()).isEqualTo("{\"expression\":\"2+2\"}");
        });
    assertThat(repairs).contains("a tool call written as text was understood");
  }

  @Test
  void readsSeveralCallsAndNestedBrackets() {
    Mender.Mended mended =
        text(
            "[TOOL:file_reader:a[1].md] then [TOOL:submit_plan:{\"entry\":\"dock\",\"list\":[1,[2]]}]");

    assertThat(mended.text()).isEqualTo("then");
    assertThat(mended.tools())
        .extracting(ToolAsk::tool)
        .containsExactly("file_reader", "submit_plan");
    assertThat(mended.tools().get(0).arguments().path("filename").asString()).isEqualTo("a[1].md");
    assertThat(mended.tools().get(1).arguments().toString())
        .isEqualTo("{\"plan\":{\"entry\":\"dock\",\"list\":[1,[2]]}}");
    assertThat(mended.tools()).extracting(ToolAsk::id).doesNotHaveDuplicates();
  }

  @Test
  void jsonThatIsNoCallStaysText() {
    String said = "The plan: {\"entry\": \"dock\"}";
    assertThat(text(said)).isEqualTo(new Mender.Mended(said, List.of()));
    assertThat(text("{\"name\": \"Otto\"}").tools()).isEmpty();
  }

  @Test
  void withoutOffersNothingIsACall() {
    String said = "[TOOL:calculator:2+2]";
    assertThat(Mender.mend(AiMessage.from(said), List.of(), false, repairs).text()).isEqualTo(said);
  }

  @Test
  void cutsAnAnswerThatIsTooLong() {
    assertThat(text("word ".repeat(20_000)).text()).hasSize(Mender.LONGEST);
    assertThat(repairs.getFirst()).contains("was cut to");
  }
}
