package heist.session;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.crew.Agent;
import heist.crew.Crew;
import heist.event.Envelope;
import heist.event.EventCodec;
import heist.event.SessionEvent.End;
import heist.event.SessionEvent.SessionCreated;
import heist.event.SessionEvent.SessionEnded;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A session from a file: what {@link Export} wrote, in either JSON Lines form. Pure but for a drawn
 * id.
 */
public final class Import {
  private Import() {}

  /** A recorded session; it does not run. */
  public record Recorded(SessionConfig config, String title, List<Envelope> events) {}

  /**
   * Reads JSON Lines.
   *
   * @param id the session's new id; null: a drawn one
   * @throws HeistException BAD_INPUT that names the line
   */
  public static Recorded read(String text, @Nullable String id) {
    List<Envelope> events = events(text);
    if (events.isEmpty() || !(events.getFirst().event() instanceof SessionCreated created)) {
      throw bad("the first line must be a session_created event");
    }
    if (created.crew().isEmpty()) {
      throw bad("its crew is empty");
    }
    SessionState state = SessionState.fold(events);
    if (!state.phase().ended() && !state.revealed()) {
      Envelope last = events.getLast();
      events.add(
          new Envelope(
              last.n() + 1,
              last.seq() + 1,
              last.at(),
              new SessionEnded(End.STOPPED, "imported before its end")));
    }
    return new Recorded(
        config(created, state, id == null ? drawn() : id), created.title(), List.copyOf(events));
  }

  private static List<Envelope> events(String text) {
    List<Envelope> events = new ArrayList<>();
    int line = 0;
    for (String json : text.split("\n", -1)) {
      line++;
      if (json.isBlank()) {
        continue;
      }
      try {
        Envelope e = EventCodec.read(EventCodec.parse(json));
        // An outside view has no inner numbers; what is there gets them anew.
        events.add(new Envelope(e.v(), events.size() + 1L, e.seq(), e.at(), e.event()));
      } catch (HeistException e) {
        throw new HeistException(Kind.BAD_INPUT, "line " + line + ": " + e.getMessage(), e);
      }
    }
    return events;
  }

  private static SessionConfig config(SessionCreated created, SessionState state, String id) {
    Crew crew =
        state.prepared() != null
            ? state.prepared().crew().withoutToolServers()
            : new Crew(
                created.settings().getOrDefault("crew", "imported"),
                created.language(),
                created.crew().stream()
                    .map(m ->
                        new Agent(
                            m.name(), m.role(), "", m.tools(), Set.of(), List.of(), Set.of(), null,
                            null, null))
                    .toList(),
                Crew.TurnOrder.FIXED,
                null,
                null);
    return new SessionConfig(
        id,
        created.scenario(),
        created.scenario() == null ? created.title() : null,
        created.language(),
        crew,
        created.rounds(),
        "0".repeat(64),
        true,
        created.moleGame() ? "random" : "off",
        null,
        0,
        created.unblinded(),
        created.settings().getOrDefault("difficulty", "normal"),
        new SessionConfig.Context("full", 10, 6000),
        new SessionConfig.Budgets(0, 0, 0, 0, 0, 0, 0),
        Objects.requireNonNullElse(created.settings().get("accuse"), "person"),
        0,
        null,
        SessionConfig.Waits.USUAL);
  }

  private static String drawn() {
    byte[] bytes = new byte[5];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static HeistException bad(String message) {
    return new HeistException(Kind.BAD_INPUT, "This is no recorded session: " + message + ".");
  }
}
