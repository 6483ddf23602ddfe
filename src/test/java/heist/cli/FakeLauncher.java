package heist.cli;

import heist.HeistException;
import heist.config.Problem;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A launcher with a {@link FakeGame} behind it. */
final class FakeLauncher implements Launcher {
  final FakeGame game = new FakeGame();
  final List<ModelServer> models = new ArrayList<>();
  @Nullable RuntimeException fails;
  int closed;

  @Override
  public String version() {
    return "1.2.3";
  }

  @Override
  public List<String> targets() {
    return List.of("auth", "calculator", "game");
  }

  @Override
  public Services use(Path data, Need need, @Nullable Llm llm) {
    if (fails != null) {
      throw fails;
    }
    return new Services() {
      @Override
      public Door door(String target) {
        return game;
      }

      @Override
      public List<Address> addresses() {
        return List.of();
      }

      @Override
      public boolean own() {
        return true;
      }

      @Override
      public String token(String client, List<String> scopes, @Nullable String audience) {
        return client + ":" + String.join("+", scopes) + ":" + audience;
      }

      @Override
      public void close() {
        closed++;
      }
    };
  }

  @Override
  public Services up(Serve wish, Consumer<String> progress) {
    throw new HeistException(HeistException.Kind.CONFLICT, "port 8001 is taken");
  }

  @Override
  public Services serve(Serve wish) {
    throw new HeistException(HeistException.Kind.CONFLICT, "port 8001 is taken");
  }

  @Override
  public URI usualAddress(String target, int portOffset) {
    return URI.create("http://127.0.0.1:" + (8000 + portOffset));
  }

  @Override
  public State health(URI address) {
    return new State(false, "no answer");
  }

  @Override
  public Run detach(Serve wish, List<String> arguments) {
    throw new HeistException(HeistException.Kind.UNAVAILABLE, String.join(" ", arguments));
  }

  @Override
  public Optional<Run> running(Path data) {
    return Optional.empty();
  }

  @Override
  public boolean stop(Run run, Duration patience) {
    return true;
  }

  @Override
  public List<ModelServer> modelServers() {
    return models;
  }

  @Override
  public void browse(URI page) {}

  @Override
  public JsonNode benchTools(Path data, int tokens, int connections, int seconds) {
    throw new UnsupportedOperationException();
  }

  @Override
  public JsonNode benchTokens(Path data, int connections, int seconds) {
    throw new UnsupportedOperationException();
  }

  @Override
  public String rotateSecret(Path data, String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public JsonNode benchMemory(Path data, int memories, int sessions, @Nullable Llm embeddings) {
    throw new UnsupportedOperationException();
  }

  @Override
  public JsonNode benchContext(Path data, int messages, int tokens) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Problem> speechProblems(Path folder) {
    return List.of();
  }

  @Override
  public List<JsonNode> auditVerdicts(Path data) {
    return List.of();
  }

  @Override
  public List<JsonNode> auditEntries(Path data, int limit) {
    return List.of();
  }

  @Override
  public JsonNode benchFeed(Path data, int readers, int rounds) {
    throw new UnsupportedOperationException();
  }

  @Override
  public JsonNode benchTurns(
      Path data, int sessions, Duration latency, int rounds, Duration warmUp) {
    throw new HeistException(HeistException.Kind.UNAVAILABLE, "not in this test");
  }
}
