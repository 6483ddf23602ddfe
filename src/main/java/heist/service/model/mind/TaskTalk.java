package heist.service.model.mind;

import heist.service.model.prompt.Language;
import heist.service.model.prompt.View;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Talk on a free task, which has no form to fill. */
final class TaskTalk {
  /** "Review our plan" is about our plan: the order in front is taken off. */
  private static final Pattern TOLD =
      Pattern.compile(
          "(?iu)^\\s*(?:please |bitte )?\\p{L}+\\s+((?:an?|the|our|my|your|this|these|ein|eine|einen|den|die|das|unsere?n?|meine?n?)\\b)");

  /** How to answer is not what the task is about. */
  private static final Pattern HOW =
      Pattern.compile("(?i)\\b(?:answer|reply|antworte|antwortet)\\b[^.!?]*[.!?]?");

  private static final Pattern BEFORE =
      Pattern.compile("(?i)\\b(an?|the|our|my|your|this|these|every|each)\\s+$");

  private final View view;
  private final Mind mind;
  private final Dice dice;

  TaskTalk(Mind mind, Dice dice) {
    this.view = mind.view;
    this.mind = mind;
    this.dice = dice;
  }

  List<Move> moves() {
    var out = new ArrayList<Move>();
    if (view.now().vote()) {
      return List.of(new Ballot(mind, dice).vote());
    }
    var asked =
        view.now().text()
            + " "
            + (view.conversation().isEmpty() ? "" : view.conversation().getLast().text());
    if (asked
        .toLowerCase(Locale.ROOT)
        .matches(
            "(?s).*(who|what) are you.*|(?s).*(wer|was) bist du.*|(?s).*are you an? (ai|llm|bot|model).*")) {
      return List.of(new Move.WhoAmI());
    }
    view.orders().stream()
        .filter(o -> !o.standing() || dice.chance(0.4, o.text()))
        .forEach(o -> out.add(new Move.Obey(o.text(), o.standing())));
    var parts = parts();
    if (view.crew().isEmpty() && view.conversation().isEmpty()) {
      return List.of(new Move.Chat(parts.isEmpty() ? view.now().text() : parts.getFirst()));
    }
    int seat = Math.max(0, view.crew().stream().map(View.Member::name).toList().indexOf(view.me()));
    // of what the task names, and now and then of what every task has: "" is one of those
    var mine =
        parts.isEmpty() || dice.chance(1.5 / (1 + parts.size()), "aspect")
            ? ""
            : parts.get((seat + view.now().round() - 1) % parts.size());
    var others = parts.stream().filter(p -> !p.equals(mine)).toList();
    if (!view.sinceMine().isEmpty()) {
      out.add(
          new Move.Echo(
              view.sinceMine().getLast().speaker(),
              others.isEmpty() ? "" : dice.pick(others, "echo")));
    }
    for (var o : view.current()) {
      if (Statements.reads(o) && !o.failed()) {
        var lines =
            mind.statements.stream().filter(s -> !s.stale() && s.text().length() < 130).toList();
        if (!lines.isEmpty()) {
          var s = dice.pick(lines, "line");
          out.add(new Move.Quote(s.text(), s.source()));
        }
        break;
      } else if (o.tool().equals("calculator") && !o.failed()) {
        out.add(new Move.Sum(o.arguments(), o.text().strip()));
      } else if (o.failed()) {
        out.add(new Move.Lost(o.tool(), o.arguments()));
      }
    }
    if (view.mine().isEmpty()) {
      out.add(new Move.TakePart(mine));
    } else {
      out.add(
          new Move.Step(
              mine,
              others.isEmpty() || dice.chance(0.5, "hangs on") ? "" : dice.pick(others, "other")));
    }
    return out;
  }

  /** What the task is about: the things it names, as they stand inside a sentence. */
  private List<String> parts() {
    var out = new LinkedHashSet<String>();
    var text =
        TOLD.matcher(view.title()).replaceFirst("$1")
            + ". "
            + view.briefing()
            + (view.crew().isEmpty() ? ". " + view.now().text() : "");
    boolean german = view.language() == Language.DE;
    for (var clause :
        HOW.matcher(text)
            .replaceAll("")
            .split(
                "[.,;:!?\\n]|\\b(?:and|und|with|mit|for|für|to|on|in|at|about|über|im|am|auf|von|vom|zum|zur)\\b")) {
      var words = Words.tokens(clause);
      int from = 0;
      while (from < words.size() && words.get(from).stop()) {
        from++;
      }
      if (from < words.size() && words.size() - from <= 7) {
        var thing = clause.substring(words.get(from).start()).strip();
        if (thing.length() > 3) {
          // in German the ending hangs on the sentence, so a thing is quoted
          out.add(german ? "„" + thing + "“" : determined(clause, words.get(from).start()) + thing);
        }
      }
    }
    return out.stream().limit(8).toList();
  }

  /** The article or possessive that stands before a thing, or "the". */
  private static String determined(String clause, int start) {
    var m = BEFORE.matcher(clause.substring(0, start));
    return m.find() ? m.group(1).toLowerCase(Locale.ROOT) + " " : "the ";
  }
}
