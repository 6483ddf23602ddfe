package heist.session;

import heist.event.Envelope;
import heist.event.EventCodec;
import heist.event.SessionEvent.AccusationLocked;
import heist.event.SessionEvent.MessageSpoken;
import heist.event.SessionEvent.MoleRevealed;
import heist.event.SessionEvent.OutcomeReached;
import heist.event.SessionEvent.PlanSubmitted;
import heist.event.SessionEvent.RoundStarted;
import heist.event.SessionEvent.SessionCreated;
import heist.event.SessionEvent.StepExecuted;
import heist.event.SessionEvent.ToolRequested;
import heist.event.SessionEvent.ToolReturned;
import heist.event.SessionEvent.TurnEnded;
import heist.event.SessionEvent.TurnOutcome;
import heist.event.SessionEvent.VerdictTold;
import heist.event.View;
import heist.event.View.Viewer;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/**
 * A session as a file. Before the reveal every form holds the outside view only (with a mole game);
 * after it, {@code jsonl} and {@code full} hold every fact. Pure.
 */
public final class Export {
  private Export() {}

  /**
   * The canonical form: JSON Lines without session id, times, durations and token ids. The same
   * seed with the offline model gives the same bytes.
   */
  public static String jsonl(List<Envelope> log, boolean all) {
    return lines(log, all, false);
  }

  /** JSON Lines with everything. */
  public static String full(List<Envelope> log, boolean all) {
    return lines(log, all, true);
  }

  private static String lines(List<Envelope> log, boolean all, boolean times) {
    return log.stream()
        .flatMap(e -> {
          if (!all) {
            return View.of(e, Viewer.OUTSIDE, false).stream().peek(n -> drop(n, times));
          }
          return java.util.stream.Stream.of(times ? EventCodec.full(e) : EventCodec.canonical(e));
        })
        .map(n -> EventCodec.line(n) + "\n")
        .collect(Collectors.joining());
  }

  private static void drop(ObjectNode node, boolean times) {
    if (!times) {
      node.remove("at");
    }
  }

  /** One line a message or tool call, for spreadsheets (RFC 4180). */
  public static String csv(List<Envelope> log) {
    StringBuilder text = new StringBuilder("seq,type,turn,agent,tool,success,text\r\n");
    for (Envelope e : log) {
      switch (e.event()) {
        case MessageSpoken m -> row(text, e, m.turn(), m.agent(), "", "", m.text());
        case ToolRequested t ->
            row(text, e, t.turn(), t.agent(), t.tool(), "", t.arguments().toString());
        case ToolReturned t ->
            row(text, e, t.turn(), t.agent(), t.tool(), Boolean.toString(t.success()), t.result());
        default -> {}
      }
    }
    return text.toString();
  }

  private static void row(
      StringBuilder text,
      Envelope e,
      int turn,
      String agent,
      String tool,
      String success,
      String what) {
    text.append(e.seq())
        .append(',')
        .append(e.type())
        .append(',')
        .append(turn)
        .append(',')
        .append(cell(agent))
        .append(',');
    text.append(cell(tool))
        .append(',')
        .append(success)
        .append(',')
        .append(cell(what))
        .append("\r\n");
  }

  /** A cell that no spreadsheet takes for a formula. */
  private static String cell(String value) {
    String safe =
        !value.isEmpty() && "=+-@\t\r".indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
    return safe.matches("(?s).*[\",\\r\\n].*") ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }

  /** A document to read. */
  public static String markdown(List<Envelope> log) {
    StringBuilder text = new StringBuilder();
    for (Envelope e : log) {
      switch (e.event()) {
        case SessionCreated c -> {
          text.append("# ").append(c.title()).append("\n\n");
          c.crew()
              .forEach(m ->
                  text.append("- **")
                      .append(m.name())
                      .append("**, ")
                      .append(m.role())
                      .append('\n'));
        }
        case RoundStarted r -> text.append("\n## Round ").append(r.round()).append("\n\n");
        case ToolRequested t ->
            text.append("> ")
                .append(t.agent())
                .append(" calls `")
                .append(t.tool())
                .append("` with `")
                .append(t.arguments())
                .append("`\n");
        case ToolReturned t -> text.append(">\n> ").append(quote(t.result())).append("\n\n");
        case MessageSpoken m ->
            text.append("**").append(m.agent()).append("**: ").append(m.text()).append("\n\n");
        case TurnEnded t -> {
          if (t.outcome() == TurnOutcome.FAILED) {
            text.append("*")
                .append(t.agent())
                .append(" said nothing: ")
                .append(t.cause())
                .append("*\n\n");
          }
        }
        case PlanSubmitted p -> {
          text.append("\n### The plan, revision ").append(p.revision()).append("\n\n");
          p.plan()
              .forEach((k, v) -> text.append("- ").append(k).append(": ").append(v).append('\n'));
          text.append('\n');
        }
        case AccusationLocked a ->
            text.append("\n## Accused\n\n")
                .append(a.suspect() == null ? "nobody" : a.suspect())
                .append(" (by ")
                .append(a.by())
                .append(")\n\n");
        case VerdictTold v -> text.append("Verdict: ").append(v.verdict()).append("\n\n");
        case StepExecuted s ->
            text.append(s.success() ? "- [x] " : "- [ ] ")
                .append(s.title())
                .append(": ")
                .append(s.text())
                .append('\n');
        case OutcomeReached o ->
            text.append("\n**")
                .append(o.success() ? "The heist succeeded." : "The heist failed.")
                .append("** ")
                .append(o.story())
                .append("\n\n");
        case MoleRevealed m ->
            text.append("## The reveal\n\n")
                .append(
                    m.mole() == null
                        ? "There was no mole."
                        : "The mole was **" + m.mole() + "** (" + m.strategy() + ").")
                .append('\n');
        default -> {}
      }
    }
    return text.toString();
  }

  private static String quote(String text) {
    return text.strip().replace("\n", "\n> ");
  }
}
