package heist.cli;

import heist.HeistException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** Commands that change how long, how fast and at what cost a session goes on. */
final class Limits {
  private Limits() {}

  /** {@code heist extend}. */
  @Command(name = "extend", description = "Give a session more rounds.")
  static final class Extend extends Steering {
    @Option(
        names = "--rounds",
        paramLabel = "N",
        required = true,
        description = "How many rounds more (or fewer, with a minus).")
    private int rounds;

    Extend(Context context) {
      super(context, false);
    }

    @Override
    String route() {
      return "/extend";
    }

    @Override
    void fill(ObjectNode body) {
      body.put("more", rounds);
    }

    @Override
    String done() {
      return "Rounds: " + (rounds > 0 ? "+" : "") + rounds + ".";
    }
  }

  /** {@code heist budget}. */
  @Command(name = "budget", description = "Change a hard limit of a session.")
  static final class Budget extends Steering {
    @Parameters(
        index = "1",
        paramLabel = "NAME=N",
        description = "Such as tokens=200000 or model_calls=100; 0 means no limit.")
    private String limit;

    Budget(Context context) {
      super(context, false);
    }

    @Override
    String route() {
      return "/budget";
    }

    @Override
    void fill(ObjectNode body) {
      if (!limit.matches("[a-z_]+=[0-9]{1,18}")) {
        throw new HeistException(
            HeistException.Kind.BAD_INPUT,
            "a budget is given as NAME=N, such as tokens=200000; not \"" + limit + "\"");
      }
      body.put("name", limit.substring(0, limit.indexOf('=')));
      body.put("limit", Long.parseLong(limit.substring(limit.indexOf('=') + 1)));
    }

    @Override
    String done() {
      return "The budget is " + limit.replace("=", " ") + ".";
    }
  }

  /** {@code heist pace}. */
  @Command(name = "pace", description = "Change how long a session waits before each turn.")
  static final class Pace extends Steering {
    @Parameters(index = "1", paramLabel = "SECONDS", description = "0 to 600, such as 1.5.")
    private double seconds;

    Pace(Context context) {
      super(context, false);
    }

    @Override
    String route() {
      return "/pace";
    }

    @Override
    void fill(ObjectNode body) {
      body.put("seconds", seconds);
    }

    @Override
    String done() {
      return "It waits %s seconds before each turn.".formatted(seconds);
    }
  }
}
