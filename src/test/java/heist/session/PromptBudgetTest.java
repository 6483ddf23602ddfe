package heist.session;

import static org.assertj.core.api.Assertions.assertThat;

import heist.event.SessionEvent.ModelReplied;
import heist.event.SessionEvent.TurnEnded;
import heist.event.SessionEvent.TurnOutcome;
import heist.model.ChatTurn;
import heist.model.ModelReply;
import heist.model.ModelRequest;
import heist.model.ToolAsk;
import heist.store.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;

/** No prompt is ever above its budget, by the count of a server whose tokens are not ours. */
@Timeout(240)
class PromptBudgetTest {
  private static final int BUDGET = 4_000;

  @TempDir Path folder;

  /** Tokens as some server counts them. */
  private static long counted(ModelRequest request, double charsPerToken, boolean withTools) {
    double chars = 40;
    for (ChatTurn turn : request.messages()) {
      chars += 12 + turn.text().length();
      if (turn instanceof ChatTurn.Assistant said) {
        for (ToolAsk ask : said.tools()) {
          chars += 20 + ask.arguments().toString().length();
        }
      }
    }
    if (withTools) {
      chars += request.tools().stream().mapToInt(t -> 80 + t.schema().toString().length()).sum();
    }
    return Math.round(chars / charsPerToken);
  }

  private static String talk(Random random) {
    StringBuilder text = new StringBuilder();
    int words = random.nextInt(30) == 0 ? 2_500 : random.nextInt(160);
    for (int i = 0; i < words; i++) {
      text.append(Long.toString(random.nextLong() >>> 40, 36))
          .append(random.nextInt(9) == 0 ? ". " : " ");
    }
    return text + "Yes.";
  }

  @Test
  void noPromptIsAboveItsBudgetWhateverTheServersTokensAre() throws Exception {
    try (Database database = Database.open("game", folder, null)) {
      for (String strategy : List.of("digest", "last-9", "full")) {
        for (double charsPerToken : new double[] {4.4, 3.2, 2.1}) {
          play(database, strategy, charsPerToken);
        }
      }
    }
  }

  private void play(Database database, String strategy, double charsPerToken) throws Exception {
    Random random = new Random(Double.hashCode(charsPerToken));
    AtomicInteger worst = new AtomicInteger();
    TestDesk desk =
        new TestDesk(
            request -> {
              long prompt = counted(request, charsPerToken, true);
              worst.accumulateAndGet((int) prompt, Math::max);
              boolean asks = !request.tools().isEmpty() && random.nextInt(3) == 0;
              ModelReply.Usage usage = new ModelReply.Usage(prompt, 20, false);
              return asks
                  ? new ModelReply(
                      "",
                      List.of(
                          new ToolAsk(
                              "x",
                              request.tools().getFirst().name(),
                              JsonNodeFactory.instance
                                  .objectNode()
                                  .put("a", talk(random).substring(0, 3)))),
                      usage,
                      "tool_calls",
                      List.of())
                  : new ModelReply(talk(random), List.of(), usage, "stop", List.of());
            }) {
          @Override
          public AgentTools tools() {
            AgentTools plain = super.tools();
            return new AgentTools() {
              @Override
              public List<heist.model.ToolOffer> offers(heist.crew.Agent agent) {
                return plain.offers(agent);
              }

              @Override
              public Outcome call(heist.crew.Agent agent, Request request) {
                return new Outcome(true, (talk(random) + "\n").repeat(1 + random.nextInt(6)));
              }
            };
          }

          @Override
          public String remember(Recollection asked) {
            return "#1 planner: we said much\n".repeat(asked.tokens() / 5);
          }
        };
    String id = "b-" + strategy + "-" + charsPerToken;
    try (Sessions sessions =
        new Sessions(database, config -> desk, InstantSource.system(), "test-" + id)) {
      sessions.start();
      SessionConfig config = config(id, strategy);
      Opening.Opened opened = TestSessions.open(config);
      sessions.create(config, opened.title(), opened.events());
      Optional<Boolean> over =
          sessions
              .log()
              .await(
                  id,
                  Duration.ofSeconds(60),
                  () -> Optional.of(true).filter(_ -> sessions.row(id).phase().ended()));
      assertThat(over).isPresent();
      assertThat(worst.get()).as(id).isLessThanOrEqualTo(BUDGET).isGreaterThan(BUDGET / 3);
      var log = sessions.log().readAllOf(id).stream().map(e -> e.event()).toList();
      assertThat(log)
          .filteredOn(TurnEnded.class::isInstance)
          .hasSize(45)
          .noneMatch(e -> ((TurnEnded) e).outcome() == TurnOutcome.FAILED);
      assertThat(log)
          .filteredOn(ModelReplied.class::isInstance)
          .allMatch(e -> ((ModelReplied) e).promptTokens() <= BUDGET);
    }
  }

  private static SessionConfig config(String id, String strategy) {
    return TestSessions.config(id, 15, "off", "none")
        .with(d -> d.context = new SessionConfig.Context(strategy, 9, BUDGET));
  }
}
