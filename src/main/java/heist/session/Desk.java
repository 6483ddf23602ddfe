package heist.session;

import heist.crew.Agent;
import heist.model.ModelClient;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Everything a session's runner reaches the world through. One per running session; thread-safe.
 */
public interface Desk extends AutoCloseable {
  /** The model that plays this agent. */
  ModelClient model(Agent agent);

  /** The agents' tools. */
  AgentTools tools();

  /**
   * A summary of what was said up to an event, for one agent.
   *
   * @param seq memory first catches up to this event and answers from no later one
   * @param tokens most tokens of the answer
   * @return empty if there is nothing to add, or memory does not answer
   */
  String digest(String agent, long seq, int tokens);

  /** Whom the detector accuses: a name, or null for nobody. */
  @Nullable String suspect();

  /** About how many tokens a text is. */
  int tokens(String text);

  /** The time. */
  InstantSource clock();

  /** Nanoseconds of a clock that only goes forward, for durations. */
  long nanos();

  /**
   * Waits before a turn, or until something is put into the session's inbox.
   *
   * @throws InterruptedException if the session is stopped or the program ends
   */
  void pace(Duration wait) throws InterruptedException;

  /** Ends the present wait before a turn, if there is one. May be called from any thread. */
  void nudge();

  @Override
  void close();
}
