package heist.cli.render;

import heist.event.SessionEvent.AccusationLocked;
import heist.event.SessionEvent.MoleRevealed;
import heist.event.SessionEvent.Note;
import heist.event.SessionEvent.OutcomeReached;
import heist.event.SessionEvent.SessionEnded;
import heist.event.SessionEvent.StatementsWithdrawn;
import heist.event.SessionEvent.StepExecuted;
import heist.event.SessionEvent.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The end of a session in lines: accusation, plan carried out, reveal. Not thread-safe. */
final class EndingRenderer {
  private final Cast cast;
  private boolean executing;
  private boolean stepsShown;
  private List<String> struck = List.of();
  private String accused = "";

  EndingRenderer(Cast cast) {
    this.cast = cast;
  }

  List<String> locked(AccusationLocked e) {
    String whom =
        e.suspect() == null ? "Nobody is accused" : Text.oneLine(e.suspect()) + " is accused";
    String by = e.by().equals(AccusationLocked.NO_ACCUSER) ? "." : " (" + e.by() + ").";
    return cast.sign("!", "!", whom + "; that is final" + by);
  }

  List<String> verdict(Verdict verdict) {
    return switch (verdict) {
      case SUCCESS -> cast.good("Rightly so.");
      case FAILURE -> cast.bad("An innocent was accused.");
      case BUSTED -> cast.bad("There was a mole, and nobody was named.");
    };
  }

  List<String> withdrawn(StatementsWithdrawn e) {
    struck = e.fields();
    accused = e.agent();
    if (e.messages().isEmpty() && e.fields().isEmpty()) {
      return List.of();
    }
    List<String> what = new ArrayList<>();
    if (!e.messages().isEmpty()) {
      what.add(
          SessionRenderer.count(e.messages().size(), "message")
              + e.messages().stream()
                  .map(n -> "#" + n)
                  .collect(Collectors.joining(" ", " (", ")")));
    }
    if (!e.fields().isEmpty()) {
      what.add("in the plan " + String.join(", ", e.fields()));
    }
    return cast.sign(
        "↩",
        "<",
        "Rested on " + e.agent() + "'s word alone, withdrawn: " + String.join("; ", what));
  }

  List<String> step(StepExecuted e) {
    List<String> lines = new ArrayList<>();
    if (!executing) {
      executing = true;
      lines.addAll(cast.layout().heading("The plan is carried out"));
    }
    stepsShown = true;
    String place = e.place() == null ? "" : " (" + e.place() + ")";
    lines.addAll(e.success() ? cast.good(e.title() + place) : cast.bad(e.title() + place));
    lines.addAll(cast.layout().remark("", cast.paint().text(e.text())));
    return lines;
  }

  List<String> outcome(OutcomeReached e) {
    List<String> lines = new ArrayList<>();
    if (!executing) {
      lines.addAll(cast.layout().heading("The plan is carried out"));
    }
    executing = true;
    lines.add("");
    lines.addAll(e.success() ? cast.good("The heist succeeds.") : cast.bad("The heist fails."));
    if (!stepsShown) {
      lines.addAll(cast.layout().remark("", cast.paint().text(e.story())));
    }
    Why.of(e).ifPresent(text -> lines.addAll(cast.layout().remark("", cast.paint().text(text))));
    if (!e.success() && e.field() != null && struck.contains(e.field())) {
      String what =
          "The %s rested on %s's word alone and was struck out with it%s."
              .formatted(
                  e.field().replace('_', ' '),
                  accused,
                  e.planned() == null
                      ? ""
                      : "; " + e.planned() + " is what the planner then made of it");
      lines.addAll(cast.layout().remark("", cast.paint().text(what)));
    }
    return lines;
  }

  List<String> revealed(MoleRevealed e) {
    List<String> lines = new ArrayList<>(cast.layout().heading("The reveal"));
    if (e.mole() == null) {
      lines.addAll(cast.layout().remark("", "There was no mole."));
    } else {
      String how = e.strategy() == null ? "" : " (" + e.strategy().replace('_', ' ') + ")";
      lines.addAll(
          cast.layout().remark("", cast.paint().text("The mole was " + e.mole() + how + ".")));
    }
    List<Note> told = e.notes().stream().filter(n -> n.agent().equals(e.mole())).toList();
    for (Note note : told) {
      lines.addAll(
          cast.layout()
              .block(
                  null,
                  cast.who(note.agent()),
                  Text.wrap(
                      cast.paint().text("turn " + note.turn() + ": " + Text.spoken(note.text())),
                      cast.layout().textColumns())));
    }
    return lines;
  }

  List<String> ended(SessionEnded e) {
    return switch (e.end()) {
      case COMPLETED -> List.of();
      case STOPPED ->
          cast.sign(
              "■",
              "#",
              e.cause() == null ? "Stopped." : Text.oneLine(Cast.capital(e.cause())) + ".");
      case FAILED -> cast.bad("The session could not go on" + because(e.cause()));
    };
  }

  private static String because(@Nullable String cause) {
    return cause == null ? "." : ": " + cause;
  }
}
