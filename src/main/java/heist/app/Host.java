package heist.app;

import heist.HeistException;
import heist.web.Service;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts services, each as soon as those it depends on run, at the same time where that is
 * possible; stops them in the reverse order. Thread-safe.
 */
final class Host implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Host.class);

  /**
   * A service to start.
   *
   * @param name the target's name
   * @param needs names of what must run first; those that are not to be started here are passed
   *     over
   * @param start starts it, or throws a {@link HeistException} with one clear line
   */
  record Module(String name, Set<String> needs, Supplier<Service> start) {}

  private final List<Service> running = new ArrayList<>();
  private boolean closed;

  private Host() {}

  /**
   * Starts all of them.
   *
   * @param modules in an order in which nothing depends on what comes later
   * @param started told of each service as it comes up
   * @throws HeistException what went wrong first; whatever had been started is stopped again
   */
  static Host start(List<Module> modules, Consumer<Service> started) {
    Host host = new Host();
    Map<String, CompletableFuture<Void>> ready = new LinkedHashMap<>();
    try (ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().name("start-", 0).factory())) {
      for (Module module : modules) {
        CompletableFuture<?>[] before =
            module.needs().stream()
                .map(ready::get)
                .filter(java.util.Objects::nonNull)
                .toArray(CompletableFuture[]::new);
        ready.put(
            module.name(),
            CompletableFuture.allOf(before)
                .thenRunAsync(() -> started.accept(host.add(module)), threads));
      }
      CompletableFuture.allOf(ready.values().toArray(CompletableFuture[]::new))
          .exceptionally(_ -> null)
          .join();
    }
    for (CompletableFuture<Void> each : ready.values()) {
      try {
        each.join();
      } catch (CompletionException e) {
        host.close();
        throw cause(e);
      }
    }
    return host;
  }

  private static RuntimeException cause(CompletionException e) {
    Throwable root = e;
    while (root instanceof CompletionException && root.getCause() != null) {
      root = root.getCause();
    }
    return root instanceof RuntimeException known ? known : new IllegalStateException(root);
  }

  private Service add(Module module) {
    Service service = module.start().get();
    synchronized (this) {
      running.add(service);
    }
    LOG.info("{} answers at {}", service.name(), service.address());
    return service;
  }

  /** What runs, in the order it came up. */
  synchronized List<Service> services() {
    return List.copyOf(running);
  }

  /** Stops everything in reverse order; one that fails to stop does not keep the others. */
  @Override
  public void close() {
    List<Service> stopping;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      stopping = List.copyOf(running).reversed();
    }
    stopping.forEach(Service::drain);
    for (Service service : stopping) {
      try {
        service.close();
        LOG.info("{} has stopped", service.name());
      } catch (RuntimeException e) {
        LOG.warn("{} did not stop in order", service.name(), e);
      }
    }
  }
}
