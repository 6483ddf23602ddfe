package heist.cli;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.detect.Calibration;
import heist.detect.Classic;
import heist.detect.Detector;
import heist.detect.Evidence;
import heist.detect.Hybrid;
import heist.detect.Rules;
import heist.eval.Fits;
import heist.eval.Game;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** {@code heist eval --fit}: makes the data that detectors keep. */
final class EvalFit {
  /**
   * Share of honest crews that may be accused where the threshold is set. The aim elsewhere is .05;
   * with a few hundred games to set it on, half of that and less leaves a margin.
   */
  private static final double FALSE_ALARMS = 0.02;

  private final Consumer<Consumer<Game>> games;
  private final String corpus;

  EvalFit(Consumer<Consumer<Game>> games, String corpus) {
    this.games = games;
    this.corpus = corpus;
  }

  void run(String what, Path out) {
    switch (what) {
      case "manner" -> {
        List<Fits.MannerRow> rows = new ArrayList<>();
        games.accept(g -> add(Fits.mannerRow(g), rows));
        write(out, Fits.manner(rows, obtained(what, rows.size())).json());
      }
      case "rules" -> {
        List<Fits.RulesRow> rows = new ArrayList<>();
        games.accept(g -> add(Fits.rulesRow(g), rows));
        if (rows.isEmpty()) {
          throw new HeistException(
              Kind.BAD_INPUT, "no game has tool results and known moles; --fit rules needs some");
        }
        write(out, Fits.rules(rows, obtained(what, rows.size())).json());
      }
      case "calibration" -> calibration(out);
      default ->
          throw new HeistException(
              Kind.BAD_INPUT, "--fit takes manner, rules or calibration, not \"" + what + "\"");
    }
  }

  /** A game of which nobody knows the moles gives no row. */
  private static <T> void add(@Nullable T row, List<T> into) {
    if (row != null) {
      into.add(row);
    }
  }

  private void calibration(Path out) {
    Map<Detector, List<Fits.CalibrationRow>> rows = new LinkedHashMap<>();
    for (Detector d : List.of(new Classic(), new Evidence(), new Rules(), new Hybrid())) {
      rows.put(d, new ArrayList<>());
    }
    games.accept(
        g -> rows.forEach((d, l) -> add(Fits.calibrationRow(g, d.assess(g.transcript())), l)));
    var node = JsonMapper.shared().createObjectNode();
    node.put("obtained", obtained("calibration", rows.values().iterator().next().size()));
    rows.forEach((d, l) -> {
      Calibration calibration = Fits.calibration(l, FALSE_ALARMS, least(d));
      node.set(d.name(), calibration.json());
    });
    write(
        out, JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n");
  }

  /** Scores that come from manner alone accuse nobody. */
  private static double least(Detector d) {
    return d instanceof Rules || d instanceof Hybrid ? Rules.BY_MANNER : 0.01;
  }

  private String obtained(String what, int games) {
    return "heist eval --fit " + what + " on " + corpus + " (" + games + " games)";
  }

  static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new HeistException(Kind.BAD_INPUT, "cannot write " + file + ": " + Reason.of(e), e);
    }
  }
}
