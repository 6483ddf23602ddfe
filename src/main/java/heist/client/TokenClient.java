package heist.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import heist.HeistException;
import heist.web.Json;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gets access tokens with client credentials (RFC 6749, 4.4) and keeps each until a tenth of its
 * life, at least a minute, is left. Callers that need the same new token wait for one request.
 * Thread-safe.
 */
public final class TokenClient {
  /** Beyond this many, tokens that ended are thrown away. */
  private static final int SWEEP_AT = 10_000;

  private final HttpJson auth;
  private final InstantSource clock;
  private final Map<Wish, Slot> slots = new ConcurrentHashMap<>();

  /**
   * What a token is to be good for.
   *
   * @param credentials whose token
   * @param audiences the services, as {@link Target#audience()}
   * @param scopes what it may do there
   * @param session the one session of an agent's token
   */
  public record Wish(
      Credentials credentials,
      Set<String> audiences,
      Set<String> scopes,
      @Nullable String session) {
    /** Copies. */
    public Wish {
      audiences = Set.copyOf(audiences);
      scopes = Set.copyOf(scopes);
    }
  }

  private record Grant(
      @JsonProperty("access_token") String token, @JsonProperty("expires_in") long seconds) {}

  private record Held(String token, Instant renewAt) {}

  private static final class Slot {
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Held held;
  }

  /** A client of the authorization server at {@code issuer}. */
  public TokenClient(URI issuer, InstantSource clock) {
    this.auth = HttpJson.to("auth", issuer).withTimeout(Duration.ofSeconds(10));
    this.clock = clock;
  }

  /** Gives the token at each call, renewed when needed. */
  public Bearer bearer(Wish wish) {
    return new Bearer() {
      @Override
      public String get() {
        return token(wish);
      }

      @Override
      public void refused(String token) {
        TokenClient.this.refused(wish, token);
      }
    };
  }

  /** Forgets {@code token} if it is the one that is held for {@code wish}. */
  void refused(Wish wish, String token) {
    slots.computeIfPresent(
        wish,
        (_, slot) -> {
          Held held = slot.held;
          return held != null && held.token.equals(token) ? null : slot;
        });
  }

  /**
   * The same for a client whose secret may be rotated meanwhile: after a refusal its credentials
   * are read again, and if they are new, tried.
   */
  public Bearer bearer(
      Supplier<Credentials> credentials, Set<String> audiences, Set<String> scopes) {
    AtomicReference<Wish> wish =
        new AtomicReference<>(new Wish(credentials.get(), audiences, scopes, null));
    return new Bearer() {
      @Override
      public String get() {
        Wish known = wish.get();
        try {
          return token(known);
        } catch (HeistException e) {
          Wish renewed = new Wish(credentials.get(), audiences, scopes, null);
          if (e.kind() != HeistException.Kind.UNAUTHENTICATED || renewed.equals(known)) {
            throw e;
          }
          wish.set(renewed);
          return token(renewed);
        }
      }

      @Override
      public void refused(String token) {
        TokenClient.this.refused(wish.get(), token);
      }
    };
  }

  /**
   * A token for {@code wish}.
   *
   * @throws HeistException UNAUTHENTICATED if the secret is wrong, BAD_INPUT if the client may not
   *     have it, UNAVAILABLE if auth does not answer
   */
  public String token(Wish wish) {
    Slot slot = slots.computeIfAbsent(wish, any -> new Slot());
    Held held = slot.held;
    if (held != null && clock.instant().isBefore(held.renewAt)) {
      return held.token;
    }
    slot.lock.lock();
    try {
      held = slot.held;
      if (held == null || !clock.instant().isBefore(held.renewAt)) {
        held = fetch(wish);
        slot.held = held;
        sweep();
      }
      return held.token;
    } finally {
      slot.lock.unlock();
    }
  }

  /** Forgets the token of {@code wish}, for example after it was refused. */
  public void forget(Wish wish) {
    slots.remove(wish);
  }

  private void sweep() {
    if (slots.size() > SWEEP_AT) {
      Instant now = clock.instant();
      slots
          .values()
          .removeIf(slot -> {
            Held held = slot.held;
            return held != null && !now.isBefore(held.renewAt);
          });
    }
  }

  private Held fetch(Wish wish) {
    StringBuilder form = new StringBuilder("grant_type=client_credentials");
    form.append("&scope=").append(encode(String.join(" ", new TreeSet<>(wish.scopes))));
    new TreeSet<>(wish.audiences).forEach(aud -> form.append("&resource=").append(encode(aud)));
    if (wish.session != null) {
      form.append("&sid=").append(encode(wish.session));
    }
    Instant asked = clock.instant();
    HttpJson.Answer answer = auth.postForm("/token", form.toString(), basic(wish.credentials));
    auth.check(answer);
    Grant grant = Json.readLenient(answer.body(), Grant.class);
    long spare = Math.max(60, grant.seconds / 10);
    return new Held(grant.token, asked.plusSeconds(Math.max(1, grant.seconds - spare)));
  }

  /** A token got by exchange, and when to get another. */
  public record Exchanged(String token, Instant renewAt) {
    @Override
    public String toString() {
      return "Exchanged[until " + renewAt + "]";
    }
  }

  /**
   * Exchanges a caller's token for one that speaks for the same client to another service (RFC
   * 8693). It is not kept here.
   *
   * @throws heist.HeistException BAD_INPUT if the caller may not have it
   */
  public Exchanged exchange(
      Credentials actor, String subjectToken, String audience, Set<String> scopes) {
    String form =
        "grant_type="
            + encode("urn:ietf:params:oauth:grant-type:token-exchange")
            + "&subject_token_type="
            + encode("urn:ietf:params:oauth:token-type:access_token")
            + "&subject_token="
            + encode(subjectToken)
            + "&audience="
            + encode(audience)
            + "&scope="
            + encode(String.join(" ", new TreeSet<>(scopes)));
    Instant asked = clock.instant();
    HttpJson.Answer answer = auth.postForm("/token", form, basic(actor));
    auth.check(answer);
    Grant grant = Json.readLenient(answer.body(), Grant.class);
    return new Exchanged(grant.token, asked.plusSeconds(Math.max(1, grant.seconds - 30)));
  }

  /**
   * The {@code Authorization} header that proves a client; both halves are form-encoded first (RFC
   * 6749, 2.3.1).
   */
  public static String basic(Credentials credentials) {
    String pair = encode(credentials.clientId()) + ":" + encode(credentials.secret());
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
