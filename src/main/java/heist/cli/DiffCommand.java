package heist.cli;

import heist.cli.render.Paint;
import heist.cli.render.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code heist diff}: where two sessions part, side by side. */
@Command(
    name = "diff",
    description = "Show the first turn in which two sessions differ, side by side.",
    sortOptions = false)
final class DiffCommand extends Sessions implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "A", description = "A session; last: the newest.")
  private String one;

  @Parameters(index = "1", paramLabel = "B", description = "Another one.")
  private String other;

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  DiffCommand(Context context) {
    super(context);
  }

  @Override
  public Integer call() {
    return withGame(game -> {
      String a = id(game, one);
      String b = id(game, other);
      JsonNode diff = game.get(path(a) + "/diff/" + b);
      if (json) {
        context.out().println(diff);
      } else if (diff.path("same").asBoolean(false)) {
        context.out().println("They do not differ, as far as everybody may see.");
      } else {
        show(a, b, diff.path("first"));
      }
      return 0;
    });
  }

  private void show(String a, String b, JsonNode first) {
    Paint paint = context.paint();
    int width = Math.max(20, (context.screen().width() - 3) / 2);
    context.out().println("The first difference: " + paint.bold(first.path("place").asString("")));
    context
        .out()
        .println(
            paint.dim(Text.pad(Text.cut(a, width, ""), width) + " | " + Text.cut(b, width, "")));
    List<String> left = lines(first.path("a"), width);
    List<String> right = lines(first.path("b"), width);
    for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
      String l = i < left.size() ? left.get(i) : "";
      String r = i < right.size() ? right.get(i) : "";
      context.out().println((Text.pad(l, width) + " | " + r).stripTrailing());
    }
  }

  private List<String> lines(JsonNode side, int width) {
    List<String> lines = new ArrayList<>();
    if (side.isEmpty()) {
      lines.add("(nothing)");
    }
    side.forEach(
        l -> lines.addAll(Text.wrap(context.paint().text(Text.oneLine(l.asString(""))), width)));
    return lines;
  }
}
