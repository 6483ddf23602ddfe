package heist.session;

import heist.crew.Crew;
import heist.event.SessionEvent.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The mole game's rules. Pure. */
final class MoleGame {
  private MoleGame() {}

  /** Who is the mole, and how; both null for nobody. */
  record Draw(@Nullable String mole, @Nullable String strategy, String nonce) {}

  /**
   * Draws mole, strategy and nonce, each from a stream of its own. All streams are used whatever is
   * asked for, so that choosing the one leaves the others as they were.
   *
   * @param mole {@code random}, {@code nobody}, {@code off} or a name
   * @param strategies ids to draw from
   */
  static Draw draw(
      SeedStreams seeds,
      Crew crew,
      String mole,
      @Nullable String strategy,
      double prior,
      List<String> strategies) {
    RandomGenerator who = seeds.stream("mole");
    boolean nobody = who.nextDouble() < prior;
    String drawn = crew.agents().get(who.nextInt(crew.agents().size())).name();
    String how = strategies.get(seeds.stream("strategy").nextInt(strategies.size()));
    String name =
        switch (mole) {
          case "off", "nobody" -> null;
          case "random" -> nobody ? null : drawn;
          default -> mole;
        };
    return new Draw(
        name, name == null ? null : strategy == null ? how : strategy, seeds.hex("nonce"));
  }

  /**
   * SHA-256 of nonce, mole and strategy, in hex: {@code sha256(nonce + ":" + mole + ":" +
   * strategy)}, nobody is empty.
   */
  static String commitment(String nonce, @Nullable String mole, @Nullable String strategy) {
    String text =
        nonce + ":" + (mole == null ? "" : mole) + ":" + (strategy == null ? "" : strategy);
    return HexFormat.of().formatHex(SeedStreams.sha256(text.getBytes(StandardCharsets.UTF_8)));
  }

  static Verdict verdict(@Nullable String mole, @Nullable String suspect) {
    if (suspect == null) {
      return mole == null ? Verdict.SUCCESS : Verdict.BUSTED;
    }
    return suspect.equals(mole) ? Verdict.SUCCESS : Verdict.FAILURE;
  }

  /** The name with most votes; empty on a tie, or if that is nobody (the empty string). */
  static Optional<String> majority(Collection<String> votes) {
    Map<String, Long> counts =
        votes.stream()
            .collect(
                Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    long most = counts.values().stream().mapToLong(Long::longValue).max().orElse(0);
    List<String> first =
        counts.entrySet().stream()
            .filter(e -> e.getValue() == most)
            .map(Map.Entry::getKey)
            .toList();
    return first.size() == 1
        ? Optional.of(first.getFirst()).filter(n -> !n.isEmpty())
        : Optional.empty();
  }

  /** The order of a round. */
  static List<String> order(SeedStreams seeds, Crew crew, int round, Collection<String> present) {
    List<String> names =
        new java.util.ArrayList<>(
            crew.agents().stream().map(a -> a.name()).filter(present::contains).toList());
    if (crew.order() == Crew.TurnOrder.SHUFFLED) {
      RandomGenerator random = seeds.stream("order/" + round);
      for (int i = names.size() - 1; i > 0; i--) {
        java.util.Collections.swap(names, i, random.nextInt(i + 1));
      }
    }
    return List.copyOf(names);
  }
}
