package heist.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import heist.HeistException;
import heist.HeistException.Kind;
import heist.web.Json;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of another authorization server than ours, by client credentials with {@code
 * client_secret_basic}; kept until shortly before they end. Thread-safe.
 */
public final class ForeignToken implements Supplier<String> {
  private final String tokenUrl;
  private final Supplier<Credentials> credentials;
  private final String form;
  private final InstantSource clock;
  private @Nullable String token;
  private Instant renewAt = Instant.MIN;

  private record Grant(
      @JsonProperty("access_token") @Nullable String token,
      @JsonProperty("expires_in") @Nullable Long seconds) {}

  /**
   * Tokens from {@code tokenUrl}.
   *
   * @param credentials asked for at each request
   */
  public ForeignToken(
      String tokenUrl,
      Supplier<Credentials> credentials,
      @Nullable String scope,
      @Nullable String resource,
      InstantSource clock) {
    this.tokenUrl = tokenUrl;
    this.credentials = credentials;
    this.clock = clock;
    this.form =
        "grant_type=client_credentials"
            + (scope == null ? "" : "&scope=" + encode(scope))
            + (resource == null ? "" : "&resource=" + encode(resource));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /**
   * A token that is good.
   *
   * @throws HeistException UNAVAILABLE or UNAUTHENTICATED, naming the token endpoint
   */
  @Override
  public synchronized String get() {
    Instant now = clock.instant();
    String held = token;
    if (held != null && now.isBefore(renewAt)) {
      return held;
    }
    URI address = Egress.check(tokenUrl);
    HttpJson endpoint =
        HttpJson.to("the token endpoint", address).withTimeout(Duration.ofSeconds(10));
    HttpJson.Answer answer = endpoint.postForm("", form, TokenClient.basic(credentials.get()));
    if (answer.status() != 200) {
      throw new HeistException(
          Kind.UNAUTHENTICATED,
          "The token endpoint %s gave no token (%d). Check client_id and its secret."
              .formatted(tokenUrl, answer.status()));
    }
    Grant grant = Json.readLenient(answer.body(), Grant.class);
    if (grant.token == null) {
      throw new HeistException(
          Kind.UNAVAILABLE, "The token endpoint " + tokenUrl + " answered without a token.");
    }
    long life = grant.seconds == null ? 60 : grant.seconds;
    renewAt = now.plusSeconds(Math.max(1, life - Math.max(30, life / 10)));
    token = grant.token;
    return grant.token;
  }
}
