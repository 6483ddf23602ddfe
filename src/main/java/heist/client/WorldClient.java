package heist.client;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import heist.HeistException;
import heist.HeistException.Kind;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Fetches sessions' worlds from the game service (scope {@code world:read}). Nothing in a world
 * changes but who may read it, and that only opens: so the last few hundred are kept, and whoever
 * is about to refuse a reader asks for the {@link #latest}. Thread-safe.
 */
public final class WorldClient {
  private static final int KEPT = 256;

  private final HttpJson game;
  private final Cache<String, SessionWorld> worlds =
      Caffeine.newBuilder().maximumSize(KEPT).build();

  /** Through {@code game}, which carries a token with {@code world:read}. */
  public WorldClient(HttpJson game) {
    this.game = game;
  }

  /**
   * The world of {@code session}.
   *
   * @throws HeistException NOT_FOUND if there is no such session or it has no world (a free task);
   *     UNAVAILABLE if the game service does not answer
   */
  public SessionWorld world(String session) {
    SessionWorld known = worlds.getIfPresent(session);
    if (known == null) {
      // Not within the cache's own lock: a fetch may take long or fail.
      known = fetch(session);
      worlds.put(session, known);
    }
    return known;
  }

  /**
   * The world as it is now, or as it was last known while the game service does not answer.
   *
   * @throws HeistException NOT_FOUND as for {@link #world}
   */
  public SessionWorld latest(String session) {
    SessionWorld known = worlds.getIfPresent(session);
    try {
      SessionWorld now = fetch(session);
      if (known != null && now.equals(known)) {
        return known;
      }
      worlds.put(session, now);
      return now;
    } catch (HeistException e) {
      if (known != null && e.kind() == Kind.UNAVAILABLE) {
        return known;
      }
      throw e;
    }
  }

  private SessionWorld fetch(String session) {
    String id = URLEncoder.encode(session, StandardCharsets.UTF_8);
    try {
      return game.get("/api/v1/sessions/" + id + "/world", SessionWorld.class);
    } catch (HeistException e) {
      if (e.kind() == Kind.NOT_FOUND) {
        throw new HeistException(
            Kind.NOT_FOUND, "This session has no documents, tables or surveys", e);
      }
      throw e;
    }
  }
}
