package heist.session;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.crew.Agent;
import heist.crew.Crew;
import heist.crew.Strategy;
import heist.event.Envelope;
import heist.event.SessionEvent;
import heist.event.SessionEvent.PauseRequested;
import heist.event.SessionEvent.Resumed;
import heist.event.SessionEvent.SessionCreated;
import heist.event.SessionEvent.SessionPrepared;
import heist.event.SessionEvent.TurnEnded;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A new session that begins with the first turns of another one. Its world is the same; who is the
 * mole, the crew's members, the model and the seed of what is to come may be others. Pure.
 *
 * @param events the log it begins with
 */
public record Fork(SessionConfig config, String title, List<Envelope> events) {

  /**
   * What the new session is to be.
   *
   * @param turn turns that are copied, 0 for none
   * @param mole as when a session is started; null: as it was
   * @param strategy null: as it was, or drawn if the mole is drawn
   * @param crew the same agents, differently configured, and perhaps more of them; null: as it was
   * @param seed 64 hex digits for everything random from now on; null: as it was
   */
  public record Wish(
      String id,
      int turn,
      @Nullable String mole,
      @Nullable String strategy,
      @Nullable Crew crew,
      @Nullable String seed,
      Crew.@Nullable Llm llm,
      @Nullable String accuse,
      @Nullable Long paceMillis) {
    boolean redraws() {
      return mole != null || strategy != null || seed != null;
    }
  }

  /**
   * Forks a session.
   *
   * @param strategies how a mole may play
   * @param manners how loyal agents work
   * @throws HeistException CONFLICT before the parent's lock, BAD_INPUT for a wish that does not
   *     fit
   */
  public static Fork of(
      SessionRow parent,
      List<Envelope> log,
      Wish wish,
      List<Strategy> strategies,
      List<Strategy> manners,
      Instant now) {
    SessionState whole = SessionState.fold(log);
    if (whole.moleGame() && !whole.locked() && !parent.config().unblinded()) {
      throw conflict(
          "its accusation is not locked yet, and a fork would tell too much. "
              + Asks.sentence(whole));
    }
    Prepared before = whole.prepared();
    if (before == null) {
      throw conflict("it was imported from a view from outside, which cannot go on");
    }
    List<Envelope> prefix = prefix(log, wish.turn(), whole.floor().turn());
    SessionState state = SessionState.fold(prefix);
    boolean changes = wish.redraws() || wish.crew() != null;
    if (changes && state.locked()) {
      throw conflict(
          "its first "
              + wish.turn()
              + " turns hold the verdict, so mole, crew and seed are settled; take fewer turns, or"
              + " change nothing of them");
    }
    Crew crew = wish.crew() == null ? before.crew() : extended(before.crew(), wish.crew());
    SessionConfig config = config(parent.config(), before, crew, wish);
    Opening.Opened drawn = Opening.of(draft(config, before, wish), null, strategies, manners);
    List<Envelope> events = new ArrayList<>();
    for (Envelope e : prefix) {
      SessionEvent event =
          switch (e.event()) {
            case SessionCreated c -> created(c, config, drawn, parent.id(), wish, changes);
            case SessionPrepared p -> prepared(p, config, crew, drawn, changes);
            default -> e.event();
          };
      events.add(new Envelope(e.v(), e.n(), e.seq(), e.at(), event));
    }
    if (state.steering().paused() || state.steering().restDue()) {
      Position end = new Position(state.n(), state.seq());
      events.addAll(EventRows.number(end, List.of(new Resumed("fork", null)), now));
    }
    return new Fork(config, parent.title(), List.copyOf(events));
  }

  /** The same, but at rest before its first turn of its own. */
  public Fork resting(String by, Instant now) {
    Envelope last = events.getLast();
    List<Envelope> more = new ArrayList<>(events);
    Position end = new Position(last.n(), last.seq());
    more.addAll(EventRows.number(end, List.of(new PauseRequested(by)), now));
    return new Fork(config, title, List.copyOf(more));
  }

  private static List<Envelope> prefix(List<Envelope> log, int turns, int most) {
    if (turns < 0 || turns > most) {
      throw new HeistException(
          Kind.BAD_INPUT, "turn must lie between 0 and %d, not %d.".formatted(most, turns));
    }
    if (turns == 0) {
      return log.stream()
          .takeWhile(
              e -> e.event() instanceof SessionCreated || e.event() instanceof SessionPrepared)
          .toList();
    }
    for (int i = 0; i < log.size(); i++) {
      if (log.get(i).event() instanceof TurnEnded t && t.turn() == turns) {
        return log.subList(0, i + 1);
      }
    }
    throw new HeistException(Kind.BAD_INPUT, "turn " + turns + " has not ended yet.");
  }

  private static Crew extended(Crew old, Crew wished) {
    for (Agent agent : old.agents()) {
      if (wished.agent(agent.name()).isEmpty()) {
        throw new HeistException(
            Kind.BAD_INPUT,
            "The crew of a fork needs every agent that was there; %s is missing."
                .formatted(agent.name()));
      }
    }
    return wished;
  }

  /** The configuration of the session that goes on. */
  private static SessionConfig config(SessionConfig parent, Prepared before, Crew crew, Wish wish) {
    return parent.with(d -> {
      d.id = wish.id();
      d.crew = crew;
      d.seed = wish.seed() == null ? before.seeds().toHex() : wish.seed();
      d.rerunnable = true;
      d.mole = Optional.ofNullable(wish.mole()).orElse(parent.mole());
      d.strategy = wish.strategy();
      d.waits =
          new SessionConfig.Waits(
              List.of(), parent.waits().seatSeconds(), parent.waits().approvalSeconds());
      d.llm = wish.llm() == null ? parent.llm() : wish.llm();
      d.accuse = wish.accuse() == null ? parent.accuse() : wish.accuse();
      d.paceMillis = wish.paceMillis() == null ? parent.paceMillis() : wish.paceMillis();
    });
  }

  /**
   * The configuration that mole, strategy, nonce and briefs are drawn from: the seed of the parent
   * is no longer secret, so that without a seed of its own a draw needs a fresh one.
   */
  private static SessionConfig draft(SessionConfig config, Prepared before, Wish wish) {
    return config.with(d -> {
      if (wish.mole() == null && config.moleGame()) {
        d.mole = before.mole() == null ? "nobody" : before.mole();
        d.strategy = wish.strategy() == null ? before.strategy() : wish.strategy();
      }
      d.seed = wish.seed() == null ? SeedStreams.randomSeed() : wish.seed();
      d.scenario = null;
    });
  }

  private static SessionCreated created(
      SessionCreated old,
      SessionConfig config,
      Opening.Opened drawn,
      String parent,
      Wish wish,
      boolean changes) {
    SessionCreated fresh = (SessionCreated) drawn.events().getFirst();
    Map<String, String> settings = new TreeMap<>(old.settings());
    settings.put("forked_from", parent);
    settings.put("forked_turns", Integer.toString(wish.turn()));
    settings.put("crew", config.crew().name());
    settings.put("accuse", config.accuse());
    settings.put("model", fresh.settings().getOrDefault("model", "offline"));
    settings.remove("human");
    return new SessionCreated(
        old.scenario(),
        old.title(),
        old.language(),
        changes ? fresh.crew() : old.crew(),
        old.rounds(),
        changes ? config.moleGame() : old.moleGame(),
        true,
        old.unblinded(),
        changes ? fresh.commitment() : old.commitment(),
        settings);
  }

  private static SessionPrepared prepared(
      SessionPrepared old, SessionConfig config, Crew crew, Opening.Opened drawn, boolean changes) {
    SessionPrepared fresh = (SessionPrepared) drawn.events().getLast();
    return changes
        ? new SessionPrepared(
            config.seed(),
            fresh.mole(),
            fresh.strategy(),
            fresh.severity(),
            fresh.nonce(),
            Prepared.json(crew),
            fresh.briefs(),
            old.world())
        : old;
  }

  private static HeistException conflict(String why) {
    return new HeistException(Kind.CONFLICT, "This session cannot be forked: " + why);
  }
}
