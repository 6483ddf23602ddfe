package heist.service.memory;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.client.HttpJson;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Brings the store up to date with a session's public feed. The feed is the truth: what is lost
 * here is read again, and reading twice changes nothing. Thread-safe; one reader a session at a
 * time.
 */
final class SessionFeed {
  private final HttpJson game;
  private final MemoryStore store;
  private final ReentrantLock[] locks =
      Stream.generate(ReentrantLock::new).limit(64).toArray(ReentrantLock[]::new);

  SessionFeed(HttpJson game, MemoryStore store) {
    this.game = game;
    this.store = store;
  }

  /**
   * Reads all there is.
   *
   * @return the number of the last event
   * @throws HeistException UNAVAILABLE if the game service does not answer
   */
  long catchUp(String session) {
    return read(session, Long.MAX_VALUE);
  }

  /**
   * Reads at least up to event {@code upto}.
   *
   * @throws HeistException CONFLICT if the session has no such event yet; UNAVAILABLE if the game
   *     service does not answer
   */
  void catchUp(String session, long upto) {
    long seq = store.progress(session);
    if (seq < upto) {
      seq = read(session, upto);
    }
    if (seq < upto) {
      throw new HeistException(
          Kind.CONFLICT,
          "Session %s has events up to %d; there is no event %d yet".formatted(session, seq, upto));
    }
  }

  /**
   * The owner of what a member of the session's crew keeps for itself. Who else acts under that
   * name is another owner.
   *
   * @return {@link MemoryStore#CREW} if the feed does not tell the crew
   * @throws HeistException UNAVAILABLE if the game service does not answer
   */
  String owner(String session, String agent) {
    return opening(session).map(o -> o.owner(agent)).orElse(MemoryStore.CREW);
  }

  /** Also of a session whose feed an earlier build has read. */
  private Optional<Opening> opening(String session) {
    Optional<Opening> known = store.opening(session);
    if (known.isPresent()) {
      return known;
    }
    Optional<Opening> told =
        page(session, 0)
            .path("events")
            .valueStream()
            .filter(e -> e.path("type").asString("").equals("session_created"))
            .map(Opening::of)
            .findFirst();
    told.ifPresent(opening -> store.keep(session, opening));
    return told;
  }

  private JsonNode page(String session, long after) {
    return game.get(
        "/api/v1/sessions/"
            + URLEncoder.encode(session, StandardCharsets.UTF_8)
            + "/events?after="
            + after,
        JsonNode.class);
  }

  private long read(String session, long upto) {
    ReentrantLock lock = locks[Math.floorMod(session.hashCode(), locks.length)];
    lock.lock();
    try {
      return read(session, upto, Set.of(session));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Reads without a lock.
   *
   * @param heirs this session and its forks for whose sake it is read
   */
  private long read(String session, long upto, Set<String> heirs) {
    long seq = store.progress(session);
    @Nullable Opening opening = seq > 0 ? opening(session).orElse(null) : null;
    while (seq < upto) {
      long last = seq;
      List<Memory> said = new ArrayList<>();
      List<Told> told = new ArrayList<>();
      Map<Long, Long> withdrawn = new HashMap<>();
      @Nullable Inherited inherited = null;
      for (JsonNode event : page(session, seq).path("events")) {
        long number = event.path("seq").asLong(0);
        last = Math.max(last, number);
        memory(event).ifPresent(said::add);
        switch (event.path("type").asString("")) {
          case "session_created" -> opening = Opening.of(event);
          case "summary_made" -> told.add(told(event));
          case "statements_withdrawn" ->
              event.path("messages").forEach(m -> withdrawn.put(m.asLong(0), number));
          default -> {}
        }
        if (opening != null && opening.endsWith(event)) {
          inherited = inherited(opening, number, heirs);
        }
      }
      if (last == seq) {
        break;
      }
      store.take(session, new Stretch(said, told, withdrawn, opening, inherited), last);
      seq = last;
    }
    return seq;
  }

  /**
   * What a fork has from its parent. A feed may come from a file, so that what it says of a parent
   * is held to the rule for forks: before the lock of a secret game nothing of it is told.
   *
   * <p>The parent is read without its lock, as two readers could else wait for each other.
   */
  private @Nullable Inherited inherited(Opening fork, long last, Set<String> heirs) {
    String parent = Objects.requireNonNull(fork.parent());
    if (heirs.contains(parent)) {
      return null;
    }
    try {
      Set<String> more = new HashSet<>(heirs);
      more.add(parent);
      long unused = read(parent, last, more);
      Opening from = opening(parent).orElse(null);
      return from == null || (from.secret() && !locked(parent))
          ? null
          : new Inherited(parent, from, fork, last);
    } catch (HeistException e) {
      if (e.kind() == Kind.UNAVAILABLE) {
        throw e;
      }
      return null;
    }
  }

  /** Whether the accusation of a session is final. */
  private boolean locked(String session) {
    long seq = 0;
    while (true) {
      List<JsonNode> events = page(session, seq).path("events").valueStream().toList();
      if (events.stream().anyMatch(e -> e.path("type").asString("").equals("accusation_locked"))) {
        return true;
      }
      long before = seq;
      seq = events.stream().mapToLong(e -> e.path("seq").asLong(0)).max().orElse(before);
      if (seq <= before) {
        return false;
      }
    }
  }

  /** What of an event is worth remembering. */
  private static Optional<Memory> memory(JsonNode event) {
    return switch (event.path("type").asString("")) {
      case "message_spoken" -> of(event, "message", event.path("text").asString(""));
      case "plan_submitted" -> of(event, "plan", plan(event.path("plan")));
      case "agent_expelled" -> of(event, Memory.LEFT, "left the crew after the accusation");
      default -> Optional.empty();
    };
  }

  private static Optional<Memory> of(JsonNode event, String kind, String text) {
    long seq = event.path("seq").asLong(0);
    String author = event.path("agent").asString("");
    return text.isBlank() || seq < 1
        ? Optional.empty()
        : Optional.of(
            Memory.of(
                Memory.Whose.CREW, seq, seq, kind, author, event.path("round").asInt(0), text));
  }

  private static Told told(JsonNode event) {
    return new Told(
        event.path("seq").asLong(0),
        event.path("level").asInt(1),
        event.path("from").asLong(0),
        event.path("to").asLong(0),
        event.path("covers").valueStream().map(n -> n.asLong(0)).toList(),
        event.path("text").asString(""),
        event.path("by").asString(""));
  }

  private static String plan(JsonNode plan) {
    StringBuilder text = new StringBuilder("handed in the plan:");
    plan.properties()
        .forEach(field ->
            text.append(text.charAt(text.length() - 1) == ':' ? " " : "; ")
                .append(field.getKey())
                .append(" = ")
                .append(field.getValue().asString("")));
    return text.toString();
  }
}
