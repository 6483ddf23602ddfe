package heist.cli;

import heist.HeistException;
import heist.cli.Launcher.Llm;
import heist.cli.Launcher.ModelServer;
import heist.cli.Launcher.Need;
import heist.cli.Launcher.Services;
import heist.config.Environment;
import heist.config.Library;
import heist.config.Settings;
import heist.event.Envelope;
import heist.event.SessionEvent.End;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Plays one session: starts it, shows it, asks, and sums up. */
final class Play {
  private static final double USUAL_PACE = 1.5;

  private final Context context;
  private final SessionRequest request;
  private final LlmOptions llmOptions;
  private final Path data;
  private final boolean json;
  private final String accuse;
  private final @Nullable Path export;

  Play(
      Context context,
      SessionRequest request,
      LlmOptions llmOptions,
      Path data,
      boolean json,
      String accuse,
      @Nullable Path export) {
    this.context = context;
    this.request = request;
    this.llmOptions = llmOptions;
    this.data = data;
    this.json = json;
    this.accuse = accuse;
    this.export = export;
  }

  /** What a command does beside watching. */
  interface Extra {
    /** After an event was shown. */
    void seen(Door game, String id, Follower follower, Envelope event);
  }

  int run(Extra extra) {
    long begin = System.nanoTime();
    Library library = new Library(context.home(), data, Environment.of(context.environment()));
    Optional<Llm> llm = llmOptions.chosen(context, this::say).or(() -> configured(library));
    ObjectNode body =
        request.body(library, llm, accuse, context.screen().live() && !json ? USUAL_PACE : 0);
    say(
        llm.map(l -> "The agents speak through " + l.baseUrl())
            .orElse("The agents speak through the offline model: rules, not an LLM"));
    CompletableFuture<List<ModelServer>> looked =
        llm.isPresent() || json
            ? CompletableFuture.completedFuture(List.of())
            : CompletableFuture.supplyAsync(context.launcher()::modelServers);
    try (Services services = context.launcher().use(data, Need.RUN, llm.orElse(null))) {
      tellOf(looked);
      Door game = services.door("game");
      return watch(extra, services, game, game.post("/api/v1/sessions", body), begin);
    }
  }

  /** The endpoint that heist.yaml names, if it names one. */
  private static Optional<Llm> configured(Library library) {
    Settings.Model model = library.settings(null).model();
    return Optional.ofNullable(model.baseUrl())
        .map(url -> new Llm(url, model.model(), model.apiKey()));
  }

  private Optional<SeatPlay> seat(Keyboard keyboard, JsonNode created) {
    JsonNode seat = created.path("seats").path(0);
    return seat.isMissingNode()
        ? Optional.empty()
        : Optional.of(
            new SeatPlay(
                context,
                keyboard,
                seat.path("agent").asString(""),
                seat.path("token").asString("")));
  }

  private int watch(Extra extra, Services services, Door game, JsonNode created, long begin) {
    String id = created.path("id").asString("");
    AtomicBoolean interrupted = new AtomicBoolean();
    Follower follower = new Follower(context, game, id, json, interrupted);
    Keyboard keyboard = new Keyboard(context.in(), interrupted);
    Question question = new Question(context, follower, keyboard, interrupted);
    LeaveQuestion leave = new LeaveQuestion(context, follower, keyboard);
    Optional<SeatPlay> seat = seat(keyboard, created);
    try (Interrupts.Handle _ =
        context
            .interrupts()
            .on(() -> {
              interrupted.set(true);
              stop(game, id);
            })) {
      follower.follow(
          0,
          new Follower.Watch() {
            @Override
            public void seen(Envelope event) {
              extra.seen(game, id, follower, event);
              if (context.asks() && !json) {
                leave.seen(game, id, event);
                seat.ifPresent(s -> s.seen(game, id, follower, event));
              }
            }

            @Override
            public boolean accusing() {
              // Whoever interrupts has stopped the session, and its end is still to come.
              return !accuse.equals("person") || question.ask(game, id) || interrupted.get();
            }
          });
      if (export != null) {
        write(export, game.text("/api/v1/sessions/" + id + "/export?format=jsonl"));
      }
      if (!json) {
        long took = System.nanoTime() - begin;
        new Closing(context, services, data, id)
            .print(follower.tally(), follower.words(), took, export);
      }
      return follower.tally().end().filter(End.FAILED::equals).isPresent() ? Cli.FAILED : 0;
    }
  }

  private static void stop(Door game, String id) {
    try {
      ObjectNode by = JsonNodeFactory.instance.objectNode().put("by", "operator");
      game.post("/api/v1/sessions/" + id + "/stop", by);
    } catch (HeistException e) {
      // It has ended by itself, or its services are gone: there is nothing left to stop.
    }
  }

  private void say(String line) {
    if (!json) {
      context.out().println(context.paint().dim(line));
      context.out().flush();
    }
  }

  private void tellOf(CompletableFuture<List<ModelServer>> looked) {
    try {
      List<ModelServer> servers = looked.get(300, TimeUnit.MILLISECONDS);
      if (!servers.isEmpty()) {
        say("Found " + LlmOptions.describe(servers) + "; to use it: --llm auto");
      }
    } catch (TimeoutException | ExecutionException e) {
      // Looking is a courtesy; a slow or broken neighbour is not worth a word.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Refuses a file that cannot be written, before hours of work are done for it. */
  static void writable(@Nullable Path... files) {
    for (Path file : files) {
      if (file == null) {
        continue;
      }
      Path folder = file.toAbsolutePath().getParent();
      String why =
          Files.isDirectory(file)
              ? "it is a folder"
              : folder == null || !Files.isDirectory(folder)
                  ? "no such file or folder"
                  : Files.isWritable(Files.exists(file) ? file : folder) ? "" : "no permission";
      if (!why.isEmpty()) {
        throw new HeistException(
            HeistException.Kind.BAD_INPUT, "cannot write " + file + ": " + why);
      }
    }
  }

  /** Writes a file, with a clear line if that cannot be done. */
  static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new HeistException(
          HeistException.Kind.BAD_INPUT, "cannot write " + file + ": " + Reason.of(e), e);
    }
  }
}
