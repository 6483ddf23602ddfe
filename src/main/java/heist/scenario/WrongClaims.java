package heist.scenario;

import heist.event.Envelope;
import heist.event.SessionEvent.MessageSpoken;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an agent claimed that the world says is wrong. Only what is wrong beyond doubt: a value of a
 * field of the plan, claimed in a sentence about that field, that is no true fact of this world.
 * Pure.
 */
public final class WrongClaims {
  private WrongClaims() {}

  /**
   * A wrong claim.
   *
   * @param seq number of the message
   * @param actual what would have been right
   */
  public record Claim(long seq, int turn, String field, String said, String actual) {}

  /**
   * The wrong claims of one agent, in the order they were made.
   *
   * @param present roles by agent, as the answer key needs them
   */
  public static List<Claim> by(
      World world, Map<String, String> present, List<Envelope> log, String agent) {
    Map<String, String> key = AnswerKey.of(world, present);
    Set<String> facts =
        world.facts().values().stream()
            .map(v -> v.toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    List<Claim> claims = new ArrayList<>();
    for (Envelope e : log) {
      if (e.event() instanceof MessageSpoken m && m.agent().equals(agent)) {
        for (PlanForm.Field field : world.form().fields()) {
          String actual = key.getOrDefault(field.name(), "");
          wrong(field, m.text(), actual, facts).stream()
              .map(said -> new Claim(e.seq(), m.turn(), field.name(), said, actual))
              .forEach(claims::add);
        }
      }
    }
    return List.copyOf(claims);
  }

  private static List<String> wrong(
      PlanForm.Field field, String text, String actual, Set<String> facts) {
    boolean telling =
        switch (field.type()) {
          case TIME, DIGITS, CHOICE, TEXT -> true;
          // A number or a name stands in too many sentences to be held against anybody.
          case NUMBER, AGENT -> false;
        };
    if (!telling || actual.isEmpty()) {
      return List.of();
    }
    Set<String> about = Words.of(field.description() + " " + field.name().replace('_', ' '));
    return Assertions.sentences(text).stream()
        .filter(s -> Words.shared(about, Words.of(s)) > 0)
        .flatMap(s -> Values.all(field, s).stream().filter(v -> Assertions.claims(s, v)))
        .filter(v -> !v.equalsIgnoreCase(actual) && !facts.contains(v.toLowerCase(Locale.ROOT)))
        .distinct()
        .toList();
  }
}
