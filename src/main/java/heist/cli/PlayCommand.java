package heist.cli;

import heist.HeistException;
import heist.event.Envelope;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code heist play}: one session from the first word to the reveal. */
@Command(
    name = "play",
    description =
        "Play a session here: a crew plans a job, you name the mole, the plan is carried out.",
    sortOptions = false)
final class PlayCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private SessionRequest request;
  @Mixin private LlmOptions llm;
  @Mixin private DataOption data;

  @Option(
      names = "--accuse",
      paramLabel = "person|none|vote|hybrid",
      description =
          "Who accuses: you, nobody, the crew's vote or the detector (default: you on a terminal,"
              + " the crew's vote if you play, else nobody).")
  private @Nullable String accuse;

  @Option(names = "--no-guess", description = "The same as --accuse none.")
  private boolean noGuess;

  @Option(
      names = "--human",
      paramLabel = "AGENT",
      description = "You play this agent: you see what it sees, speak and use its tools.")
  private @Nullable String human;

  @Option(
      names = "--human-seconds",
      paramLabel = "N",
      description = "How long you may take for one step; then the model plays it (default: 120).")
  private @Nullable Integer humanSeconds;

  @Option(
      names = "--export",
      paramLabel = "FILE",
      description = "Write the session as JSON Lines when it is over.")
  private @Nullable Path export;

  @Option(names = "--json", description = "Print the events as JSON Lines, nothing else.")
  private boolean json;

  PlayCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Play.writable(export);
    if (human == null && humanSeconds != null) {
      throw new HeistException(
          HeistException.Kind.BAD_INPUT, "--human-seconds goes with --human AGENT");
    }
    if (human != null) {
      if (!context.asks() || json) {
        throw new HeistException(
            HeistException.Kind.BAD_INPUT,
            "--human needs a terminal to ask on; without one, play through the API (config.human)");
      }
      request.human(human, humanSeconds);
    }
    return new Play(context, request, llm, data.folder(context), json, accuser(), export)
        .run(
            new Play.Extra() {
              @Override
              public void seen(Door game, String id, Follower follower, Envelope event) {}
            });
  }

  private String accuser() {
    if (noGuess) {
      return "none";
    }
    boolean asks = context.asks() && !json;
    if (human != null) {
      if ("person".equals(accuse)) {
        throw new HeistException(
            HeistException.Kind.BAD_INPUT,
            "whoever plays does not accuse; with --human use --accuse vote, hybrid or none");
      }
      return accuse == null ? "vote" : accuse;
    }
    if (accuse == null) {
      return asks ? "person" : "none";
    }
    if (accuse.equals("person") && !asks) {
      context.err().println("heist: there is no terminal to ask on, so nobody will be accused");
      return "none";
    }
    return accuse;
  }
}
