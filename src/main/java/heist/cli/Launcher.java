package heist.cli;

import heist.config.Problem;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the commands need of the program around them: services, started or found. */
public interface Launcher {
  /** The version of this program. */
  String version();

  /** Names of all targets, in the order they are listed to people. */
  List<String> targets();

  /**
   * Services for one command: those that run on this data folder, else those needed, started on
   * free loopback ports and stopped by {@link Services#close()}.
   *
   * @param needed targets the command talks to; what they depend on comes along
   */
  Services use(Path data, Need need, @Nullable Llm llm);

  /**
   * Starts targets on their own ports, to serve until they are closed.
   *
   * @throws heist.HeistException one clear line: a taken port, a folder that cannot be written, ...
   */
  Services up(Serve wish, Consumer<String> progress);

  /** Starts exactly these targets on their own ports; the others are where the environment says. */
  Services serve(Serve wish);

  /** Where a target answers unless somebody says otherwise. */
  URI usualAddress(String target, int portOffset);

  /** Asks a target whether it is ready. Takes two seconds at most. */
  State health(URI address);

  /** Starts {@code heist up} as a process of its own and returns once it is ready. */
  Run detach(Serve wish, List<String> arguments);

  /** What runs on this data folder, if anything does. */
  Optional<Run> running(Path data);

  /**
   * Asks the process of a run to stop and waits for its end.
   *
   * @return whether it ended in time
   */
  boolean stop(Run run, Duration patience);

  /** Model servers that answer on the usual local ports. Takes a second at most. */
  List<ModelServer> modelServers();

  /** Opens a page in the person's browser, if there is one. */
  void browse(URI page);

  /** Measures turns per second against a stub model; see {@code heist bench turns --help}. */
  JsonNode benchTurns(Path data, int sessions, Duration latency, int rounds, Duration warmUp);

  /**
   * Measures readers of the feed that break off and come back, as figures.
   *
   * @param data a folder of its own
   */
  JsonNode benchFeed(Path data, int readers, int rounds);

  /** Measures calls of tools by a second process; see {@code heist bench tools --help}. */
  JsonNode benchTools(Path data, int tokens, int connections, int seconds);

  /** Measures grants of the token endpoint; see {@code heist bench tokens --help}. */
  JsonNode benchTokens(Path data, int connections, int seconds);

  /**
   * Measures storing and recalling; see {@code heist bench memory --help}.
   *
   * @param embeddings an endpoint with a model for embeddings; null: words alone
   */
  JsonNode benchMemory(Path data, int memories, int sessions, @Nullable Llm embeddings);

  /** Measures long sessions on a small context; see {@code heist bench context --help}. */
  JsonNode benchContext(Path data, int messages, int tokens);

  /** What is wrong in a folder of phrases of the offline model; empty if it can be used. */
  List<Problem> speechProblems(Path folder);

  /** What going over the audit of each service found: {@code service, intact, rows, message}. */
  List<JsonNode> auditVerdicts(Path data);

  /** The newest entries of all audits, the latest last: {@code service, n, at, entry}. */
  List<JsonNode> auditEntries(Path data, int limit);

  /**
   * Puts another value in place of a secret that services read at their start; tells what follows.
   */
  String rotateSecret(Path data, String name);

  /** What a command needs services for. */
  enum Need {
    /** Looking at sessions and changing what rests; none is carried on. */
    READ,
    /** Running sessions: everything a turn may call. */
    RUN,
    /** A token, or something else that the authorization server does alone. */
    TOKEN
  }

  /**
   * Which targets to serve, and how.
   *
   * @param targets names; empty means all
   * @param host address to listen on
   * @param portOffset added to every port
   */
  record Serve(Path data, Set<String> targets, String host, int portOffset, @Nullable Llm llm) {}

  /** A model endpoint as a person named it. */
  record Llm(String baseUrl, @Nullable String model, @Nullable String apiKey) {
    @Override
    public String toString() {
      return "Llm[" + baseUrl + ", " + model + "]";
    }
  }

  /** A model server found by looking. */
  record ModelServer(String name, String baseUrl, List<String> models) {}

  /** Services of one process on one data folder. */
  record Run(long pid, Path data, String started, List<Address> services) {}

  /** Whether a target is ready, and if not, what it waits for. */
  record State(boolean ready, String text) {}

  /** Where a target answers. */
  record Address(String target, URI uri) {}

  /** Running services. */
  interface Services extends AutoCloseable {
    /** An API with the operator's token. */
    Door door(String target);

    /** Where each target answers. */
    List<Address> addresses();

    /** Whether they were started for this, and end with it. */
    boolean own();

    /**
     * An access token of a client whose secret lies in the data folder.
     *
     * @param audience name of a target; null: all that the client may talk to
     */
    String token(String client, List<String> scopes, @Nullable String audience);

    /** Stops what was started for this, in reverse order. */
    @Override
    void close();
  }
}
