package heist.service.model.mind;

import heist.service.model.prompt.View;
import heist.service.model.prompt.View.Said;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What has been said, asked for repetitions. */
final class Talk {
  private static final Pattern QUOTE = Pattern.compile("[\"„“]([^\"“”„]{12,160})[\"“”]");

  private final View view;

  Talk(View view) {
    this.view = view;
  }

  /** In how many messages a value stands. */
  long heard(String value) {
    return view.conversation().stream().filter(s -> s.text().contains(value)).count();
  }

  /** Whether I have said it myself. */
  boolean mine(String value) {
    return view.mine().stream().anyMatch(s -> s.text().contains(value));
  }

  /** Whether anybody said it. */
  boolean contains(String text) {
    return view.conversation().stream().anyMatch(s -> s.text().contains(text));
  }

  /** Whether a number has been said. */
  boolean counted(int n) {
    var number = Pattern.compile("(?<![\\d:.])" + n + "(?![\\d:]|\\.\\d)");
    return view.conversation().stream().anyMatch(s -> number.matcher(s.text()).find());
  }

  /** Claims that others were the first to make since I last spoke, the least repeated first. */
  List<Claim> fresh(Mind mind) {
    return view.sinceMine().stream()
        .map(mind.hearing::of)
        .filter(all -> all.size() <= 5) // a list of everything is no news of anything
        .flatMap(List::stream)
        .filter(c -> c.firstHand() && !c.value().equals(c.speaker()))
        .filter(c -> !c.value().equals(view.me()))
        .filter(c -> first(mind, c) && !mine(c.value()))
        .filter(c -> heard(c.value()) <= 3)
        // what stands in my own papers I need nobody's word for
        .filter(c -> mind.held(c.field()).filter(Fact::owned).isEmpty())
        .sorted(java.util.Comparator.comparingLong(c -> heard(c.value())))
        .toList();
  }

  private static boolean first(Mind mind, Claim claim) {
    return mind.claims.stream()
        .filter(
            c -> c.field().name().equals(claim.field().name()) && c.value().equals(claim.value()))
        .findFirst()
        .filter(c -> c.speaker().equals(claim.speaker()))
        .isPresent();
  }

  /** A short piece of a line that somebody quoted since I last spoke and nobody took up. */
  Optional<Move> snippet() {
    for (Said s : view.sinceMine().reversed()) {
      var m = QUOTE.matcher(s.text());
      while (m.find()) {
        var line = m.group(1);
        // only a whole line, and a short one, can be said again without sounding odd
        int words = line.split("\\s+").length;
        // a title in quotes is no line: it has no full stop and few words
        boolean whole = (line.endsWith(".") || words > 6) && words <= 9 && !line.contains(":");
        var cut = whole ? strip(line) : null;
        if (cut != null
            && view.conversation().stream().filter(x -> x.text().contains(cut)).count() < 2) {
          return Optional.of(new Move.React(s.speaker(), cut));
        }
      }
    }
    return Optional.empty();
  }

  /** Whether a message quotes a paper. */
  static boolean quotes(String text) {
    return QUOTE.matcher(text).find();
  }

  /** Whether somebody has asked for a field by its name. */
  boolean asked(heist.service.model.prompt.Field field) {
    var names = Labels.phrases(field);
    return view.conversation().stream()
        .flatMap(s -> Sentences.of(s.text()).stream())
        .filter(Sentences::asks)
        .anyMatch(s ->
            names.stream()
                .anyMatch(n ->
                    s.toLowerCase(java.util.Locale.ROOT)
                        .contains(n.toLowerCase(java.util.Locale.ROOT))));
  }

  private static String strip(String line) {
    return line.strip().replaceAll("[.,;!]$", "");
  }
}
