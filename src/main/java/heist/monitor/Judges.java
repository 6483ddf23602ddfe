package heist.monitor;

import heist.model.ModelClients;
import heist.model.ModelEndpoint;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Makes judges of model endpoints. Thread-safe. */
public final class Judges implements AutoCloseable {
  private final ModelClients clients;

  /**
   * @param clock reads dates that endpoints name
   */
  public Judges(InstantSource clock) {
    this.clients = new ModelClients(clock);
  }

  /** A judge that asks this endpoint; nothing is sent before it is asked. */
  public Judge of(
      String baseUrl, @Nullable String apiKey, @Nullable String model, Judge.Settings settings) {
    return of(ModelEndpoint.of(baseUrl, apiKey, model), settings);
  }

  /** The same with the endpoint's own limits. */
  public Judge of(ModelEndpoint endpoint, Judge.Settings settings) {
    return new Judge(clients.client(endpoint), endpoint.model(), settings, new SecureRandom());
  }

  @Override
  public void close() {
    clients.close();
  }
}
