package heist.eval;

import heist.detect.JobOutcome;
import heist.detect.Transcript;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A game with what is known of it. Detectors get the transcript and nothing else.
 *
 * @param source which corpus it is from
 * @param language such as {@code en}; empty if nobody knows
 * @param strategy the mole's, or null
 * @param roles by agent; may be empty
 * @param moles empty: nobody; null: not known
 * @param sabotage turns in which the mole did harm; null: not known
 * @param outcome how the job went; null: not known. Only a post-mortem reads it
 */
public record Game(
    String id,
    String source,
    String language,
    @Nullable String strategy,
    Map<String, String> roles,
    @Nullable Set<String> moles,
    @Nullable Set<Integer> sabotage,
    Transcript transcript,
    @Nullable JobOutcome outcome) {
  /** Copies. */
  public Game {
    roles = Collections.unmodifiableMap(new TreeMap<>(roles));
    moles = moles == null ? null : Collections.unmodifiableSet(new TreeSet<>(moles));
    sabotage = sabotage == null ? null : Collections.unmodifiableSet(new TreeSet<>(sabotage));
  }

  /** A game of whose outcome nothing is known. */
  public Game(
      String id,
      String source,
      String language,
      @Nullable String strategy,
      Map<String, String> roles,
      @Nullable Set<String> moles,
      @Nullable Set<Integer> sabotage,
      Transcript transcript) {
    this(id, source, language, strategy, roles, moles, sabotage, transcript, null);
  }

  /** Whether it is known who the moles are, or that there are none. */
  public boolean labelled() {
    return moles != null;
  }

  /** Whether it is known that there is no mole. */
  public boolean honest() {
    return moles != null && moles.isEmpty();
  }

  /** Whether the agent is known to be a mole. */
  public boolean isMole(String agent) {
    return moles != null && moles.contains(agent);
  }

  /**
   * The part of the game in which nobody has left yet: all of it if everybody who speaks in the
   * first round also speaks in the last; else the first round alone. Who was killed or voted out
   * falls silent, and innocents are killed; counting words would then find moles by who is left.
   * Agents who say nothing in that part are left out; if all moles are, nobody knows who is one.
   */
  public Game beforeAnybodyLeaves() {
    List<Transcript.Message> all = transcript.messages();
    if (all.isEmpty()) {
      return this;
    }
    int first = all.stream().mapToInt(Transcript.Message::round).min().orElse(0);
    int last = all.stream().mapToInt(Transcript.Message::round).max().orElse(0);
    Set<String> early = speakers(first);
    boolean whole = speakers(last).containsAll(early);
    List<Transcript.Message> kept =
        whole ? all : all.stream().filter(m -> m.round() == first).toList();
    Set<String> present = new LinkedHashSet<>();
    kept.forEach(m -> present.add(m.agent()));
    int end = kept.getLast().turn();
    List<Transcript.ToolCall> calls =
        transcript.toolCalls().stream()
            .filter(c -> present.contains(c.agent()) && (whole || c.turn() <= end))
            .toList();
    List<Transcript.Plan> plans =
        transcript.plans().stream().filter(p -> whole || p.turn() <= end).toList();
    Set<String> known = moles == null ? null : new HashSet<>(moles);
    if (known != null && known.retainAll(present) && known.isEmpty()) {
      known = null;
    }
    List<String> agents = new ArrayList<>(transcript.agents());
    agents.retainAll(present);
    return new Game(
        id,
        source,
        language,
        strategy,
        roles,
        known,
        sabotage,
        new Transcript(agents, kept, calls, plans),
        outcome);
  }

  private Set<String> speakers(int round) {
    Set<String> speakers = new HashSet<>();
    transcript.messages().stream()
        .filter(m -> m.round() == round)
        .forEach(m -> speakers.add(m.agent()));
    return speakers;
  }

  /** The same with every agent's message cut to the same number of words and messages. */
  public Game withoutVolume() {
    return Volume.levelled(this);
  }

  /** The same with another transcript. */
  Game with(Transcript other) {
    return new Game(id, source, language, strategy, roles, moles, sabotage, other, outcome);
  }
}
