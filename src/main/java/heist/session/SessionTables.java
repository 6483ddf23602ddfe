package heist.session;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.event.Audience;
import heist.event.Envelope;
import heist.event.EventCodec;
import heist.event.EventTypes;
import heist.event.SessionEvent;
import heist.store.Database;
import heist.store.Dialect;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Log, inbox and session rows in SQLite or PostgreSQL. Thread-safe. */
public final class SessionTables implements EventLog, Inbox {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private final Database database;

  /** Over the tables of the game service. */
  public SessionTables(Database database) {
    this.database = database;
  }

  /**
   * Creates a session with its first facts.
   *
   * @throws HeistException CONFLICT if there is a session of this id
   */
  public List<Envelope> create(
      SessionConfig config, String title, List<SessionEvent> events, Instant at) {
    List<Envelope> envelopes = number(Position.START, events, at);
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
            insert(handle, config.id(), envelopes);
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
      long drained,
      Summary summary) {
    List<Envelope> envelopes = number(expected, events, at);
    Position end =
        envelopes.isEmpty()
            ? expected
            : new Position(envelopes.getLast().n(), envelopes.getLast().seq());
    try {
      database
          .writer()
          .submit(handle -> {
            insert(handle, session, envelopes);
            if (drained > 0) {
              handle
                  .createUpdate(
                      "UPDATE inbox SET done = 1 WHERE session = :s AND n <= :n AND done = 0")
                  .bind("s", session)
                  .bind("n", drained)
                  .execute();
            }
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
    SessionState state = SessionState.fold(events);
    insertSession(
        config, title, state, events, events.isEmpty() ? Instant.EPOCH : events.getFirst().at());
  }

  /** Gives facts their numbers. Pure. */
  static List<Envelope> number(Position from, List<? extends SessionEvent> events, Instant at) {
    List<Envelope> envelopes = new ArrayList<>(events.size());
    long n = from.n();
    long seq = from.seq();
    for (SessionEvent event : events) {
      n++;
      if (outside(event)) {
        seq++;
      }
      envelopes.add(new Envelope(n, seq, at, event));
    }
    return envelopes;
  }

  private static boolean outside(SessionEvent event) {
    return event.audience() == Audience.PUBLIC || event.audience() == Audience.AFTER_LOCK;
  }

  private static void insert(Handle handle, String session, List<Envelope> envelopes) {
    if (envelopes.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            """
            INSERT INTO event (session, n, seq, outside, type, v, at, body)
            VALUES (:session, :n, :seq, :outside, :type, :v, :at, :body)
            """);
    for (Envelope e : envelopes) {
      batch
          .bind("session", session)
          .bind("n", e.n())
          .bind("seq", e.seq())
          .bind("outside", outside(e.event()) ? 1 : 0)
          .bind("type", e.type())
          .bind("v", e.v())
          .bind("at", e.at().toString())
          .bind("body", EventCodec.line(EventCodec.body(e.event())))
          .add();
    }
    batch.execute();
  }

  @Override
  public List<Envelope> read(String session, long n, int limit) {
    return database
        .jdbi()
        .withHandle(h ->
            h.createQuery(
                    "SELECT * FROM event WHERE session = :s AND n > :n ORDER BY n LIMIT :limit")
                .bind("s", session)
                .bind("n", n)
                .bind("limit", limit)
                .map((rs, ctx) -> envelope(rs))
                .list());
  }

  @Override
  public List<Envelope> readOutside(String session, long seq, int limit) {
    return database
        .jdbi()
        .withHandle(h ->
            h.createQuery(
                    "SELECT * FROM event WHERE session = :s AND seq > :seq AND outside = 1 ORDER BY seq LIMIT :limit")
                .bind("s", session)
                .bind("seq", seq)
                .bind("limit", limit)
                .map((rs, ctx) -> envelope(rs))
                .list());
  }

  @Override
  public Page readAll(String after, int limit) {
    List<Placed> events =
        switch (database.dialect()) {
          case SQLITE -> readAllSqlite(place(after)[0], limit);
          case POSTGRESQL -> readAllPostgres(place(after), limit);
        };
    return new Page(
        events, events.isEmpty() ? (after.isBlank() ? "0" : after) : events.getLast().place());
  }

  private List<Placed> readAllSqlite(long pos, int limit) {
    return database
        .jdbi()
        .withHandle(h ->
            h.createQuery("SELECT * FROM event WHERE pos > :pos ORDER BY pos LIMIT :limit")
                .bind("pos", pos)
                .bind("limit", limit)
                .map((rs, ctx) ->
                    new Placed(rs.getString("session"), rs.getString("pos"), envelope(rs)))
                .list());
  }

  private List<Placed> readAllPostgres(long[] place, int limit) {
    return database
        .jdbi()
        .withHandle(h ->
            h.createQuery(
                    """
                    SELECT *, xid::text AS xid_text FROM event
                    WHERE (xid, pos) > (CAST(:xid AS xid8), :pos)
                      AND xid < pg_snapshot_xmin(pg_current_snapshot())
                    ORDER BY xid, pos LIMIT :limit
                    """)
                .bind("xid", Long.toString(place[0]))
                .bind("pos", place[1])
                .bind("limit", limit)
                .map((rs, ctx) ->
                    new Placed(
                        rs.getString("session"),
                        rs.getString("xid_text") + "." + rs.getLong("pos"),
                        envelope(rs)))
                .list());
  }

  private static long[] place(String after) {
    String[] parts = (after.isBlank() ? "0" : after).split("\\.", 2);
    try {
      return new long[] {Long.parseLong(parts[0]), parts.length > 1 ? Long.parseLong(parts[1]) : 0};
    } catch (NumberFormatException e) {
      throw new HeistException(
          Kind.BAD_INPUT,
          "after=" + after + " is no place in the feed; use the \"last\" of an earlier answer.",
          e);
    }
  }

  private static Envelope envelope(ResultSet row) throws SQLException {
    ObjectNode body = (ObjectNode) EventCodec.parse(row.getString("body"));
    String type = row.getString("type");
    int version = row.getInt("v");
    var event =
        EventTypes.type(type)
            .filter(_ -> version <= Envelope.VERSION)
            .orElseThrow(() ->
                new HeistException(
                    Kind.CONFLICT,
                    "A newer Heist wrote event "
                        + type
                        + " (version "
                        + version
                        + "); this one lets the session be."));
    return new Envelope(
        version,
        row.getLong("n"),
        row.getLong("seq"),
        Instant.parse(row.getString("at")),
        EventCodec.event(body, event));
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
  public long put(String session, Ask ask, String by, Instant at) {
    return database
        .writer()
        .submit(handle -> {
          if (database.dialect() == Dialect.POSTGRESQL) {
            handle.execute("SELECT pg_advisory_xact_lock(hashtext(?))", session);
          }
          long number =
              handle
                      .createQuery("SELECT coalesce(max(n), 0) FROM inbox WHERE session = :s")
                      .bind("s", session)
                      .mapTo(Long.class)
                      .one()
                  + 1;
          handle
              .createUpdate(
                  "INSERT INTO inbox (session, n, ask, stop, asked_by, at) VALUES (:s, :n, :ask, :stop, :by, :at)")
              .bind("s", session)
              .bind("n", number)
              .bind("ask", MAPPER.writerFor(Ask.class).writeValueAsString(ask))
              .bind("stop", ask instanceof Ask.Stop ? 1 : 0)
              .bind("by", by)
              .bind("at", at.toString())
              .execute();
          return number;
        });
  }

  @Override
  public List<Row> waiting(String session) {
    return database
        .jdbi()
        .withHandle(h ->
            h.createQuery("SELECT * FROM inbox WHERE session = :s AND done = 0 ORDER BY n")
                .bind("s", session)
                .map((rs, ctx) ->
                    new Row(
                        rs.getLong("n"),
                        MAPPER.readValue(rs.getString("ask"), Ask.class),
                        rs.getString("asked_by"),
                        Instant.parse(rs.getString("at"))))
                .list());
  }

  @Override
  public Set<String> stopsWaiting(Set<String> sessions) {
    if (sessions.isEmpty()) {
      return Set.of();
    }
    return new HashSet<>(
        database
            .jdbi()
            .withHandle(h ->
                h.createQuery(
                        "SELECT DISTINCT session FROM inbox WHERE done = 0 AND stop = 1 AND session IN (<ids>)")
                    .bindList("ids", sessions)
                    .mapTo(String.class)
                    .list()));
  }
}
