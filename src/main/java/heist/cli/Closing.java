package heist.cli;

import heist.cli.Launcher.Services;
import heist.cli.render.Paint;
import heist.cli.render.Tally;
import heist.cli.render.Text;
import heist.cli.render.Words;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The closing summary: what came out, where it is kept, what to try next. */
final class Closing {
  private static final int KEY = 9;

  private final Context context;
  private final Services services;
  private final Path data;
  private final String id;

  Closing(Context context, Services services, Path data, String id) {
    this.context = context;
    this.services = services;
    this.data = data;
    this.id = id;
  }

  void print(Tally tally, Words words, long tookNanos, @Nullable Path export) {
    List<List<String>> rows = new ArrayList<>(tally.rows(Duration.ofNanos(tookNanos)));
    String saved =
        Saved.words(words, services.door("game").get("/api/v1/sessions/" + id).path("memory"));
    if (!saved.isEmpty()) {
      rows.add(List.of(words.say("row.memory"), saved));
    }
    rows.add(List.of(words.say("row.kept"), words.say("kept", id, Shown.path(data))));
    if (export != null) {
      rows.add(List.of(words.say("row.export"), Shown.path(export)));
    }
    String with = Shown.option(context, data);
    boolean open = tally.moleGame() && tally.deliberated() && !tally.locked();
    String next = words.say("row.next");
    if (open) {
      rows.add(List.of(next, command("guess " + id + " AGENT") + with));
    }
    rows.add(List.of(open ? "" : next, command("replay " + id) + with));
    rows.add(List.of("", command("export " + id + " --format md") + with));
    rows.add(List.of("", command(services.own() ? "up --open" : "stats") + with));
    print(context, rows);
  }

  /** Prints names with values beside them, the values wrapped to the screen. */
  static void print(Context context, List<List<String>> rows) {
    Paint paint = context.paint();
    context.out().println();
    for (List<String> row : rows) {
      List<String> lines = Text.wrap(paint.text(row.getLast()), context.screen().width() - KEY - 3);
      for (int i = 0; i < lines.size(); i++) {
        String key = i == 0 ? row.getFirst() : "";
        context.out().println("  " + paint.dim(paint.text(Text.pad(key, KEY))) + lines.get(i));
      }
    }
  }

  private String command(String rest) {
    return Shown.command(context, rest);
  }
}
