package heist.service.model;

import java.util.LinkedHashMap;
import java.util.Map;

/** Prints sessions, for reading, and counts: see the usage it prints without arguments. */
final class Rehearsal {
  private Rehearsal() {}

  /** Plays and prints. */
  public static void main(String[] args) {
    if (args.length == 0) {
      System.out.println(
          "en|de|SCENARIO SEED [MOLE METHOD]    or    count SCENARIO N [MOLE METHOD]    or    blind SCENARIO FROM N");
      return;
    }
    if (args[0].equals("blind")) {
      blind(args[1], Integer.parseInt(args[2]), Integer.parseInt(args[3]));
      return;
    }
    if (args[0].equals("count")) {
      count(
          args[1],
          Integer.parseInt(args[2]),
          args.length > 4 ? args[3] : null,
          args.length > 4 ? args[4] : "");
      return;
    }
    long seed = Long.parseLong(args[1]);
    var stage =
        new Stage(
            switch (args[0]) {
              case "de" -> Jobs.museum(seed);
              case "en" -> Jobs.lighthouse(seed);
              default -> new Worlds().draw(args[0], "classic", seed).job();
            });
    if (args.length > 3) {
      stage.mole = args[2];
      stage.method = args[3];
    }
    System.out.println(stage.play(seed).transcript());
  }

  /** Games for a reader who is to find the mole; who it was goes to the error stream. */
  private static void blind(String scenario, int from, int n) {
    var worlds = new Worlds();
    for (int seed = from; seed < from + n; seed++) {
      var random = new java.util.SplittableRandom(seed * 7919L);
      var drawn = worlds.draw(scenario, "classic", seed);
      var crew = drawn.job().crew();
      var mole = crew.get(random.nextInt(crew.size())).name();
      var method = worlds.strategies().get(random.nextInt(worlds.strategies().size()));
      var stage = worlds.stage(drawn, mole, method, seed).play(seed);
      System.out.println("=== game " + seed);
      for (var e : stage.log) {
        switch (e.event()) {
          case heist.event.SessionEvent.ToolReturned r when !r.tool().equals("submit_plan") ->
              System.out.println("  [" + r.agent() + " " + r.tool() + "] " + r.result().strip());
          case heist.event.SessionEvent.MessageSpoken m ->
              System.out.println(m.round() + " " + m.agent() + ": " + m.text());
          default -> {}
        }
      }
      System.out.println("plan " + stage.plan);
      System.err.println("key " + seed + " " + mole + " " + method + " " + drawn.works(stage.plan));
    }
  }

  private static void count(
      String scenario, int n, @org.jspecify.annotations.Nullable String mole, String method) {
    var worlds = new Worlds();
    int won = 0;
    int notools = 0;
    long nanos = 0;
    Map<String, Integer> wrong = new LinkedHashMap<>();
    for (int seed = 1; seed <= n; seed++) {
      var drawn = worlds.draw(scenario, "classic", seed);
      var stage = new Stage(drawn.job());
      if (mole != null) {
        var crew = drawn.job().crew();
        stage.mole = mole.equals("random") ? crew.get(seed % crew.size()).name() : mole;
        stage.method = method;
      }
      stage.tools = !"off".equals(System.getProperty("tools"));
      stage.textForm = "on".equals(System.getProperty("text"));
      long t = cpu();
      stage.play(seed);
      nanos += cpu() - t;
      boolean ok = drawn.works(stage.plan);
      won += ok ? 1 : 0;
      if (!ok) {
        for (var f : drawn.job().form()) {
          if (!f.truth().equals(stage.plan.get(f.name()))) {
            wrong.merge(f.name(), 1, Integer::sum);
            if (System.getProperty("show") != null) {
              System.out.println(
                  seed
                      + " "
                      + (stage.mole == null ? "" : stage.mole + " ")
                      + f.name()
                      + " = "
                      + stage.plan.get(f.name())
                      + " instead of "
                      + f.truth());
            }
          }
        }
      }
    }
    System.out.println(
        won
            + " of "
            + n
            + " worked; "
            + nanos / n / 1_000_000
            + " ms of CPU a session; wrong: "
            + wrong);
  }

  private static long cpu() {
    return java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
