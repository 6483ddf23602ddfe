package heist.cli;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.cli.EvalSessions.Wish;
import heist.cli.Launcher.Need;
import heist.cli.Launcher.Services;
import heist.config.Casting.Cast;
import heist.detect.Calibration;
import heist.detect.Coefficients;
import heist.detect.Detector;
import heist.detect.PostMortem;
import heist.eval.Evaluation;
import heist.eval.Fits;
import heist.eval.Game;
import heist.eval.GameWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code heist eval}: measures a detector on games whose moles are known. */
@Command(
    name = "eval",
    description = {
      "Measure how well a detector finds moles, on a corpus, on stored sessions or on new ones.",
      "Values stand with their 95 %% interval and with what chance gives."
    },
    footer = {
      "",
      "Detectors: naive, classic, evidence, manner, rules, hybrid, judge, cmd:COMMAND, http://...",
      "The format of a corpus and what each figure means: docs/detection.md"
    },
    sortOptions = false)
final class EvalCommand implements Callable<Integer> {
  private static final List<String> SHIPPED =
      List.of("timing_errors", "false_info", "coordination_chaos", "subtle_delays", "wrong_tools");

  private final Context context;

  @ArgGroup(multiplicity = "1")
  private EvalFrom from;

  @Option(
      names = "--detector",
      paramLabel = "NAME",
      description = "What to measure (default: hybrid).")
  private String detector = "hybrid";

  @Option(
      names = "--prior",
      paramLabel = "P",
      description = "Share of games that have a mole, for probabilities (default: 6/7).")
  private double prior = Calibration.USUAL_PRIOR;

  @Option(
      names = "--rounds",
      paramLabel = "open|all",
      description =
          "open: while nobody has left, else the first round (default for --corpora); all: whole"
              + " games.")
  private @Nullable String rounds;

  @Option(
      names = "--without-volume",
      description = "Cut every agent's talk to the same amount before scoring.")
  private boolean withoutVolume;

  @Option(
      names = "--outcome",
      description =
          "Post-mortem: the detector also reads how the job went and who brought the wrong fact in.")
  private boolean outcome;

  @Option(names = "--ablation", description = "Measure without each signal, too.")
  private boolean ablation;

  @Option(
      names = "--leave-one-strategy-out",
      description =
          "Fit the rules on all strategies but one and measure on that one, each in turn.")
  private boolean leaveStrategy;

  @Option(
      names = "--stress",
      description = "Honest games in which one agent talks more, errs, asks, ...; forged verdicts.")
  private boolean stress;

  @Option(
      names = "--monitor",
      description =
          "With --generate: how often the crew brings its job off with nobody accused, with the"
              + " detector as accuser, and with a perfect one.")
  private boolean monitor;

  @Option(
      names = "--honest",
      paramLabel = "SHARE",
      description = "With --generate: share of sessions without a mole (default: 0.5).")
  private double honest = 0.5;

  @Option(
      names = "--seed",
      paramLabel = "TEXT",
      description = "With --generate: begins the seeds (default: eval).")
  private String seed = "eval";

  @Option(names = "--scenario", paramLabel = "NAME", description = "With --generate.")
  private @Nullable String scenario;

  @Option(names = "--crew", paramLabel = "NAME", description = "With --generate.")
  private @Nullable String crew;

  @Option(
      names = "--strategies",
      split = ",",
      paramLabel = "S",
      description = "With --generate: the moles' strategies (default: all of the set, else five).")
  private List<String> strategies = List.of();

  @Option(
      names = "--set",
      paramLabel = "ZIP",
      description =
          "With --generate: play the crews, strategies and phrases of an archive, in a data folder"
              + " of their own that is removed afterwards; see benchmarks/apart.")
  private @Nullable Path set;

  @Option(names = "--save", paramLabel = "FILE", description = "Write the games as a corpus.")
  private @Nullable Path save;

  @Option(
      names = "--fit",
      paramLabel = "manner|rules|calibration",
      description = "Fit what detectors keep as data instead of measuring; see --out.")
  private @Nullable String fit;

  @Option(names = "--out", paramLabel = "FILE", description = "With --fit: where to write it.")
  private @Nullable Path out;

  @Option(names = "--json", paramLabel = "FILE", description = "Write everything as JSON.")
  private @Nullable Path json;

  @Option(names = "--html", paramLabel = "FILE", description = "Write a page with pictures.")
  private @Nullable Path html;

  @Mixin private DataOption data;

  @Mixin private LlmOptions llm;

  EvalCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    check(prior > 0 && prior < 1, "--prior must lie between 0 and 1, not " + prior);
    check(honest >= 0 && honest <= 1, "--honest must lie between 0 and 1, not " + honest);
    check(
        rounds == null || rounds.equals("open") || rounds.equals("all"),
        "--rounds takes open or all, not \"" + rounds + "\"");
    check(set == null || from.generate != null, "--set goes with --generate N");
    Play.writable(save, out, json, html);
    if (monitor) {
      monitor();
      return 0;
    }
    check((fit == null) == (out == null), "--fit and --out go together");
    if (fit != null) {
      new EvalFit(this::each, name()).run(fit, java.util.Objects.requireNonNull(out));
      context.out().println("Written to " + out);
      return 0;
    }
    try (EvalDetectors detectors = new EvalDetectors(context, llm)) {
      Detector before = detectors.of(detector);
      if (stress) {
        new EvalStress(context, before).run(this::each);
        return 0;
      }
      EvalClock measured =
          new EvalClock(
              outcome ? new PostMortem(before, null) : before, EvalDetectors.local(detector));
      Evaluation evaluation =
          new Evaluation(
              measured, Calibration.of(measured.name()).orElse(null), prior, true, ablation);
      Set<String> notes = new TreeSet<>();
      Path folder = from.corpora;
      if (outcome) {
        check(!leaveStrategy && !ablation, "--outcome is measured by itself");
        each(g -> {
          notes.add(evaluation.add(g, new PostMortem(before, g.outcome())).note());
          notes.add(g.outcome() == null ? "of some games nobody knows how the job went" : "");
        });
      } else if (leaveStrategy) {
        check(
            from.generate == null, "--leave-one-strategy-out reads twice: --save the games first");
        EvalStrategies.leaveEachOut(this::each, evaluation);
      } else if (folder != null && detectors.fitted(detector)) {
        leaveOneOut(folder, detectors, evaluation, notes);
      } else {
        each(g -> notes.add(evaluation.add(g).note()));
      }
      notes.remove("");
      check(evaluation.games() > 0, "there is no game to measure on");
      EvalReport report = new EvalReport(evaluation.result(), name(), detector);
      report.print(context, notes);
      measured.print(context.out());
      report.write(json, html);
    }
    return 0;
  }

  /** What sessions are worth to the crew under each watcher. */
  private void monitor() {
    check(from.generate != null, "--monitor goes with --generate N");
    check(
        detector.equals("hybrid"),
        "--monitor measures hybrid, by which sessions accuse; leave out --detector");
    check(
        fit == null && html == null && save == null && rounds == null,
        "--monitor plays for the outcome alone; leave out --fit, --html, --save and --rounds");
    check(
        !stress && !outcome && !ablation && !leaveStrategy && !withoutVolume,
        "--monitor is measured by itself; leave out --stress, --outcome, --ablation,"
            + " --leave-one-strategy-out and --without-volume");
    EvalMonitor found = new EvalMonitor();
    if (set == null) {
      Wish wish = wish(scenario, crew, or(SHIPPED));
      playing(data.folder(context), sessions -> sessions.monitored(wish, found::add));
    } else {
      try (EvalSet apart = EvalSet.open(set)) {
        Wish wish = wish(null, null, or(apart.strategies()));
        List<Cast> casts = apart.casts(context.home(), scenario, crew);
        playing(apart.folder(), sessions -> sessions.monitored(wish, casts, found::add));
      }
    }
    found.print(context.out());
    if (json != null) {
      EvalFit.write(json, found.json(name()) + "\n");
    }
  }

  /** Fits on all corpora of a folder but one, and measures on that one; each in its turn. */
  private void leaveOneOut(
      Path folder, EvalDetectors detectors, Evaluation evaluation, Set<String> notes) {
    List<Fits.MannerRow> rows = new ArrayList<>();
    each(g -> {
      Fits.MannerRow row = Fits.mannerRow(g);
      if (row != null) {
        rows.add(row);
      }
    });
    for (Path file : EvalInput.corpora(folder)) {
      EvalInput.each(
          file,
          game -> {
            Coefficients others = detectors.mannerWithout(game.source(), rows);
            notes.add(
                evaluation.add(prepared().apply(game), detectors.of(detector, others)).note());
          });
    }
  }

  // ---- games

  private UnaryOperator<Game> prepared() {
    boolean open = rounds == null ? from.corpora != null : rounds.equals("open");
    return game -> {
      Game kept = open ? game.beforeAnybodyLeaves() : game;
      return withoutVolume ? kept.withoutVolume() : kept;
    };
  }

  private void each(Consumer<Game> use) {
    UnaryOperator<Game> prepare = prepared();
    Consumer<Game> prepared = g -> use.accept(prepare.apply(g));
    if (save == null) {
      games(prepared);
      return;
    }
    try (PrintWriter file = new PrintWriter(Files.newBufferedWriter(save))) {
      games(g -> {
        file.println(GameWriter.line(g));
        prepared.accept(g);
      });
    } catch (IOException e) {
      throw new HeistException(Kind.BAD_INPUT, "cannot write " + save + ": " + Reason.of(e), e);
    }
  }

  private void games(Consumer<Game> use) {
    if (from.corpus != null) {
      from.corpus.forEach(f -> EvalInput.each(f, use));
    } else if (from.corpora != null) {
      EvalInput.corpora(from.corpora).forEach(f -> EvalInput.each(f, use));
    } else if (from.apart != null) {
      EvalInput.eachOfArchive(from.apart, use);
    } else if (from.session != null) {
      stored(from.session, use);
    } else {
      play(use);
    }
  }

  private void stored(List<String> ids, Consumer<Game> use) {
    try (Services services = context.launcher().use(data.folder(context), Need.READ, null)) {
      Door game = services.door("game");
      ids.forEach(id -> use.accept(new EvalSessions(game).stored(Sessions.id(game, id))));
    }
  }

  private void play(Consumer<Game> use) {
    if (set == null) {
      Wish wish = wish(scenario, crew, or(SHIPPED));
      playing(data.folder(context), sessions -> sessions.play(wish, use));
      return;
    }
    try (EvalSet apart = EvalSet.open(set)) {
      Wish wish = wish(null, null, or(apart.strategies()));
      List<Cast> casts = apart.casts(context.home(), scenario, crew);
      playing(apart.folder(), sessions -> sessions.play(wish, casts, use));
    }
  }

  private Wish wish(@Nullable String job, @Nullable String who, List<String> moles) {
    int n = java.util.Objects.requireNonNull(from.generate);
    check(n >= 1 && n <= 100_000, "--generate must be 1 to 100000, not " + n);
    return new Wish(n, honest, seed, job, who, moles);
  }

  private void playing(Path folder, Consumer<EvalSessions> use) {
    try (Services services =
        context
            .launcher()
            .use(folder, Need.RUN, llm.chosen(context, context.err()::println).orElse(null))) {
      use.accept(new EvalSessions(services.door("game")));
    }
  }

  private List<String> or(List<String> usual) {
    return strategies.isEmpty() ? usual : strategies;
  }

  private String name() {
    return from.name()
        + (from.generate == null ? "" : " of seed " + seed)
        + (set == null ? "" : " with " + set.getFileName());
  }

  private static void check(boolean good, String message) {
    if (!good) {
      throw new HeistException(Kind.BAD_INPUT, message);
    }
  }
}
