package heist.session;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.event.SessionEvent.TurnKind;
import heist.model.ChatTurn;
import heist.scenario.Document;
import heist.scenario.Table;
import heist.session.Floor.OpenTurn;
import heist.session.Transcript.Said;
import heist.session.Transcript.ToolUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The prompt for an agent that somebody asks directly: all that it knows and remembers, the sources
 * that it alone can read, and the question as if a person had put it to the crew. Curation is the
 * system prompt's rule for owners: only what bears on the question, never a whole source. Pure; the
 * session's log stays as it is.
 */
public final class Interview {
  /** Who asks, in the conversation. */
  public static final String ASKER = "operator";

  /** What was asked of this agent before, and what it answered. */
  public record Exchange(String question, String answer) {}

  private Interview() {}

  /** Whether the log holds what its agents know. */
  public static boolean possible(SessionState state) {
    return state.prepared() != null;
  }

  /** A seed for a model call outside of all turns. */
  public static long seed(SessionState state, int call) {
    return state.need().seeds().requestSeed(0, call);
  }

  /**
   * The prompt.
   *
   * @param before earlier questions, oldest first
   * @param memory what the agent remembers of older times
   * @throws HeistException BAD_INPUT if there is no such agent in the crew any more; LIMIT if the
   *     prompt does not fit the session's context
   */
  public static List<ChatTurn> prompt(
      SessionState state,
      SessionConfig config,
      String agent,
      List<Exchange> before,
      String question,
      ToIntFunction<String> tokens,
      Function<Desk.Recollection, String> memory) {
    if (!state.crewNames().contains(agent)) {
      throw new HeistException(
          Kind.BAD_INPUT,
          "There is no agent \"%s\" in the crew; there are: %s."
              .formatted(agent, String.join(", ", state.crewNames())));
    }
    AgentView view = AgentView.of(state, agent, TurnKind.TALK, config.difficulty());
    boolean reads = !state.cutOff().contains(agent);
    AgentView asked =
        view.with(
            heard(view, agent, before, question), reads ? known(view, agent) : view.toolUses());
    OpenTurn open =
        new OpenTurn(view.turn(), view.round(), agent, TurnKind.TALK, List.of(), List.of());
    Prompt.Draft draft =
        Prompt.draft(
            asked,
            config.context(),
            open,
            List.of(),
            state.gauge().fitting(config.context().tokens()),
            tokens::applyAsInt);
    if (draft == null) {
      throw new HeistException(
          Kind.LIMIT,
          "The prompt does not fit into the %d tokens of the session's context."
              .formatted(config.context().tokens()));
    }
    String remembered =
        draft.memory() == 0
            ? ""
            : memory.apply(
                new Desk.Recollection(
                    agent, state.seq(), draft.before(), draft.memory(), List.of(question)));
    return draft.with(remembered, tokens::applyAsInt);
  }

  private static List<Said> heard(
      AgentView view, String agent, List<Exchange> before, String question) {
    List<Said> messages = new ArrayList<>(view.messages());
    for (Exchange e : before) {
      messages.add(said(messages, view, ASKER, agent + ": " + e.question()));
      messages.add(said(messages, view, agent, e.answer()));
    }
    messages.add(said(messages, view, ASKER, agent + ": " + question));
    return messages;
  }

  private static Said said(List<Said> after, AgentView view, String who, String text) {
    Said last = after.isEmpty() ? null : after.getLast();
    return new Said(
        last == null ? 1 : last.number() + 1,
        last == null ? 1 : last.seq() + 1,
        view.turn(),
        view.round(),
        who,
        text);
  }

  /** What its tools said, and its own sources as if it had just read them. */
  private static List<ToolUse> known(AgentView view, String agent) {
    List<ToolUse> uses = new ArrayList<>(view.toolUses());
    if (view.world() == null) {
      return uses;
    }
    for (Document d : view.world().documents()) {
      if (agent.equals(view.owners().get(d.name()))) {
        uses.add(use(view, "file_reader", Map.of("filename", d.name()), d.text()));
      }
    }
    for (Table t : view.world().tables()) {
      if (agent.equals(view.owners().get(t.name()))) {
        uses.add(
            use(view, "database_query", Map.of("query", "SELECT * FROM " + t.name()), rows(t)));
      }
    }
    return uses;
  }

  private static ToolUse use(
      AgentView view, String tool, Map<String, String> arguments, String result) {
    var node = JsonNodeFactory.instance.objectNode();
    arguments.forEach(node::put);
    return new ToolUse(view.turn(), view.agent().name(), "own", tool, node, true, result);
  }

  private static String rows(Table table) {
    String head =
        table.columns().stream().map(Table.Column::name).collect(Collectors.joining(" | "));
    return table.rows().stream()
        .map(row -> row.stream().map(String::valueOf).collect(Collectors.joining(" | ")))
        .collect(Collectors.joining("\n", head + "\n", ""));
  }
}
