package heist.web;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import heist.HeistException;
import heist.HeistException.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public keys of the authorization server, fetched when first needed and again when a token
 * names a key that is not known, at most once a second: made-up key ids cause no flood. The server
 * shows a new key some seconds before it signs with it, so that this pause refuses no good token.
 * Every few minutes the keys are fetched anyway, so that withdrawn ones go. Thread-safe.
 */
final class KeySet {
  private static final Logger LOG = LoggerFactory.getLogger(KeySet.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration FRESH = Duration.ofMinutes(5);

  private final URI uri;
  private final HttpClient http;
  private final InstantSource clock;
  private final ReentrantLock fetching = new ReentrantLock();
  private volatile Map<String, RSASSAVerifier> keys = Map.of();
  private volatile @Nullable Instant fetched;

  KeySet(URI uri, HttpClient http, InstantSource clock) {
    this.uri = uri;
    this.http = http;
    this.clock = clock;
  }

  /** The key called {@code id}, or null if the server does not have it. */
  @Nullable RSASSAVerifier key(String id) {
    if (has(id)) {
      return keys.get(id);
    }
    fetching.lock();
    try {
      Instant now = clock.instant();
      Instant last = fetched;
      if (keys.get(id) == null && (last == null || !now.isBefore(last.plus(PAUSE)))) {
        keys = fetch();
        fetched = now;
      }
      return keys.get(id);
    } finally {
      fetching.unlock();
    }
  }

  /** Whether the key called {@code id} is still one of the server's, as far as is known. */
  boolean has(String id) {
    refresh();
    return keys.containsKey(id);
  }

  /**
   * Whether the key called {@code id} is one of the server's now, having heard at {@code since}
   * that it is not: the keys are fetched once for each such news.
   *
   * @throws HeistException UNAVAILABLE if they cannot be had
   */
  boolean hasSince(String id, Instant since) {
    fetching.lock();
    try {
      Instant last = fetched;
      if (last == null || !last.isAfter(since)) {
        Instant now = clock.instant();
        keys = fetch();
        fetched = now;
      }
      return keys.containsKey(id);
    } finally {
      fetching.unlock();
    }
  }

  /** One thread fetches, the others go on; what is known holds while the server does not answer. */
  private void refresh() {
    Instant last = fetched;
    if (last == null || clock.instant().isBefore(last.plus(FRESH)) || !fetching.tryLock()) {
      return;
    }
    try {
      if (last.equals(fetched)) {
        fetched = clock.instant();
        keys = fetch();
      }
    } catch (HeistException e) {
      LOG.warn("{}", e.getMessage());
    } finally {
      fetching.unlock();
    }
  }

  private Map<String, RSASSAVerifier> fetch() {
    try {
      HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw unavailable("it answered " + answer.statusCode(), null);
      }
      Map<String, RSASSAVerifier> found = new HashMap<>();
      for (JWK jwk : JWKSet.parse(answer.body()).getKeys()) {
        if (jwk instanceof RSAKey rsa && rsa.getKeyID() != null) {
          found.put(rsa.getKeyID(), new RSASSAVerifier(rsa));
        }
      }
      return Map.copyOf(found);
    } catch (IOException e) {
      throw unavailable("it does not answer", e);
    } catch (ParseException | JOSEException e) {
      throw unavailable("its key set cannot be read", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("the request was cut short", e);
    }
  }

  private HeistException unavailable(String why, @Nullable Exception cause) {
    String message =
        "Tokens cannot be checked: the authorization server at %s is needed for its keys, but %s."
            .formatted(uri.resolve("/"), why);
    return cause == null
        ? new HeistException(Kind.UNAVAILABLE, message)
        : new HeistException(Kind.UNAVAILABLE, message, cause);
  }
}
