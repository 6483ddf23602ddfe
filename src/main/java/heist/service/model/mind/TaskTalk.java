package heist.service.model.mind;

import heist.service.model.prompt.View;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** Talk on a free task, which has no form to fill. */
final class TaskTalk {
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
        .toLowerCase(java.util.Locale.ROOT)
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
    if (!view.sinceMine().isEmpty()) {
      out.add(
          new Move.Echo(
              view.sinceMine().getLast().speaker(),
              parts.isEmpty() ? "" : dice.pick(parts, "echo")));
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
    if (!parts.isEmpty()) {
      int seat =
          Math.max(0, view.crew().stream().map(View.Member::name).toList().indexOf(view.me()));
      var mine = parts.get((seat + view.now().round() - 1) % parts.size());
      out.add(
          view.mine().isEmpty()
              ? new Move.TakePart(mine)
              : new Move.Step(mine, dice.pick(parts, "other")));
    }
    return out;
  }

  /** What the task is about: its longer words and the phrases between them. */
  private List<String> parts() {
    var out = new LinkedHashSet<String>();
    var text =
        view.title()
            + ". "
            + view.briefing()
            + (view.crew().isEmpty() ? ". " + view.now().text() : "");
    for (var clause : text.split("[.,;:!?\\n]| and | und | with | mit | for | für ")) {
      var words = Words.tokens(clause);
      int from = 0;
      while (from < words.size() && words.get(from).stop()) {
        from++;
      }
      if (from < words.size() && words.size() - from <= 7) {
        out.add(clause.substring(words.get(from).start()).strip());
      }
    }
    return out.stream().filter(p -> p.length() > 3).limit(8).toList();
  }
}
