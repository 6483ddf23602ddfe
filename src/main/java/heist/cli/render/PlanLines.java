package heist.cli.render;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plans as they are handed in, one after another: what a revision changes is marked. */
final class PlanLines {
  private final Cast cast;
  private @Nullable Map<String, String> last;

  PlanLines(Cast cast) {
    this.cast = cast;
  }

  /** Says that the next plan is handed in. */
  String announcement() {
    return cast.say(last == null ? "plan.first" : "plan.revised");
  }

  /** The lines of a plan, beside the one before. */
  List<String> handedIn(Map<String, String> plan) {
    List<String> lines =
        cast.layout()
            .table(
                plan.entrySet().stream()
                    .map(line ->
                        List.of(
                            text(line.getKey().replace('_', ' ')),
                            text(line.getValue()) + change(line.getKey(), line.getValue())))
                    .toList());
    last = Map.copyOf(plan);
    return lines;
  }

  private String change(String field, String value) {
    if (last == null || value.equals(last.get(field))) {
      return "";
    }
    String before = last.get(field);
    return cast.paint()
        .dim(" " + (before == null ? cast.say("plan.new") : cast.say("plan.was", text(before))));
  }

  private String text(String model) {
    return cast.paint().text(Text.oneLine(model));
  }
}
