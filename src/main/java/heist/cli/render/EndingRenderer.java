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
    String by = e.by().equals(AccusationLocked.NO_ACCUSER) ? "." : " (" + e.by() + ").";
    return cast.sign(
        "!",
        "!",
        e.suspect() == null
            ? cast.say("accused.nobody", "", by)
            : cast.say("accused.agent", Text.oneLine(e.suspect()), by));
  }

  List<String> verdict(Verdict verdict) {
    String text = cast.say("verdict." + verdict);
    return verdict == Verdict.SUCCESS ? cast.good(text) : cast.bad(text);
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
          cast.say("count.message", e.messages().size())
              + e.messages().stream()
                  .map(n -> "#" + n)
                  .collect(Collectors.joining(" ", " (", ")")));
    }
    if (!e.fields().isEmpty()) {
      what.add(cast.say("withdrawn.fields", String.join(", ", e.fields())));
    }
    return cast.sign("↩", "<", cast.say("withdrawn", e.agent(), String.join("; ", what)));
  }

  List<String> step(StepExecuted e) {
    List<String> lines = new ArrayList<>();
    if (!executing) {
      executing = true;
      lines.addAll(cast.heading("job"));
    }
    stepsShown = true;
    String place = e.place() == null ? "" : " (" + e.place() + ")";
    lines.addAll(e.success() ? cast.good(e.title() + place) : cast.bad(e.title() + place));
    lines.addAll(cast.remark(e.text()));
    return lines;
  }

  List<String> outcome(OutcomeReached e) {
    List<String> lines = new ArrayList<>();
    if (!executing) {
      lines.addAll(cast.heading("job"));
    }
    executing = true;
    lines.add("");
    lines.addAll(
        e.success() ? cast.good(cast.say("job.success")) : cast.bad(cast.say("job.failure")));
    if (!stepsShown) {
      lines.addAll(cast.remark(e.story()));
    }
    Why.of(e, cast.words()).ifPresent(why -> lines.addAll(cast.remark(cast.say("why", why))));
    if (!e.success() && e.field() != null && struck.contains(e.field())) {
      String field = e.field().replace('_', ' ');
      lines.addAll(
          cast.remark(
              e.planned() == null
                  ? cast.say("job.struck", field, accused)
                  : cast.say("job.struck.instead", field, accused, e.planned())));
    }
    return lines;
  }

  List<String> revealed(MoleRevealed e) {
    List<String> lines = new ArrayList<>(cast.heading("reveal"));
    if (e.mole() == null) {
      lines.addAll(cast.remark(cast.say("reveal.none")));
    } else {
      lines.addAll(
          cast.remark(
              e.strategy() == null
                  ? cast.say("reveal.mole", e.mole())
                  : cast.say("reveal.mole.how", e.mole(), strategy(e.strategy()))));
    }
    List<Note> told = e.notes().stream().filter(n -> n.agent().equals(e.mole())).toList();
    for (Note note : told) {
      lines.addAll(
          cast.layout()
              .block(
                  null,
                  cast.who(note.agent()),
                  Text.wrap(
                      cast.say("reveal.note", note.turn(), Text.spoken(note.text())),
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
              e.cause() == null
                  ? cast.say("ended.stopped")
                  : Text.oneLine(Cast.capital(e.cause())) + ".");
      case FAILED -> cast.bad(cast.say("ended.failed", because(e.cause())));
    };
  }

  /** The name of a shipped strategy in the session's language, of any other as it is. */
  private String strategy(String name) {
    return cast.words().sayOr("strategy." + name, name.replace('_', ' '));
  }

  private static String because(@Nullable String cause) {
    return cause == null ? "." : ": " + cause;
  }
}
