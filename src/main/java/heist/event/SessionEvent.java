package heist.event;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One immutable fact of a session. The family is closed: whoever handles events switches over it
 * without a default branch. The wire name of a type is the record's name in snake case ({@code
 * MessageSpoken} is {@code message_spoken}). Turns and rounds count from 1.
 */
public sealed interface SessionEvent {

  /** Who may learn this fact. */
  default Audience audience() {
    return switch (this) {
      case SessionPrepared _,
          ModelReplied _,
          NoteWritten _,
          InformationShared _,
          SummaryAsked _,
          SummaryReplied _,
          SeatAnswered _ ->
          Audience.AFTER_REVEAL;
      case VerdictTold _,
          AgentExpelled _,
          StatementsWithdrawn _,
          StepExecuted _,
          OutcomeReached _,
          MoleRevealed _ ->
          Audience.AFTER_LOCK;
      case SessionCreated _,
          RoundStarted _,
          TurnStarted _,
          ToolRequested _,
          ToolReturned _,
          MessageSpoken _,
          SummaryMade _,
          ApprovalAsked _,
          ApprovalGiven _,
          SeatAwaited _,
          SeatLeft _,
          SeatGivenUp _,
          TurnEnded _,
          PlanSubmitted _,
          CommandQueued _,
          CommandDelivered _,
          CommandWithdrawn _,
          PauseRequested _,
          Paused _,
          Resumed _,
          StopRequested _,
          RoundsExtended _,
          BudgetChanged _,
          AccessRevoked _,
          DeliberationEnded _,
          VoteCast _,
          SuspectNamed _,
          AccusationLocked _,
          SessionEnded _ ->
          Audience.PUBLIC;
    };
  }

  // ---- setting up

  /**
   * The session exists.
   *
   * @param scenario name of the scenario, or null for a free task
   * @param title title of the scenario or the text of the free task
   * @param moleGame whether the mole game is on, which does not mean that there is a mole
   * @param rerunnable a person chose the seed; kept out of game statistics
   * @param unblinded the operator sees engine facts live; kept out of game statistics
   * @param commitment SHA-256 (hex) of nonce, mole and strategy; null without a mole game
   * @param settings everything else a person chose, by name (difficulty, context, accuse, ...)
   */
  record SessionCreated(
      @Nullable String scenario,
      String title,
      String language,
      List<Member> crew,
      int rounds,
      boolean moleGame,
      boolean rerunnable,
      boolean unblinded,
      @Nullable String commitment,
      Map<String, String> settings)
      implements SessionEvent {}

  /** What everybody may know of an agent. */
  record Member(String name, String role, List<String> tools) {}

  /**
   * What the engine needs to run, resume, replay and fork the session, and nobody else may know
   * before the reveal.
   *
   * @param seed 256 bits in hex
   * @param mole the mole's name, or null for nobody
   * @param strategy the mole's strategy, or null
   * @param severity how grave that strategy is, 0..1; null without one, and in older logs
   * @param nonce hex, opens the commitment
   * @param crew the crew as configured (personas, scopes, models), as JSON
   * @param briefs each agent's private brief
   * @param world the drawn world as JSON, or null for a free task
   */
  record SessionPrepared(
      String seed,
      @Nullable String mole,
      @Nullable String strategy,
      @Nullable Double severity,
      String nonce,
      JsonNode crew,
      Map<String, String> briefs,
      @Nullable JsonNode world)
      implements SessionEvent {}

  // ---- deliberation

  /** A round begins; its agents speak in this order. */
  record RoundStarted(int round, List<String> order) implements SessionEvent {}

  /** An agent's turn begins. */
  record TurnStarted(int turn, int round, String agent, TurnKind kind) implements SessionEvent {}

  /** What a turn is for. */
  enum TurnKind {
    /** To deliberate. */
    TALK,
    /** To vote on who the mole is. */
    VOTE,
    /** To read what an expelled agent alone could read, before the plan is mended. */
    HANDOVER,
    /** To mend the plan after an expulsion. */
    REVISION
  }

  /**
   * A model answered.
   *
   * @param call number of the model call within the turn, from 1
   * @param text what it said, raw, before notes and tool calls are taken out
   * @param tools the tool calls it asked for
   * @param promptTokens as reported by the server, else estimated
   * @param completionTokens as reported by the server, else estimated
   * @param repairs what had to be mended in the answer, empty if nothing
   * @param tookMs wall-clock milliseconds
   * @param estimate tokens of the prompt as we count them; null in logs of earlier builds
   * @param full tokens it would have had by the same count with every message word for word
   */
  record ModelReplied(
      int turn,
      String agent,
      int call,
      String text,
      List<ToolCall> tools,
      long promptTokens,
      long completionTokens,
      List<String> repairs,
      @Volatile long tookMs,
      @Nullable Long estimate,
      @Nullable Long full)
      implements SessionEvent {}

  /**
   * A tool call as a model asked for it. The id is unique in the session and serves as idempotency
   * key.
   */
  record ToolCall(String id, String tool, JsonNode arguments) {}

  /** A tool is about to be called. */
  record ToolRequested(int turn, String agent, String call, String tool, JsonNode arguments)
      implements SessionEvent {}

  /**
   * A tool has answered.
   *
   * @param result the text handed to the model; on failure what went wrong
   * @param tookMs wall-clock milliseconds
   */
  record ToolReturned(
      int turn,
      String agent,
      String call,
      String tool,
      boolean success,
      String result,
      @Volatile long tookMs)
      implements SessionEvent {}

  /** An agent said something to the crew. */
  record MessageSpoken(int turn, int round, String agent, String text) implements SessionEvent {}

  /**
   * What an agent's message, or a note that it shared, told the others of sources that it alone may
   * read, found by holding its words against what its tools had answered.
   *
   * @param message number of the message, or of the answer to the call that kept the note
   */
  record InformationShared(int turn, String agent, long message, List<SharedFact> facts)
      implements SessionEvent {}

  /**
   * A fact that went out.
   *
   * @param source document or table
   * @param fact the line or row of the source that it stands in
   * @param values what the message and that line have in common: times, codes, names
   */
  record SharedFact(String source, String fact, List<String> values) {}

  /** An agent ended its turn with a private note. */
  record NoteWritten(int turn, String agent, String text) implements SessionEvent {}

  /** The crew's plan as handed in; the last one counts. */
  record PlanSubmitted(int turn, String agent, int revision, Map<String, String> plan)
      implements SessionEvent {}

  /**
   * A turn is over.
   *
   * @param cause why it failed, in words for a person; null unless {@code outcome} is FAILED
   */
  record TurnEnded(int turn, int round, String agent, TurnOutcome outcome, @Nullable String cause)
      implements SessionEvent {}

  /** How a turn went. */
  enum TurnOutcome {
    /** The agent said something. */
    SPOKE,
    /** The agent had nothing to say. */
    SILENT,
    /** The model or a budget failed it; the cause says how. */
    FAILED
  }

  // ---- memory

  /**
   * Something is to be told in short by the session's model, in the background.
   *
   * @param summary its number, from 1
   * @param round the round it is asked for in; it is used from two rounds later on
   * @param level 1: of messages; above: of summaries of the level below
   * @param covers numbers of the messages, or of the {@code summary_made} events, in order
   */
  record SummaryAsked(int summary, int round, int level, List<Long> covers)
      implements SessionEvent {}

  /**
   * The model told something in short.
   *
   * @param text what it said, raw
   * @param tookMs wall-clock milliseconds
   */
  record SummaryReplied(
      int summary,
      String text,
      long promptTokens,
      long completionTokens,
      List<String> repairs,
      @Volatile long tookMs)
      implements SessionEvent {}

  /**
   * From now on these messages are told in short.
   *
   * @param from the first message it covers, through the summaries it is made of
   * @param to the last one
   * @param covers numbers of the messages, or of the {@code summary_made} events, in order
   * @param by {@code model}, or {@code extract}: sentences taken out word for word
   * @param cause why it is no model's; null if it is
   */
  record SummaryMade(
      int summary,
      int level,
      long from,
      long to,
      List<Long> covers,
      String text,
      String by,
      @Nullable String cause)
      implements SessionEvent {}

  // ---- steering

  /** A command waits for its agent. {@code command} is its number in the session's inbox. */
  record CommandQueued(long command, String agent, String text, boolean standing, String by)
      implements SessionEvent {}

  /** A command was put into the agent's prompt in this turn. */
  record CommandDelivered(long command, int turn) implements SessionEvent {}

  /** A command no longer holds. */
  record CommandWithdrawn(long command, String by) implements SessionEvent {}

  /** Somebody asked for a pause at the next turn boundary. */
  record PauseRequested(String by) implements SessionEvent {}

  /** The session rests after this turn (0: before the first). */
  record Paused(int turn) implements SessionEvent {}

  /** The session goes on, for {@code turns} turns if that is given (a step), else until it ends. */
  record Resumed(String by, @Nullable Integer turns) implements SessionEvent {}

  /** Somebody asked to stop at once. */
  record StopRequested(String by) implements SessionEvent {}

  /** More (or fewer) rounds. {@code rounds} is the new total. */
  record RoundsExtended(int rounds, String by) implements SessionEvent {}

  /** A hard budget has a new limit. */
  record BudgetChanged(String budget, long limit, String by) implements SessionEvent {}

  /** From now on every service denies this agent's tool calls; it may still speak. */
  record AccessRevoked(String agent, String by) implements SessionEvent {}

  // ---- waits for people

  /**
   * A tool call waits for a person's leave.
   *
   * @param approval its number in the session, from 1
   * @param seconds how long it waits; then it is denied
   */
  record ApprovalAsked(
      long approval,
      int turn,
      String agent,
      String call,
      String tool,
      JsonNode arguments,
      long seconds)
      implements SessionEvent {}

  /**
   * The wait for a person's leave is over.
   *
   * @param arguments what the tool is called with instead; null unless the decision is EDIT
   * @param by who decided, or {@code time limit}
   */
  record ApprovalGiven(
      long approval,
      int turn,
      String agent,
      String call,
      Decision decision,
      @Nullable JsonNode arguments,
      String by)
      implements SessionEvent {}

  /** What a person says to a tool call. */
  enum Decision {
    /** Make it. */
    ALLOW,
    /** Do not make it. */
    DENY,
    /** Make it with other arguments. */
    EDIT
  }

  /**
   * The person who plays this agent is to say something or to use a tool.
   *
   * @param seconds how long the turn waits; then the model plays it
   */
  record SeatAwaited(int turn, String agent, long seconds) implements SessionEvent {}

  /**
   * The person who plays the agent said something, or asked for a tool: what {@link ModelReplied}
   * is of a model.
   *
   * @param text what was said, raw, with its private note
   */
  record SeatAnswered(int turn, String agent, String text, List<ToolCall> tools)
      implements SessionEvent {}

  /** The person took too long; the model plays the rest of the turn. */
  record SeatLeft(int turn, String agent) implements SessionEvent {}

  /** The person left the seat for good; the model plays this agent from now on. */
  record SeatGivenUp(String agent) implements SessionEvent {}

  // ---- accusation, outcome, reveal

  /** The last round is over; an accusation is awaited, if the mole game is on. */
  record DeliberationEnded(int rounds) implements SessionEvent {}

  /** An agent's vote in the crew's own accusation; null: nobody. */
  record VoteCast(int turn, String agent, @Nullable String suspect) implements SessionEvent {}

  /** Somebody named a suspect, or nobody; it can be changed until it locks. */
  record SuspectNamed(@Nullable String suspect, String by) implements SessionEvent {}

  /** The accusation is final; {@code by} is who locked it, or {@link #NO_ACCUSER}. */
  record AccusationLocked(@Nullable String suspect, String by) implements SessionEvent {
    /** Nobody was to accuse. */
    public static final String NO_ACCUSER = "no accuser";
  }

  /** How the accusation went. */
  record VerdictTold(Verdict verdict) implements SessionEvent {}

  /** The three verdicts. */
  enum Verdict {
    /** The mole was named; or nobody was, and there was none. */
    SUCCESS,
    /** An innocent was named. */
    FAILURE,
    /** Nobody was named though there was a mole. */
    BUSTED
  }

  /** The accused left the crew. */
  record AgentExpelled(String agent) implements SessionEvent {}

  /**
   * What rested on the accused's word alone no longer counts: these messages, these fields of the
   * plan.
   */
  record StatementsWithdrawn(String agent, List<Long> messages, List<String> fields)
      implements SessionEvent {}

  /** One step of the plan was carried out in the simulator. */
  record StepExecuted(
      int step, String id, String title, @Nullable String place, boolean success, String text)
      implements SessionEvent {}

  /**
   * The job is over.
   *
   * @param failedStep id of the step that failed, or null
   * @param field field of the plan that was wrong or missing, or null
   * @param planned what the plan said there, or null
   * @param actual what would have been right, or null
   * @param blamedEvent number of the event that brought the wrong fact in, or null
   * @param blamedAgent who brought it in, or null
   */
  record OutcomeReached(
      boolean success,
      String story,
      @Nullable String failedStep,
      @Nullable String field,
      @Nullable String planned,
      @Nullable String actual,
      @Nullable Long blamedEvent,
      @Nullable String blamedAgent)
      implements SessionEvent {}

  /** The secret is out: who, how, the nonce that opens the commitment, and the private notes. */
  record MoleRevealed(
      @Nullable String mole, @Nullable String strategy, String nonce, List<Note> notes)
      implements SessionEvent {}

  /** A private note as told at the reveal. */
  record Note(int turn, String agent, String text) {}

  /** Nothing more will happen, unless rounds are added. */
  record SessionEnded(End end, @Nullable String cause) implements SessionEvent {}

  /** How a session can end. */
  enum End {
    /** It ran its course. A lost heist is complete, too. */
    COMPLETED,
    /** A person stopped it. */
    STOPPED,
    /** It could not go on; the cause says why. */
    FAILED
  }
}
