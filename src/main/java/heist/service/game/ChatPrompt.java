package heist.service.game;

import heist.crew.Agent;
import heist.crew.Crew;
import heist.model.ChatTurn;
import heist.model.TokenCounter;
import java.util.ArrayList;
import java.util.List;

/** What a model is given when somebody talks with one agent outside of any session. Pure. */
final class ChatPrompt {
  private static final int MEMORY_TOKENS = 4000;

  private ChatPrompt() {}

  /** The persona, the newest of what was said in this talk that fits, and the message. */
  static List<ChatTurn> of(
      Crew crew, Agent agent, List<Chats.Line> history, String message, TokenCounter counter) {
    List<ChatTurn> turns = new ArrayList<>();
    turns.add(new ChatTurn.System(system(crew, agent)));
    turns.addAll(remembered(agent, history, counter));
    turns.add(new ChatTurn.User(message));
    return turns;
  }

  private static String system(Crew crew, Agent agent) {
    return """
    You are %s, the %s of a crew.
    Language: %s

    ## Persona
    %s

    ## How to work
    - Somebody talks with you alone. Answer what you are asked, in at most 120 words, in your own voice.
    """
        .formatted(
            agent.name(),
            agent.role(),
            "de".equals(crew.language()) ? "German" : "English",
            agent.persona().strip());
  }

  private static List<ChatTurn> remembered(
      Agent agent, List<Chats.Line> history, TokenCounter counter) {
    List<ChatTurn> turns = new ArrayList<>();
    int left = MEMORY_TOKENS;
    for (Chats.Line line : history.reversed()) {
      if (!line.agent().equals(agent.name())) {
        continue;
      }
      left -= counter.count(line.text());
      if (left < 0) {
        break;
      }
      turns.addFirst(
          line.role().equals("user")
              ? new ChatTurn.User(line.text())
              : new ChatTurn.Assistant(line.text(), List.of()));
    }
    return turns;
  }
}
