package heist.session;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.event.Audience;
import heist.event.Envelope;
import heist.event.EventCodec;
import heist.event.EventTypes;
import heist.event.SessionEvent;
import heist.session.EventLog.Page;
import heist.session.EventLog.Placed;
import heist.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import tools.jackson.databind.node.ObjectNode;

/** The rows of the log. Thread-safe. */
final class EventRows {
  private final Database database;

  EventRows(Database database) {
    this.database = database;
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

  static void insert(Handle handle, String session, List<Envelope> envelopes) {
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

  List<Envelope> read(String session, long n, int limit) {
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

  List<Envelope> readOutside(String session, long seq, int limit) {
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

  Page readAll(String after, int limit, boolean outside) {
    int least = outside ? 1 : 0;
    List<Placed> events =
        switch (database.dialect()) {
          case SQLITE -> readAllSqlite(place(after)[0], limit, least);
          case POSTGRESQL -> readAllPostgres(place(after), limit, least);
        };
    return new Page(
        events, events.isEmpty() ? (after.isBlank() ? "0" : after) : events.getLast().place());
  }

  private List<Placed> readAllSqlite(long pos, int limit, int least) {
    return database
        .jdbi()
        .withHandle(h ->
            h.createQuery(
                    "SELECT * FROM event WHERE pos > :pos AND outside >= :least ORDER BY pos LIMIT :limit")
                .bind("pos", pos)
                .bind("least", least)
                .bind("limit", limit)
                .map((rs, ctx) ->
                    new Placed(rs.getString("session"), rs.getString("pos"), envelope(rs)))
                .list());
  }

  private List<Placed> readAllPostgres(long[] place, int limit, int least) {
    return database
        .jdbi()
        .withHandle(h ->
            h.createQuery(
                    """
                    SELECT *, xid::text AS xid_text FROM event
                    WHERE (xid, pos) > (CAST(:xid AS xid8), :pos)
                      AND xid < pg_snapshot_xmin(pg_current_snapshot()) AND outside >= :least
                    ORDER BY xid, pos LIMIT :limit
                    """)
                .bind("xid", Long.toString(place[0]))
                .bind("pos", place[1])
                .bind("least", least)
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
}
