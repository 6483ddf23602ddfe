package heist.web;

import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Answers {@code /health}: 200 if all that the service needs is there, else 503 with what is not.
 */
final class Health {
  private static final String READY = "ready";

  private final String service;
  private final Map<String, HealthCheck> dependencies;

  /** The answer. */
  record State(String status, String service, Map<String, String> dependencies) {}

  Health(String service, Map<String, HealthCheck> dependencies) {
    this.service = service;
    this.dependencies = new LinkedHashMap<>(dependencies);
  }

  void answer(Context ctx) throws InterruptedException {
    State state = state();
    ctx.status(state.status.equals(READY) ? 200 : 503).json(state);
  }

  private State state() throws InterruptedException {
    Map<String, String> found = new LinkedHashMap<>();
    if (!dependencies.isEmpty()) {
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        Map<String, Future<String>> answers = new LinkedHashMap<>();
        dependencies.forEach((name, check) ->
            answers.put(name, threads.submit(() -> check.trouble().orElse(READY))));
        for (Map.Entry<String, Future<String>> answer : answers.entrySet()) {
          found.put(answer.getKey(), told(answer.getValue()));
        }
      }
    }
    boolean ready = found.values().stream().allMatch(READY::equals);
    return new State(ready ? READY : "waiting", service, found);
  }

  private static String told(Future<String> answer) throws InterruptedException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      return String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
    }
  }
}
