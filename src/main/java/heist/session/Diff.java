package heist.session;

import heist.event.Envelope;
import heist.event.EventCodec;
import heist.event.SessionEvent;
import heist.event.SessionEvent.DeliberationEnded;
import heist.event.SessionEvent.MessageSpoken;
import heist.event.SessionEvent.OutcomeReached;
import heist.event.SessionEvent.PauseRequested;
import heist.event.SessionEvent.Paused;
import heist.event.SessionEvent.PlanSubmitted;
import heist.event.SessionEvent.Resumed;
import heist.event.SessionEvent.SessionCreated;
import heist.event.SessionEvent.ToolRequested;
import heist.event.SessionEvent.ToolReturned;
import heist.event.SessionEvent.TurnStarted;
import heist.event.View;
import heist.event.View.Viewer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where two sessions part: the first stretch of their logs that differs, from what everybody may
 * see. A stretch is the setting up, a turn, or the ending. Event numbers, times, pauses and whence
 * a session was forked make no difference. Pure.
 *
 * @param first where they part; empty if they do not
 * @param a how that stretch goes in the one, line by line
 * @param b how it goes in the other; empty if it has none
 */
public record Diff(Optional<String> first, List<String> a, List<String> b) {

  /** Compares two logs. */
  public static Diff of(List<Envelope> one, List<Envelope> other) {
    Map<String, List<String>> a = stretches(one);
    Map<String, List<String>> b = stretches(other);
    List<String> names = new ArrayList<>(a.size() >= b.size() ? a.keySet() : b.keySet());
    for (String name : names) {
      List<String> left = a.getOrDefault(name, List.of());
      List<String> right = b.getOrDefault(name, List.of());
      if (!left.equals(right)) {
        return new Diff(Optional.of(name), left, right);
      }
    }
    return new Diff(Optional.empty(), List.of(), List.of());
  }

  private static Map<String, List<String>> stretches(List<Envelope> log) {
    Map<String, List<String>> stretches = new LinkedHashMap<>();
    String name = "setting up";
    for (Envelope e : log) {
      if (e.event() instanceof TurnStarted t) {
        name = "turn " + t.turn();
      } else if (e.event() instanceof DeliberationEnded) {
        name = "ending";
      }
      Optional<String> line = line(e);
      if (line.isPresent()) {
        stretches.computeIfAbsent(name, k -> new ArrayList<>()).add(line.get());
      }
    }
    return stretches;
  }

  private static Optional<String> line(Envelope envelope) {
    SessionEvent event = envelope.event();
    if (View.of(envelope, Viewer.OUTSIDE, false).isEmpty()) {
      return Optional.empty();
    }
    return switch (event) {
      case PauseRequested _, Paused _, Resumed _ -> Optional.empty();
      case SessionCreated e -> {
        Map<String, String> settings = new TreeMap<>(e.settings());
        settings.keySet().removeIf(k -> k.startsWith("forked"));
        yield Optional.of(
            "%s, rounds: %d, crew %s, %s"
                .formatted(
                    e.title(),
                    e.rounds(),
                    e.crew().stream().map(m -> m.name()).toList(),
                    settings));
      }
      case TurnStarted e -> Optional.of(e.agent() + "'s turn");
      case ToolRequested e ->
          Optional.of("%s calls %s %s".formatted(e.agent(), e.tool(), e.arguments()));
      case ToolReturned e -> Optional.of((e.success() ? "answer: " : "failed: ") + e.result());
      case MessageSpoken e -> Optional.of("%s: %s".formatted(e.agent(), e.text()));
      case PlanSubmitted e -> Optional.of("plan: " + new TreeMap<>(e.plan()));
      case OutcomeReached e ->
          Optional.of(
              (e.success() ? "the heist succeeds" : "the heist fails")
                  + (e.field() == null ? "" : ", on " + e.field()));
      default -> {
        ObjectNode body = EventCodec.canonical(envelope);
        body.remove(List.of("v", "n", "seq", "type", "nonce", "messages"));
        yield Optional.of(envelope.type().replace('_', ' ') + (body.isEmpty() ? "" : " " + body));
      }
    };
  }
}
