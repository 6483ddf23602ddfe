package heist.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a model answers and how patiently it is asked.
 *
 * @param baseUrl such as {@code http://localhost:1234/v1}; a missing {@code /v1} is found by itself
 * @param apiKey null if the server wants none; never logged
 * @param model null: the first one that the server lists
 * @param timeout of one answer, all of it
 * @param retries how often to ask again after a passing trouble
 * @param maxInFlight most calls at once; all clients of one base URL share the cap of the first
 */
public record ModelEndpoint(
    String baseUrl,
    @Nullable String apiKey,
    @Nullable String model,
    Duration timeout,
    int retries,
    int maxInFlight,
    ToolDialect dialect) {
  /** Default time limit of one answer. */
  public static final Duration TIMEOUT = Duration.ofSeconds(120);

  /** Default number of retries. */
  public static final int RETRIES = 3;

  /** Default cap on calls in flight. */
  public static final int MAX_IN_FLIGHT = 8;

  /**
   * Puts the base URL into its plain form.
   *
   * @throws heist.HeistException BAD_INPUT if the base URL is no http(s) address
   */
  public ModelEndpoint {
    baseUrl = BaseUrl.normalise(baseUrl);
    if (timeout.isNegative() || timeout.isZero() || retries < 0 || maxInFlight < 1) {
      throw new IllegalArgumentException(
          "timeout, retries and maxInFlight of " + baseUrl + " must be positive");
    }
  }

  /** An endpoint with the defaults. */
  public static ModelEndpoint of(String baseUrl, @Nullable String apiKey, @Nullable String model) {
    return new ModelEndpoint(
        baseUrl, apiKey, model, TIMEOUT, RETRIES, MAX_IN_FLIGHT, ToolDialect.AUTO);
  }

  /** The same with another time limit. */
  public ModelEndpoint withTimeout(Duration other) {
    return new ModelEndpoint(baseUrl, apiKey, model, other, retries, maxInFlight, dialect);
  }

  /** The same with another number of retries. */
  public ModelEndpoint withRetries(int other) {
    return new ModelEndpoint(baseUrl, apiKey, model, timeout, other, maxInFlight, dialect);
  }

  /** The same with another cap on calls in flight. */
  public ModelEndpoint withMaxInFlight(int other) {
    return new ModelEndpoint(baseUrl, apiKey, model, timeout, retries, other, dialect);
  }

  /** The same with another dialect. */
  public ModelEndpoint withDialect(ToolDialect other) {
    return new ModelEndpoint(baseUrl, apiKey, model, timeout, retries, maxInFlight, other);
  }

  @Override
  public String toString() {
    return "ModelEndpoint[" + baseUrl + ", " + model + "]";
  }
}
