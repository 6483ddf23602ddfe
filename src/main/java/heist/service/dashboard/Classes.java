package heist.service.dashboard;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.store.Database;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Classes: a session that many look at together, each player with an accusation of their own. Kept
 * in the dashboard's own database, which is opened when the first class is asked for. Thread-safe.
 */
final class Classes implements AutoCloseable {
  private static final String LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  private static final int CODE = 8;
  private static final int MOST_PLAYERS = 500;

  private final Supplier<Database> opener;
  private final SecureRandom random = new SecureRandom();
  private @Nullable Database database;

  /** A class. */
  record Room(String code, String session, boolean revealed) {}

  /**
   * A player.
   *
   * @param accused whether they have named anybody, nobody included
   * @param suspect whom; null for nobody
   */
  record Player(String name, boolean accused, @Nullable String suspect) {}

  Classes(Supplier<Database> opener) {
    this.opener = opener;
  }

  private synchronized Database database() {
    Database open = database;
    if (open == null) {
      open = opener.get();
      database = open;
    }
    return open;
  }

  /** The class of a session, made if there is none. */
  Room ofSession(String session) {
    return find("session", session)
        .orElseGet(() -> {
          StringBuilder code = new StringBuilder();
          for (int i = 0; i < CODE; i++) {
            code.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
          }
          database()
              .jdbi()
              .useHandle(h ->
                  h.execute(
                      "INSERT INTO class (code, session) VALUES (?, ?) ON CONFLICT DO NOTHING",
                      code.toString(),
                      session));
          return find("session", session).orElseThrow();
        });
  }

  /** The class of a session, if there is one. */
  Optional<Room> known(String session) {
    return find("session", session);
  }

  /** The class with a code. */
  Optional<Room> withCode(String code) {
    return find("code", code);
  }

  private Optional<Room> find(String column, String value) {
    return database()
        .jdbi()
        .withHandle(h ->
            h.select("SELECT code, session, revealed FROM class WHERE " + column + " = ?", value)
                .map((row, _) -> new Room(row.getString(1), row.getString(2), row.getInt(3) != 0))
                .findOne());
  }

  /**
   * Takes a player in.
   *
   * @throws HeistException CONFLICT if somebody has the name, LIMIT if the class is full
   */
  void join(String code, String name) {
    database()
        .jdbi()
        .useTransaction(h -> {
          int there =
              h.select("SELECT COUNT(*) FROM class_player WHERE code = ?", code)
                  .mapTo(Integer.class)
                  .one();
          if (there >= MOST_PLAYERS) {
            throw new HeistException(Kind.LIMIT, "This class is full.");
          }
          int added =
              h.execute(
                  "INSERT INTO class_player (code, name) VALUES (?, ?) ON CONFLICT DO NOTHING",
                  code,
                  name);
          if (added == 0) {
            throw new HeistException(
                Kind.CONFLICT, "Somebody called " + name + " is in this class; take another name.");
          }
        });
  }

  /** Everybody in a class, by name. */
  List<Player> players(String code) {
    return database()
        .jdbi()
        .withHandle(h ->
            h.select(
                    "SELECT name, accused, suspect FROM class_player WHERE code = ? ORDER BY name",
                    code)
                .map((row, _) -> new Player(row.getString(1), row.getInt(2) != 0, row.getString(3)))
                .list());
  }

  /**
   * Notes whom a player accuses; it can be changed until the class is revealed.
   *
   * @throws HeistException CONFLICT once it is
   */
  void accuse(String code, String player, @Nullable String suspect) {
    int changed =
        database()
            .jdbi()
            .withHandle(h ->
                h.execute(
                    """
                    UPDATE class_player SET accused = 1, suspect = ?
                    WHERE code = ? AND name = ?
                      AND EXISTS (SELECT 1 FROM class WHERE class.code = class_player.code AND revealed = 0)
                    """,
                    suspect,
                    code,
                    player));
    if (changed == 0) {
      throw new HeistException(Kind.CONFLICT, "The accusations of this class are closed.");
    }
  }

  /** Closes the accusations of a class. */
  void reveal(String code) {
    database()
        .jdbi()
        .useHandle(h -> h.execute("UPDATE class SET revealed = 1 WHERE code = ?", code));
  }

  /** Whom most accuse; null for nobody, also when two are accused equally often. Pure. */
  static @Nullable String majority(List<Player> players) {
    Map<String, Long> votes = new LinkedHashMap<>();
    players.stream()
        .filter(Player::accused)
        .forEach(p -> votes.merge(p.suspect() == null ? "" : p.suspect(), 1L, Long::sum));
    List<Map.Entry<String, Long>> order =
        votes.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
            .toList();
    if (order.isEmpty()
        || (order.size() > 1 && order.get(0).getValue().equals(order.get(1).getValue()))) {
      return null;
    }
    String most = order.getFirst().getKey();
    return most.isEmpty() ? null : most;
  }

  @Override
  public synchronized void close() {
    if (database != null) {
      database.close();
    }
  }
}
