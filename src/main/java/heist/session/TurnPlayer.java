package heist.session;

import heist.crew.Agent;
import heist.event.SessionEvent.CommandDelivered;
import heist.event.SessionEvent.InformationShared;
import heist.event.SessionEvent.MessageSpoken;
import heist.event.SessionEvent.ModelReplied;
import heist.event.SessionEvent.NoteWritten;
import heist.event.SessionEvent.PlanSubmitted;
import heist.event.SessionEvent.SharedFact;
import heist.event.SessionEvent.ToolCall;
import heist.event.SessionEvent.ToolRequested;
import heist.event.SessionEvent.ToolReturned;
import heist.event.SessionEvent.TurnEnded;
import heist.event.SessionEvent.TurnKind;
import heist.event.SessionEvent.TurnOutcome;
import heist.event.SessionEvent.TurnStarted;
import heist.event.SessionEvent.VoteCast;
import heist.model.ChatTurn;
import heist.model.ModelException;
import heist.model.ModelReply;
import heist.model.ModelRequest;
import heist.model.ToolOffer;
import heist.session.Floor.OpenTurn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Plays one turn: asks the model, calls tools, records each step, until the agent has spoken.
 * Whatever a model or a tool does, the turn ends in order. Used by the session's one thread.
 */
final class TurnPlayer {
  /** A model that asks for tools again and again is made to speak after so many calls. */
  private static final int MOST_MODEL_CALLS = 24;

  private static final int DEFAULT_MAX_TOKENS = 800;

  /** So many of the latest messages say what is to be recalled. */
  private static final int QUERIED = 3;

  private final SessionConfig config;
  private final Scribe scribe;
  private final Desk desk;
  private final BooleanSupplier closing;
  private final Prompt.TokenEstimate tokens;
  private final People people;

  /**
   * @param closing whether the program is ending: what fails then is not recorded, the turn goes on
   *     after the restart
   */
  TurnPlayer(SessionConfig config, Scribe scribe, Inbox inbox, Desk desk, BooleanSupplier closing) {
    this.people = new People(config, scribe, new Waiter(config.id(), inbox, desk));
    this.closing = closing;
    this.config = config;
    this.scribe = scribe;
    this.desk = desk;
    this.tokens = new CountOnce(desk::tokens);
  }

  /** Begins a turn. */
  void begin(String agent, TurnKind kind) {
    SessionState state = scribe.state();
    int turn = state.floor().turn() + 1;
    scribe.note(new TurnStarted(turn, Math.max(1, state.floor().round()), agent, kind));
    state.steering().due(agent).stream()
        .filter(c -> c.deliveredTurn() == null)
        .forEach(c -> scribe.note(new CommandDelivered(c.number(), turn)));
    scribe.flush();
  }

  /**
   * Plays the open turn to its end.
   *
   * @throws InterruptedException if the session is stopped or the program ends; the turn stays open
   */
  void play() throws InterruptedException {
    while (scribe.state().floor().open() != null) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      OpenTurn open = Objects.requireNonNull(scribe.state().floor().open());
      switch (TurnStep.of(open, played(open.agent()))) {
        case TurnStep.AwaitSeat _ -> people.answer(open);
        case TurnStep.CallModel step -> callModel(open, step.call());
        case TurnStep.CallTool step -> callTool(open, step);
        case TurnStep.Speak step -> speak(open, step.text());
      }
    }
  }

  /** Whether a person plays this agent still. */
  private boolean played(String agent) {
    return config.human(agent) && !scribe.state().pending().givenUp().contains(agent);
  }

  /** Ends the open turn as failed, for a reason that a person can read. */
  void fail(String cause) {
    OpenTurn open = scribe.state().floor().open();
    if (open != null) {
      scribe.write(
          new TurnEnded(open.turn(), open.round(), open.agent(), TurnOutcome.FAILED, cause));
    }
  }

  private Agent agent(OpenTurn open) {
    return scribe.state().crew().agent(open.agent()).orElseThrow();
  }

  private void callModel(OpenTurn open, int call) throws InterruptedException {
    SessionState state = scribe.state();
    Agent agent = agent(open);
    if (call > MOST_MODEL_CALLS) {
      fail("the model asked for tools " + (call - 1) + " times and never spoke");
      return;
    }
    boolean toolsLeft =
        open.kind() != TurnKind.VOTE
            && Budget.refuseToolCall(state, config.budgets(), open.toolCalls()).isEmpty();
    List<ToolOffer> offers = toolsLeft ? desk.tools().offers(agent) : List.of();
    int budget = state.gauge().fitting(config.context().tokens());
    AgentView view = AgentView.of(state, agent.name(), open.kind(), config.difficulty());
    Prompt.Draft draft = Prompt.draft(view, config.context(), open, offers, budget, tokens);
    if (draft == null) {
      fail(
          "the prompt does not fit: what must be said takes more than the %d tokens of context; give session.prompt_tokens more"
              .formatted(config.context().tokens()));
      return;
    }
    List<ChatTurn> messages = draft.with(remembered(state, view, draft), tokens);
    long size = draft.size(messages, tokens);
    int maxTokens = Objects.requireNonNullElse(agent.maxTokens(), DEFAULT_MAX_TOKENS);
    Optional<String> refusal =
        Budget.refuseModelCall(state, config.budgets(), agent.name(), size + maxTokens);
    if (refusal.isPresent()) {
      fail(refusal.get());
      return;
    }
    scribe.flush();
    if (closing.getAsBoolean()) {
      throw new InterruptedException();
    }
    long start = desk.nanos();
    ModelReply reply;
    try {
      reply =
          desk.model(agent)
              .chat(
                  new ModelRequest(
                      agent.model(),
                      messages,
                      offers,
                      agent.temperature(),
                      maxTokens,
                      state.need().seeds().requestSeed(open.turn(), call)));
    } catch (ModelException e) {
      if (e.trouble() == ModelException.Trouble.CANCELLED || closing.getAsBoolean()) {
        Thread.interrupted();
        throw new InterruptedException();
      }
      fail(Objects.requireNonNullElse(e.getMessage(), "the model failed"));
      return;
    }
    scribe.note(recorded(open, call, reply, start, size, draft.full()));
  }

  /** What the agent remembers, from before what it is told word for word. */
  private String remembered(SessionState state, AgentView view, Prompt.Draft draft) {
    if (draft.memory() == 0) {
      return "";
    }
    scribe.flush();
    List<String> latest =
        view.messages().reversed().stream()
            .takeWhile(m -> !m.agent().equals(view.agent().name()))
            .limit(QUERIED)
            .map(Transcript.Said::text)
            .toList();
    return desk.remember(
        new Desk.Recollection(
            view.agent().name(), state.seq(), draft.before(), draft.memory(), latest));
  }

  /**
   * Tool calls get ids of our own: unique in the session, and the same when the turn is played
   * again.
   */
  private ModelReplied recorded(
      OpenTurn open, int call, ModelReply reply, long start, long size, long full) {
    List<ToolCall> calls = new ArrayList<>();
    for (var ask : reply.tools()) {
      int number = open.toolCalls() + calls.size() + 1;
      calls.add(new ToolCall("t" + open.turn() + "." + number, ask.tool(), ask.arguments()));
    }
    return new ModelReplied(
        open.turn(),
        open.agent(),
        call,
        reply.text(),
        calls,
        reply.usage().prompt(),
        reply.usage().completion(),
        reply.repairs(),
        (desk.nanos() - start) / 1_000_000,
        size,
        Math.max(size, full));
  }

  private void callTool(OpenTurn open, TurnStep.CallTool step) throws InterruptedException {
    ToolCall call = step.call();
    Agent agent = agent(open);
    if (!step.requested()) {
      scribe.note(
          new ToolRequested(open.turn(), agent.name(), call.id(), call.tool(), call.arguments()));
    }
    Optional<String> refusal =
        Budget.refuseToolCall(scribe.state(), config.budgets(), open.toolCalls());
    AgentTools.Outcome outcome;
    JsonNode arguments = call.arguments();
    long start = desk.nanos();
    if (refusal.isPresent() && !step.requested()) {
      outcome = new AgentTools.Outcome(false, "Not called: " + refusal.get() + ". Speak now.");
    } else if (!agent.tools().contains(call.tool())) {
      outcome =
          new AgentTools.Outcome(
              false,
              "You have no tool \""
                  + call.tool()
                  + "\". You have: "
                  + String.join(", ", agent.tools())
                  + ".");
    } else {
      Optional<JsonNode> allowed = people.allowed(open, agent, call);
      arguments = allowed.orElse(arguments);
      start = desk.nanos();
      scribe.flush();
      outcome =
          allowed.isPresent()
              ? desk.tools()
                  .call(
                      agent,
                      new AgentTools.Request(
                          call.id(),
                          scribe.state().transcript().askedSeq(),
                          call.tool(),
                          arguments))
              : people.denied(call);
    }
    if (!outcome.success() && closing.getAsBoolean()) {
      throw new InterruptedException();
    }
    long took = (desk.nanos() - start) / 1_000_000;
    scribe.note(
        new ToolReturned(
            open.turn(),
            agent.name(),
            call.id(),
            call.tool(),
            outcome.success(),
            outcome.text(),
            took));
    if (outcome.success() && call.tool().equals("submit_plan")) {
      plan(open, arguments);
    }
    if (outcome.success()
        && call.tool().equals("store_memory")
        && arguments.path("share").asBoolean(false)) {
      tell(open, arguments.path("text").asString("")); // a note for all tells what it holds
    }
    scribe.flush();
  }

  private void plan(OpenTurn open, JsonNode arguments) {
    SessionState state = scribe.state();
    Map<String, String> raw = Plans.read(arguments);
    List<String> names = state.present().stream().map(Agent::name).toList();
    Map<String, String> plan =
        state.need().world().map(w -> w.form().normalise(raw, names)).orElse(raw);
    PlanSubmitted before = state.transcript().plan();
    scribe.note(
        new PlanSubmitted(
            open.turn(),
            open.agent(),
            before == null ? 1 : before.revision() + 1,
            new LinkedHashMap<>(plan)));
  }

  private void speak(OpenTurn open, String text) {
    Notes.Split split = Notes.split(text);
    if (!split.message().isEmpty()) {
      scribe.note(new MessageSpoken(open.turn(), open.round(), open.agent(), split.message()));
      tell(open, split.message());
    }
    if (!split.note().isEmpty()) {
      scribe.note(new NoteWritten(open.turn(), open.agent(), split.note()));
    }
    if (open.kind() == TurnKind.VOTE) {
      Notes.vote(text).ifPresent(name -> vote(open, name));
    }
    scribe.note(
        new TurnEnded(
            open.turn(),
            open.round(),
            open.agent(),
            split.message().isEmpty() ? TurnOutcome.SILENT : TurnOutcome.SPOKE,
            null));
    scribe.flush();
  }

  /** Records which facts of the agent's own sources the text, noted last, has told. */
  private void tell(OpenTurn open, String text) {
    SessionState state = scribe.state();
    List<SharedFact> shared = Shared.in(state, open.agent(), text);
    if (!shared.isEmpty()) {
      scribe.note(new InformationShared(open.turn(), open.agent(), state.seq(), shared));
    }
  }

  private void vote(OpenTurn open, String name) {
    @Nullable String suspect =
        scribe.state().present().stream()
            .map(Agent::name)
            .filter(n -> n.equalsIgnoreCase(name) && !n.equals(open.agent()))
            .findFirst()
            .orElse(null);
    if (suspect != null || name.equals("nobody") || name.equals("niemand")) {
      scribe.note(new VoteCast(open.turn(), open.agent(), suspect));
    }
  }
}
