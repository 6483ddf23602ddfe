package heist.session;

import heist.crew.Agent;
import heist.model.ToolOffer;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The tools of one session's agents, each called with the agent's own token. Thread-safe. */
public interface AgentTools {
  /**
   * What this agent may use now, in a fixed order. Never throws: what does not answer is not
   * offered.
   */
  List<ToolOffer> offers(Agent agent);

  /**
   * Calls a tool. A refusal, a time-out or a service that is down is an outcome, not an exception.
   *
   * @throws InterruptedException if the session is stopped meanwhile
   */
  Outcome call(Agent agent, Request request) throws InterruptedException;

  /**
   * A call.
   *
   * @param id the same when it is repeated after a crash
   * @param event the number of the event that asks for it
   */
  record Request(String id, long event, String tool, JsonNode arguments) {}

  /** What came back: for the model to read. */
  record Outcome(boolean success, String text) {}
}
