package heist.cli;

import heist.HeistException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code heist bench}: measures. */
@Command(
    name = "bench",
    description = "Measure how fast this program is.",
    subcommands = {
      BenchCommand.Turns.class,
      BenchMemory.class,
      BenchContext.class,
      BenchCommand.Feed.class,
      BenchCommand.Tools.class,
      BenchCommand.Tokens.class
    })
final class BenchCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    throw new HeistException(
        HeistException.Kind.BAD_INPUT,
        "what to measure is missing; there are: heist bench turns, heist bench memory, heist bench context, heist bench feed, heist bench tools, heist bench tokens");
  }

  /** A measurement in a folder of its own, which is gone afterwards. */
  abstract static class Measure implements Callable<Integer> {
    final Context context;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    Measure(Context context) {
      this.context = context;
    }

    /** Checks the options, measures and tells. */
    abstract JsonNode figures(Path data);

    /** How people see them. */
    Table table(JsonNode figures) {
      Table table = new Table("FIGURE", "VALUE");
      figures
          .properties()
          .forEach(p ->
              table.row(
                  p.getKey(),
                  p.getValue().isString() ? p.getValue().asString("") : p.getValue().toString()));
      return table;
    }

    @Override
    public Integer call() {
      Path data = Folders.temporary("heist-bench");
      try {
        JsonNode figures = figures(data);
        if (json) {
          context.out().println(figures);
        } else {
          table(figures).print(context.out(), context.paint());
        }
        return 0;
      } finally {
        remove(data);
      }
    }
  }

  /** Calls from a process of their own. */
  static final class Load {
    @Option(
        names = "--connections",
        paramLabel = "N",
        description = "Connections at the same time (default: 16).")
    private int connections = 16;

    @Option(
        names = "--seconds",
        paramLabel = "N",
        description =
            "How long each measurement takes, after half as long a warm-up (default: 10).")
    private int seconds = 10;

    void check() {
      BenchCommand.check("--connections", connections, 1, 1_000);
      BenchCommand.check("--seconds", seconds, 1, 600);
    }
  }

  /** {@code heist bench turns}. */
  @Command(
      name = "turns",
      description = {
        "Turns per second of sessions that run at the same time.",
        "With every service, token, event and commit that a real turn has. The model alone "
            + "is a stub that answers after a set time."
      },
      sortOptions = false)
  static final class Turns extends Measure {
    @Option(
        names = "--sessions",
        paramLabel = "N",
        description = "Sessions at the same time (default: 32).")
    private int sessions = 32;

    @Option(
        names = "--latency",
        paramLabel = "MS",
        description = "How long the stub model takes (default: 0).")
    private int latency;

    @Option(names = "--rounds", paramLabel = "N", description = "Rounds a session (default: 5).")
    private int rounds = 5;

    @Option(
        names = "--warm-up",
        paramLabel = "SECONDS",
        description = "How long sessions of the same kind are played before (default: 20).")
    private int warmUp = 20;

    Turns(Context context) {
      super(context);
    }

    @Override
    JsonNode figures(Path data) {
      check("--sessions", sessions, 1, 10_000);
      check("--latency", latency, 0, 60_000);
      check("--rounds", rounds, 1, 100);
      check("--warm-up", warmUp, 0, 600);
      return context
          .launcher()
          .benchTurns(
              data, sessions, Duration.ofMillis(latency), rounds, Duration.ofSeconds(warmUp));
    }
  }

  /** {@code heist bench feed}. */
  @Command(
      name = "feed",
      description = {
        "What readers of the dashboard's WebSocket miss or see twice.",
        "They break off and come back at random. Also how long an event takes until a "
            + "reader has it."
      },
      sortOptions = false)
  static final class Feed extends Measure {
    @Option(names = "--readers", paramLabel = "N", description = "Readers (default: 200).")
    private int readers = 200;

    @Option(
        names = "--rounds",
        paramLabel = "N",
        description = "Rounds of each of the ten sessions (default: 5).")
    private int rounds = 5;

    Feed(Context context) {
      super(context);
    }

    @Override
    JsonNode figures(Path data) {
      check("--readers", readers, 1, 1000);
      check("--rounds", rounds, 1, 100);
      return context.launcher().benchFeed(data, readers, rounds);
    }
  }

  /** {@code heist bench tools}. */
  @Command(
      name = "tools",
      description = {
        "Calls of a tool per second by REST and by MCP.",
        "With one token and with many, each checked and noted in the audit as always; and "
            + "the same server's echo without a token. The load comes from a process of its own."
      },
      sortOptions = false)
  static final class Tools extends Measure {
    @Option(
        names = "--tokens",
        paramLabel = "N",
        description = "Many tokens are N (default: 10000).")
    private int tokens = 10_000;

    @Mixin private Load load;

    Tools(Context context) {
      super(context);
    }

    @Override
    JsonNode figures(Path data) {
      check("--tokens", tokens, 2, 100_000);
      load.check();
      return context.launcher().benchTools(data, tokens, load.connections, load.seconds);
    }
  }

  /** {@code heist bench tokens}. */
  @Command(
      name = "tokens",
      description = {
        "Tokens per second that the authorization server grants.",
        "Each client proven, each token signed and noted in the audit as always; and bare "
            + "RS256 signing on the same processors. The requests come from a process of their "
            + "own."
      },
      sortOptions = false)
  static final class Tokens extends Measure {
    @Mixin private Load load;

    Tokens(Context context) {
      super(context);
    }

    @Override
    JsonNode figures(Path data) {
      load.check();
      return context.launcher().benchTokens(data, load.connections, load.seconds);
    }
  }

  static void check(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new HeistException(
          HeistException.Kind.BAD_INPUT,
          option + " must be " + least + " to " + most + ", not " + value);
    }
  }

  private static void remove(Path folder) {
    try {
      Folders.remove(folder);
    } catch (IOException e) {
      // What is left lies in the folder for temporary files.
    }
  }
}
