package heist.client;

/**
 * An OAuth client and its secret.
 *
 * @param clientId its public name
 * @param secret what proves it; never shown
 */
public record Credentials(String clientId, String secret) {
  /** Hides the secret. */
  @Override
  public String toString() {
    return "Credentials[clientId=" + clientId + "]";
  }
}
