package heist.model;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;

/**
 * Makes clients of model endpoints that share connections, and per base URL the cap on calls in
 * flight. One a process is enough. Thread-safe.
 */
public final class ModelClients implements AutoCloseable {
  private final Wire wire = new Wire();
  private final Map<String, Semaphore> places = new ConcurrentHashMap<>();
  private final InstantSource clock;
  private final Patience patience;

  /**
   * @param clock reads dates that endpoints name
   */
  public ModelClients(InstantSource clock) {
    this(clock, Sleeper.REAL, new SecureRandom());
  }

  /**
   * With waits of one's own.
   *
   * @param random draws the jitter of the waits; must be safe for use by many threads
   */
  public ModelClients(InstantSource clock, Sleeper sleeper, RandomGenerator random) {
    this.clock = clock;
    this.patience = new Patience(sleeper, random);
  }

  /** A client of this endpoint. No I/O happens before the first call. */
  public ModelClient client(ModelEndpoint endpoint) {
    Semaphore shared =
        places.computeIfAbsent(
            endpoint.baseUrl(), _ -> new Semaphore(endpoint.maxInFlight(), true));
    return new LangChainClient(new Door(endpoint, shared, wire, clock), patience);
  }

  /** Embeddings of this endpoint by one of its models. No I/O happens before the first call. */
  public Embedder embedder(ModelEndpoint endpoint, String model) {
    return new WireEmbedder(endpoint, model, wire, clock);
  }

  /** Looks which model servers there are, and tests connections. */
  public ModelProbe probe() {
    return new ModelProbe(wire);
  }

  /** Ends every call under way. */
  @Override
  public void close() {
    wire.close();
  }
}
