package heist.service.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import heist.HeistException;
import heist.HeistException.Kind;
import heist.client.SecretStore;
import heist.web.TokenVerifier;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Signs tokens and tells ours from others'. The key pairs are kept among the secrets as a set of
 * JWKs; each signs from its {@code nbf} on, until the next one does. A new key is shown a while
 * before it signs, and an old one until the last token it signed has ended: no good token is ever
 * without its key. Thread-safe.
 */
final class SigningKeys {
  /** The name of the secret. */
  static final String SECRET = "auth-signing-keys";

  /**
   * How long a new key is shown before it signs: longer than verifiers pause between two looks at
   * the keys, clocks that differ included.
   */
  static final Duration LEAD = Duration.ofSeconds(40);

  private static final Duration OVERLAP =
      Tokens.LIFE.plus(TokenVerifier.SKEW.multipliedBy(2)).plusMinutes(1);
  private static final int MOST = 10;

  private final SecretStore secrets;
  private final InstantSource clock;

  /**
   * Signing is most of a millisecond of pure computing, so it is done in the order of asking by
   * threads of its own: on the few carriers of virtual threads, a client that asks again at once
   * would be served again and again while the requests of others are not even read.
   */
  private final Executor turns = signers();

  private volatile List<Pair> pairs;
  private volatile Instant changed;

  /** A key pair and all that is made of it once. */
  private record Pair(RSAKey key, Instant from, RSASSASigner signer, JWSHeader header) {
    static Pair of(RSAKey key) throws JOSEException {
      Date from = key.getNotBeforeTime();
      return new Pair(
          key,
          from == null ? Instant.EPOCH : from.toInstant(),
          new RSASSASigner(key),
          new JWSHeader.Builder(JWSAlgorithm.RS256)
              .type(new JOSEObjectType("at+jwt"))
              .keyID(key.getKeyID())
              .build());
    }
  }

  private SigningKeys(SecretStore secrets, InstantSource clock, List<Pair> pairs) {
    this.secrets = secrets;
    this.clock = clock;
    this.pairs = pairs;
    this.changed = clock.instant();
  }

  /** As many as there are processors; none while nothing is to be signed. */
  private static Executor signers() {
    int processors = Runtime.getRuntime().availableProcessors();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            processors,
            processors,
            5,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().name("auth-signer-", 0).daemon(true).factory());
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  static SigningKeys from(SecretStore secrets, InstantSource clock) {
    String json = secrets.getOrCreate(SECRET, SigningKeys::generate);
    try {
      List<Pair> pairs = new ArrayList<>();
      for (JWK key : JWKSet.parse(json).getKeys()) {
        if (!key.isPrivate() || key.getKeyID() == null) {
          throw unusable("a key without private part or id");
        }
        pairs.add(Pair.of(key.toRSAKey()));
      }
      if (pairs.isEmpty()) {
        throw unusable("no key");
      }
      pairs.sort(Comparator.comparing(Pair::from));
      return new SigningKeys(secrets, clock, List.copyOf(pairs));
    } catch (ParseException | JOSEException | ClassCastException e) {
      // The cause could quote the key.
      throw unusable(e.getClass().getSimpleName());
    }
  }

  private static HeistException unusable(String why) {
    return new HeistException(
        Kind.BAD_INPUT,
        "The secret %s holds no RSA keys to sign with (%s). Remove it, and a new one is made."
            .formatted(SECRET, why));
  }

  /** A fresh set of one key, as JSON. */
  static String generate() {
    return new JWKSet(newKey(null)).toString(false);
  }

  private static RSAKey newKey(@Nullable Instant from) {
    try {
      return new RSAKeyGenerator(2048)
          .keyUse(KeyUse.SIGNATURE)
          .algorithm(JWSAlgorithm.RS256)
          .keyIDFromThumbprint(true)
          .notBeforeTime(from == null ? null : Date.from(from))
          .generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What came of a rotation. */
  record Rotated(String keyId, Instant from, int shown) {}

  /**
   * Makes a new key, which signs after {@link #LEAD}, and throws away those that no good token
   * needs.
   *
   * @throws HeistException CONFLICT if the keys are given from outside, LIMIT if there are too many
   */
  synchronized Rotated rotate() {
    Instant now = clock.instant();
    List<Pair> kept = new ArrayList<>(shown(now));
    if (kept.size() >= MOST) {
      throw new HeistException(
          Kind.LIMIT,
          "There are %d signing keys that tokens may still need. Rotate again when the oldest has ended, within an hour."
              .formatted(kept.size()));
    }
    return keep(kept, now.plus(LEAD));
  }

  /**
   * Makes a new key, which signs from now on, and throws away all others with every token that they
   * signed: for a key that somebody else has.
   *
   * @throws HeistException CONFLICT if the keys are given from outside
   */
  synchronized Rotated replace() {
    return keep(new ArrayList<>(), clock.instant());
  }

  private Rotated keep(List<Pair> kept, Instant from) {
    RSAKey key = newKey(from);
    try {
      kept.add(Pair.of(key));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    // On disk first: a key that has been shown must not be lost.
    secrets.replace(
        SECRET, new JWKSet(kept.stream().map(p -> (JWK) p.key).toList()).toString(false));
    pairs = List.copyOf(kept);
    changed = clock.instant();
    return new Rotated(key.getKeyID(), from, kept.size());
  }

  /** The ids of those that are shown. */
  List<String> inUse() {
    return shown(clock.instant()).stream().map(p -> p.key.getKeyID()).toList();
  }

  /** When the keys were last changed, if {@code keyId} is none of them. */
  @Nullable Instant withdrawn(String keyId) {
    return inUse().contains(keyId) ? null : changed;
  }

  /** Those whose tokens may still be good, and those that are about to sign. */
  private List<Pair> shown(Instant now) {
    List<Pair> all = pairs;
    List<Pair> shown = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      boolean ended = i + 1 < all.size() && !now.isBefore(all.get(i + 1).from.plus(OVERLAP));
      if (!ended) {
        shown.add(all.get(i));
      }
    }
    return shown;
  }

  /** The public halves, as {@code /.well-known/jwks.json} shows them. */
  String publicKeys() {
    return new JWKSet(shown(clock.instant()).stream().map(p -> (JWK) p.key).toList())
        .toPublicJWKSet()
        .toString();
  }

  private Pair current() {
    Instant now = clock.instant();
    List<Pair> all = pairs;
    Pair current = all.getFirst();
    for (Pair pair : all) {
      if (!pair.from.isAfter(now)) {
        current = pair;
      }
    }
    return current;
  }

  String sign(JWTClaimsSet claims) {
    Pair pair = current();
    SignedJWT jwt = new SignedJWT(pair.header, claims);
    return CompletableFuture.supplyAsync(() -> sign(jwt, pair.signer), turns).join();
  }

  private static String sign(SignedJWT jwt, RSASSASigner signer) {
    try {
      jwt.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return jwt.serialize();
  }

  /** The claims of {@code token} if one of our keys signed it. */
  Optional<JWTClaimsSet> verify(String token) {
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      String id = jwt.getHeader().getKeyID();
      if (!JWSAlgorithm.RS256.equals(jwt.getHeader().getAlgorithm())
          || jwt.getHeader().getType() == null
          || !jwt.getHeader().getType().getType().equals("at+jwt")) {
        return Optional.empty();
      }
      for (Pair pair : shown(clock.instant())) {
        if (pair.key.getKeyID().equals(id) && jwt.verify(new RSASSAVerifier(pair.key))) {
          return Optional.of(jwt.getJWTClaimsSet());
        }
      }
      return Optional.empty();
    } catch (ParseException | JOSEException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
