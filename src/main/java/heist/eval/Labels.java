package heist.eval;

import heist.detect.Transcript;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a game, kept once for all detectors.
 *
 * @param moles by agent; all false and {@code labelled} false if nobody knows
 * @param roles by agent; empty where nobody knows
 * @param places by agent: as which it first spoke, from 1; 0 if it never did
 */
record Labels(
    String id,
    String source,
    String language,
    @Nullable String strategy,
    List<String> agents,
    boolean[] moles,
    boolean labelled,
    List<String> roles,
    int[] places) {

  static Labels of(Game game) {
    // Names come back in game after game: each is kept once, and nothing else of the transcript.
    List<String> agents = game.transcript().agents().stream().map(String::intern).toList();
    boolean[] moles = new boolean[agents.size()];
    for (int i = 0; i < moles.length; i++) {
      moles[i] = game.isMole(agents.get(i));
    }
    return new Labels(
        game.id(),
        game.source().intern(),
        game.language().intern(),
        game.strategy() == null ? null : game.strategy().intern(),
        agents,
        moles,
        game.labelled(),
        agents.stream().map(a -> game.roles().getOrDefault(a, "").intern()).toList(),
        places(game.transcript(), agents));
  }

  private static int[] places(Transcript transcript, List<String> agents) {
    Map<String, Integer> first = new HashMap<>();
    for (Transcript.Message m : transcript.messages()) {
      first.putIfAbsent(m.agent(), first.size() + 1);
    }
    return agents.stream().mapToInt(a -> first.getOrDefault(a, 0)).toArray();
  }

  /** Moles in the game. */
  int count() {
    int n = 0;
    for (boolean m : moles) {
      n += m ? 1 : 0;
    }
    return n;
  }

  boolean hasMole() {
    return count() > 0;
  }

  /** Whether moles and innocents both take part, so that there is something to tell apart. */
  boolean mixed() {
    return hasMole() && count() < moles.length;
  }

  /** The moles' roles, as far as they are known. */
  TreeSet<String> moleRoles() {
    TreeSet<String> found = new TreeSet<>();
    for (int i = 0; i < moles.length; i++) {
      if (moles[i] && !roles.get(i).isEmpty()) {
        found.add(roles.get(i));
      }
    }
    return found;
  }

  /** As which the moles first spoke. */
  TreeSet<String> molePlaces() {
    TreeSet<String> found = new TreeSet<>();
    for (int i = 0; i < moles.length; i++) {
      if (moles[i] && places[i] > 0) {
        found.add(Integer.toString(places[i]));
      }
    }
    return found;
  }
}
