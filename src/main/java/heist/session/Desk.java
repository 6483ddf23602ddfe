package heist.session;

import heist.crew.Agent;
import heist.model.ModelClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
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
   * What one agent remembers of what was said before the messages it gets word for word.
   *
   * @return empty if there is nothing to add, or memory does not answer
   */
  String remember(Recollection asked);

  /**
   * A question to memory.
   *
   * @param agent whose own notes may be told, and nobody else's
   * @param upto memory first catches up to this event and answers from no later one
   * @param before what was said from this event on is known word for word
   * @param tokens most tokens of the answer
   * @param queries what was said last, newest first: what bears on it is recalled
   */
  record Recollection(String agent, long upto, long before, int tokens, List<String> queries) {}

  /**
   * Whom the detector accuses: a name, or null for nobody.
   *
   * @throws heist.HeistException if it does not answer
   * @throws InterruptedException if the session is stopped or the program ends
   */
  @Nullable String suspect() throws InterruptedException;

  /** About how many tokens a text is. */
  int tokens(String text);

  /** The time. */
  InstantSource clock();

  /** Nanoseconds of a clock that only goes forward, for durations. */
  long nanos();

  /** Forgets nudges so far. Called before a look into the inbox, so that none after it is lost. */
  void look();

  /**
   * Waits for so long, or until there was a nudge since the last look.
   *
   * @throws InterruptedException if the session is stopped or the program ends
   */
  void await(Duration most) throws InterruptedException;

  /** Something was put into the session's inbox. May be called from any thread. */
  void nudge();

  @Override
  void close();
}
