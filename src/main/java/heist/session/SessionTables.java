package heist.session;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.event.Envelope;
import heist.event.SessionEvent;
import heist.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/** Log, inbox and session rows in SQLite or PostgreSQL. Thread-safe. */
public final class SessionTables implements EventLog, Inbox {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private final Database database;
  private final EventRows events;
  private final InboxRows inbox;

  /** Over the tables of the game service. */
  public SessionTables(Database database) {
    this.database = database;
    this.events = new EventRows(database);
    this.inbox = new InboxRows(database);
  }

  /**
   * Creates a session with its first facts.
   *
   * @throws HeistException CONFLICT if there is a session of this id
   */
  public List<Envelope> create(
      SessionConfig config, String title, List<SessionEvent> events, Instant at) {
    List<Envelope> envelopes = EventRows.number(Position.START, events, at);
    insertSession(config, title, SessionState.fold(envelopes), envelopes, at);
    return envelopes;
  }

  private void insertSession(
      SessionConfig config,
      String title,
      SessionState state,
      List<Envelope> envelopes,
      Instant at) {
    try {
      database
          .writer()
          .submit(handle -> {
            handle
                .createUpdate(
                    """
                    INSERT INTO session (id, title, created_at, updated_at, config, n, seq, state, summary)
                    VALUES (:id, :title, :at, :at, :config, :n, :seq, :state, :summary)
                    """)
                .bind("id", config.id())
                .bind("title", title)
                .bind("at", at.toString())
                .bind("config", MAPPER.writeValueAsString(config))
                .bind("n", state.n())
                .bind("seq", state.seq())
                .bind("state", state.phase().wire())
                .bind("summary", MAPPER.writeValueAsString(Summary.of(state)))
                .execute();
            EventRows.insert(handle, config.id(), envelopes);
            return null;
          });
    } catch (RuntimeException e) {
      if (database.dialect().isDuplicateKey(e)) {
        throw new HeistException(
            Kind.CONFLICT,
            "There is a session \"" + config.id() + "\" already; choose another id.",
            e);
      }
      throw e;
    }
  }

  @Override
  public List<Envelope> append(
      String session,
      Position expected,
      List<? extends SessionEvent> events,
      Instant at,
      Collection<Long> taken,
      Summary summary) {
    List<Envelope> envelopes = EventRows.number(expected, events, at);
    Position end =
        envelopes.isEmpty()
            ? expected
            : new Position(envelopes.getLast().n(), envelopes.getLast().seq());
    try {
      database
          .writer()
          .submit(handle -> {
            EventRows.insert(handle, session, envelopes);
            InboxRows.done(handle, session, taken);
            handle
                .createUpdate(
                    "UPDATE session SET updated_at = :at, n = :n, seq = :seq, state = :state, summary = :summary WHERE id = :id")
                .bind("at", at.toString())
                .bind("n", end.n())
                .bind("seq", end.seq())
                .bind("state", summary.state())
                .bind("summary", MAPPER.writeValueAsString(summary))
                .bind("id", session)
                .execute();
            return null;
          });
    } catch (RuntimeException e) {
      if (database.dialect().isDuplicateKey(e)) {
        throw new ZombieWriterException(session, expected, e);
      }
      throw e;
    }
    return envelopes;
  }

  /**
   * Takes a recorded session in, as it is.
   *
   * @throws HeistException CONFLICT if there is a session of this id
   */
  void adopt(SessionConfig config, String title, List<Envelope> events) {
    adopt(config, title, events, events.isEmpty() ? Instant.EPOCH : events.getFirst().at());
  }

  /** The same for a session that begins at {@code at}, whatever its first facts say. */
  void adopt(SessionConfig config, String title, List<Envelope> events, Instant at) {
    insertSession(config, title, SessionState.fold(events), events, at);
  }

  /** Changes the wait before each turn in a session's settings. */
  void pace(String session, long millis) {
    find(session)
        .ifPresent(row -> {
          SessionConfig changed = row.config().with(d -> d.paceMillis = millis);
          int unused =
              database
                  .writer()
                  .submit(handle ->
                      handle
                          .createUpdate("UPDATE session SET config = :config WHERE id = :id")
                          .bind("config", MAPPER.writeValueAsString(changed))
                          .bind("id", session)
                          .execute());
        });
  }

  @Override
  public Optional<SessionRow> find(String session) {
    return database
        .jdbi()
        .withHandle(h ->
            h.createQuery("SELECT * FROM session WHERE id = :id")
                .bind("id", session)
                .map((rs, ctx) -> row(rs))
                .findOne());
  }

  @Override
  public List<SessionRow> list(int limit, int offset) {
    return database
        .jdbi()
        .withHandle(h ->
            h.createQuery(
                    "SELECT * FROM session ORDER BY created_at DESC, id LIMIT :limit OFFSET :offset")
                .bind("limit", limit)
                .bind("offset", offset)
                .map((rs, ctx) -> row(rs))
                .list());
  }

  /** Sessions in one of these states, oldest first. */
  public List<String> inState(Set<Phase> phases) {
    return database
        .jdbi()
        .withHandle(h ->
            h.createQuery("SELECT id FROM session WHERE state IN (<states>) ORDER BY created_at")
                .bindList("states", phases.stream().map(Phase::wire).toList())
                .mapTo(String.class)
                .list());
  }

  /** How many sessions have work to do: each has a task. */
  long underWay() {
    return database
        .jdbi()
        .withHandle(
            h -> h.createQuery("SELECT count(*) FROM scheduled_tasks").mapTo(Long.class).one());
  }

  @Override
  public long count() {
    return database
        .jdbi()
        .withHandle(h -> h.createQuery("SELECT count(*) FROM session").mapTo(Long.class).one());
  }

  private static SessionRow row(ResultSet row) throws SQLException {
    return new SessionRow(
        row.getString("id"),
        row.getString("title"),
        Instant.parse(row.getString("created_at")),
        Instant.parse(row.getString("updated_at")),
        MAPPER.readValue(row.getString("config"), SessionConfig.class),
        new Position(row.getLong("n"), row.getLong("seq")),
        MAPPER.readValue(row.getString("summary"), Summary.class));
  }

  @Override
  public List<Envelope> read(String session, long n, int limit) {
    return events.read(session, n, limit);
  }

  @Override
  public List<Envelope> readOutside(String session, long seq, int limit) {
    return events.readOutside(session, seq, limit);
  }

  @Override
  public Page readAll(String after, int limit, boolean outside) {
    return events.readAll(after, limit, outside);
  }

  /** Copies the rows behind the commands that a fork took over, so that no number comes twice. */
  void copyInbox(String parent, String child, SessionState state) {
    long last =
        state.steering().commands().stream().mapToLong(Steering.Command::number).max().orElse(0);
    if (last > 0) {
      inbox.copy(parent, child, last);
    }
  }

  @Override
  public long put(String session, Ask ask, String by, Instant at) {
    return inbox.put(session, ask, by, at);
  }

  @Override
  public List<Row> waiting(String session) {
    return inbox.waiting(session);
  }

  /** Sessions of which something was asked that they have not taken yet. */
  Set<String> asked() {
    return inbox.asked();
  }

  @Override
  public Set<String> stopsWaiting(Set<String> sessions) {
    return inbox.stopsWaiting(sessions);
  }
}
