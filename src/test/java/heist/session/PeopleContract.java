package heist.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heist.crew.Agent;
import heist.crew.Crew;
import heist.event.Envelope;
import heist.event.SessionEvent;
import heist.event.SessionEvent.ApprovalAsked;
import heist.event.SessionEvent.ApprovalGiven;
import heist.event.SessionEvent.Decision;
import heist.event.SessionEvent.MessageSpoken;
import heist.event.SessionEvent.NoteWritten;
import heist.event.SessionEvent.SeatAwaited;
import heist.event.SessionEvent.SeatLeft;
import heist.event.SessionEvent.ToolReturned;
import heist.event.SessionEvent.TurnEnded;
import heist.model.ChatTurn;
import heist.model.ModelReply;
import heist.model.ModelRequest;
import heist.session.SessionConfig.Seat;
import heist.session.SessionConfig.Waits;
import heist.store.Database;
import heist.testing.SettableClock;
import heist.testing.Waiting;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Turns that wait for people, on both databases: a seat in the crew, and leave to call a tool. */
@Timeout(180)
abstract class PeopleContract {
  private final SettableClock clock = SettableClock.atNewYear();

  @SuppressWarnings("NullAway.Init")
  private Sessions sessions;

  @SuppressWarnings("NullAway.Init")
  private Database database;

  /** What the tools were called with. */
  private final List<JsonNode> called =
      java.util.Collections.synchronizedList(new java.util.ArrayList<>());

  /** The same one each time. */
  abstract Database open();

  private void start(Function<ModelRequest, ModelReply> script) {
    database = open();
    sessions =
        new Sessions(
            database,
            config ->
                new TestDesk(script) {
                  @Override
                  public InstantSource clock() {
                    return clock;
                  }

                  @Override
                  public AgentTools tools() {
                    AgentTools tools = super.tools();
                    return new AgentTools() {
                      @Override
                      public List<heist.model.ToolOffer> offers(Agent agent) {
                        return tools.offers(agent);
                      }

                      @Override
                      public Outcome call(Agent a, Request request) throws InterruptedException {
                        called.add(request.arguments());
                        return tools.call(a, request);
                      }
                    };
                  }
                },
            clock,
            "test");
    sessions.start();
  }

  @AfterEach
  void stop() {
    sessions.close();
    database.close();
  }

  private void create(SessionConfig config) {
    Opening.Opened opened = TestSessions.open(config);
    sessions.create(config, opened.title(), opened.events());
  }

  private <T extends SessionEvent> List<T> events(String id, Class<T> type) {
    return sessions.log().readAllOf(id).stream()
        .map(Envelope::event)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  private <T extends SessionEvent> List<T> await(String id, Class<T> type, int count)
      throws InterruptedException {
    Optional<List<T>> found =
        sessions
            .log()
            .await(
                id,
                Duration.ofSeconds(60),
                () -> Optional.of(events(id, type)).filter(e -> e.size() >= count));
    assertThat(found).as("%d %s of %s", count, type.getSimpleName(), id).isPresent();
    return found.orElseThrow();
  }

  private static JsonNode expression(String text) {
    return JsonNodeFactory.instance.objectNode().put("expression", text);
  }

  /** The hacker computes once a turn; everybody else talks. */
  private static ModelReply computes(ModelRequest request) {
    boolean answered = request.messages().getLast() instanceof ChatTurn.ToolAnswer;
    return !answered && request.tools().stream().anyMatch(t -> t.name().equals("calculator"))
        ? TestDesk.asks("calculator", expression("1+1"))
        : TestDesk.says("Hm: " + request.messages().getLast().text());
  }

  private static SessionConfig guarded(String id) {
    Agent hacker =
        new Agent(
            "hacker",
            "hacker",
            "You are hacker.",
            List.of("calculator"),
            Set.of(),
            List.of(),
            Set.of("calculator"),
            null,
            null,
            null);
    Crew crew = new Crew("test", "en", List.of(hacker), Crew.TurnOrder.FIXED, null, null);
    return TestSessions.config(id, 1, "off", "none").with(d -> d.crew = crew);
  }

  private static SessionConfig played(String id, int rounds, String mole, String accuse) {
    return TestSessions.config(id, rounds, mole, accuse)
        .with(d -> d.waits = new Waits(List.of(new Seat("hacker", "hash")), 120, 300));
  }

  private ApprovalGiven decide(String id, Decision decision, @Nullable JsonNode arguments)
      throws Exception {
    start(PeopleContract::computes);
    create(guarded(id));
    ApprovalAsked asked = await(id, ApprovalAsked.class, 1).getFirst();
    assertThat(asked.tool()).isEqualTo("calculator");
    assertThat(called).isEmpty();
    assertThat(Asks.possible(sessions.state(id))).contains("approve", "stop", "pause");
    assertThatThrownBy(() -> sessions.ask(id, new Ask.Decide(9, Decision.ALLOW, null), "anna"))
        .hasMessageContaining("that is approval 1");
    sessions.ask(id, new Ask.Decide(1, decision, arguments), "anna");
    await(id, TurnEnded.class, 1);
    return events(id, ApprovalGiven.class).getFirst();
  }

  @Test
  void a_guarded_tool_is_called_when_a_person_allows_it() throws Exception {
    assertThat(decide("a1", Decision.ALLOW, null).by()).isEqualTo("anna");
    assertThat(called).containsExactly(expression("1+1"));
  }

  @Test
  void a_guarded_tool_is_not_called_when_a_person_denies_it() throws Exception {
    decide("a2", Decision.DENY, null);
    assertThat(called).isEmpty();
    ToolReturned answer = events("a2", ToolReturned.class).getFirst();
    assertThat(answer.success()).isFalse();
    assertThat(answer.result()).contains("anna denied it");
  }

  @Test
  void a_guarded_tool_is_called_with_what_a_person_writes_instead() throws Exception {
    decide("a3", Decision.EDIT, expression("2+2"));
    assertThat(called).containsExactly(expression("2+2"));
    assertThat(sessions.state("a3").transcript().toolUses().getFirst().arguments())
        .isEqualTo(expression("2+2"));
  }

  @Test
  void nobody_answers_so_the_call_is_denied() throws Exception {
    start(PeopleContract::computes);
    create(guarded("a4"));
    await("a4", ApprovalAsked.class, 1);
    clock.advance(Duration.ofSeconds(301));
    assertThat(await("a4", ApprovalGiven.class, 1).getFirst())
        .extracting(ApprovalGiven::decision, ApprovalGiven::by)
        .containsExactly(Decision.DENY, "time limit");
    assertThat(called).isEmpty();
  }

  @Test
  void a_wait_for_leave_goes_on_after_a_restart_and_takes_what_was_decided_meanwhile()
      throws Exception {
    start(PeopleContract::computes);
    create(guarded("a5"));
    await("a5", ApprovalAsked.class, 1);
    sessions.close();
    sessions.tables().put("a5", new Ask.Decide(1, Decision.ALLOW, null), "anna", clock.instant());
    database.close();
    start(PeopleContract::computes);
    await("a5", TurnEnded.class, 1);
    assertThat(events("a5", ApprovalAsked.class)).hasSize(1);
    assertThat(events("a5", ApprovalGiven.class).getFirst().by()).isEqualTo("anna");
    assertThat(called).hasSize(1);
  }

  @Test
  void stop_ends_a_wait_for_leave_and_one_for_a_person() throws Exception {
    start(PeopleContract::computes);
    create(guarded("a6"));
    create(played("a7", 1, "off", "none"));
    await("a6", ApprovalAsked.class, 1);
    await("a7", SeatAwaited.class, 1);
    for (String id : List.of("a6", "a7")) {
      sessions.ask(id, new Ask.Stop(), "anna");
      await(id, SessionEvent.SessionEnded.class, 1);
      assertThat(sessions.row(id).phase()).isEqualTo(Phase.STOPPED);
      assertThat(sessions.state(id).pending().seat()).isNull();
      assertThat(sessions.state(id).pending().approval()).isNull();
    }
    assertThat(called).isEmpty();
  }

  @Test
  void a_person_plays_an_agent_with_its_tools_and_a_private_note() throws Exception {
    start(r -> TestDesk.says("Hm."));
    create(played("h1", 1, "off", "none"));
    await("h1", SeatAwaited.class, 1);
    assertThatThrownBy(() -> sessions.ask("h1", new Ask.Say("intel", "Me!"), "seat"))
        .hasMessageContaining("intel is not waited for: it is the turn of hacker");
    assertThatThrownBy(
            () -> sessions.ask("h1", new Ask.Use("hacker", "submit_plan", expression("")), "seat"))
        .hasMessageContaining("there are: calculator");
    sessions.ask("h1", new Ask.Use("hacker", "calculator", expression("6*7")), "seat");
    await("h1", SeatAwaited.class, 2);
    assertThat(called).containsExactly(expression("6*7"));
    sessions.ask("h1", new Ask.Say("hacker", "It is 42.\n<note>I made that up.</note>"), "seat");
    await("h1", TurnEnded.class, 3);
    assertThat(events("h1", MessageSpoken.class))
        .filteredOn(m -> m.agent().equals("hacker"))
        .extracting(MessageSpoken::text)
        .containsExactly("It is 42.");
    assertThat(events("h1", NoteWritten.class))
        .extracting(NoteWritten::text)
        .containsExactly("I made that up.");
  }

  @Test
  void a_person_who_takes_too_long_is_played_by_the_model() throws Exception {
    start(r -> TestDesk.says("The model speaks."));
    create(played("h2", 2, "off", "none"));
    await("h2", SeatAwaited.class, 1);
    clock.advance(Duration.ofSeconds(121));
    await("h2", SeatLeft.class, 1);
    await("h2", SeatAwaited.class, 2);
    sessions.ask("h2", new Ask.Say("hacker", "Here I am."), "seat");
    await("h2", TurnEnded.class, 6);
    assertThat(events("h2", MessageSpoken.class))
        .filteredOn(m -> m.agent().equals("hacker"))
        .extracting(MessageSpoken::text)
        .containsExactly("The model speaks.", "Here I am.");
  }

  @Test
  void a_seat_that_is_given_up_is_played_by_the_model_at_once_and_for_good() throws Exception {
    start(r -> TestDesk.says("The model speaks."));
    create(played("h4", 3, "off", "none"));
    await("h4", SeatAwaited.class, 1);
    sessions.ask("h4", new Ask.GiveUp("hacker"), "seat");
    await("h4", SessionEvent.SessionEnded.class, 1);
    assertThat(events("h4", SessionEvent.SeatGivenUp.class)).hasSize(1);
    assertThat(events("h4", SeatAwaited.class)).as("nobody is waited for again").hasSize(1);
    assertThat(events("h4", MessageSpoken.class))
        .filteredOn(m -> m.agent().equals("hacker"))
        .hasSize(3);
    assertThatThrownBy(() -> sessions.ask("h4", new Ask.GiveUp("hacker"), "seat"))
        .hasMessageContaining("The session is completed");
  }

  @Test
  void a_seat_can_be_given_up_while_another_speaks() throws Exception {
    java.util.concurrent.CountDownLatch asked = new java.util.concurrent.CountDownLatch(1);
    java.util.concurrent.CountDownLatch gone = new java.util.concurrent.CountDownLatch(1);
    start(r -> {
      asked.countDown();
      try {
        gone.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return TestDesk.says("The model speaks.");
    });
    create(played("h5", 2, "off", "none"));
    Waiting.until(() -> asked.getCount() == 0 || !events("h5", SeatAwaited.class).isEmpty());
    sessions.ask("h5", new Ask.GiveUp("hacker"), "seat");
    gone.countDown();
    await("h5", SessionEvent.SessionEnded.class, 1);
    assertThat(events("h5", SessionEvent.SeatGivenUp.class)).hasSize(1);
    assertThat(events("h5", SeatAwaited.class)).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void a_person_votes_and_may_be_the_mole() throws Exception {
    start(r ->
        TestDesk.says(r.messages().getLast().text().contains("Vote now") ? "VOTE: hacker" : "Hm."));
    create(played("h3", 1, "hacker", "vote"));
    await("h3", SeatAwaited.class, 1);
    assertThat(
            AgentView.of(sessions.state("h3"), "hacker", SessionEvent.TurnKind.TALK, "normal")
                .brief())
        .contains("Allegiance: mole");
    sessions.ask("h3", new Ask.Say("hacker", "I am loyal."), "seat");
    await("h3", SeatAwaited.class, 2);
    sessions.ask("h3", new Ask.Say("hacker", "VOTE: intel"), "seat");
    await("h3", SessionEvent.SessionEnded.class, 1);
    assertThat(events("h3", SessionEvent.VoteCast.class))
        .filteredOn(v -> v.agent().equals("hacker"))
        .extracting(SessionEvent.VoteCast::suspect)
        .containsExactly("intel");
    assertThat(events("h3", SessionEvent.AgentExpelled.class))
        .extracting(SessionEvent.AgentExpelled::agent)
        .containsExactly("hacker");
  }
}
