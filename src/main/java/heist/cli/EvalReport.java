package heist.cli;

import heist.eval.Evaluation;
import heist.eval.ReportHtml;
import heist.eval.ReportJson;
import heist.eval.ReportRows;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code heist eval} found: for people, as JSON and as a page.
 *
 * @param corpus what it was measured on
 */
record EvalReport(Evaluation.Result result, String corpus, String detector) {
  /** Prints the figures and, below them, what has to be known about them. */
  void print(Context context, Set<String> notes) {
    for (List<String> row : ReportRows.of(result)) {
      if (row.size() == 1) {
        context.out().println();
        context.out().println(context.paint().text(row.getFirst()));
      } else {
        String line = "  %-38s %-24s chance %-6s n %-6s".formatted(row.toArray()) + beside(row);
        context.out().println(line.stripTrailing());
      }
    }
    if (!notes.isEmpty()) {
      context.out().println();
      notes.stream().limit(3).forEach(n -> context.out().println("Note: " + n));
    }
  }

  private static String beside(List<String> row) {
    return row.get(4).equals("-") && row.get(5).equals("-")
        ? ""
        : " best trivial %-30s naive %s".formatted(row.get(4), row.get(5));
  }

  /** Writes the files that are wanted. */
  void write(@Nullable Path json, @Nullable Path html) {
    if (json != null) {
      EvalFit.write(json, ReportJson.of(result, corpus).toString() + "\n");
    }
    if (html != null) {
      EvalFit.write(html, ReportHtml.of(result, corpus, "heist eval --detector " + detector));
    }
  }
}
