package heist.service.dashboard;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.client.SecretStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who is signed in. The passwords of operator and viewer are secrets of the installation; a player
 * comes in through a class's join code. Sign-ins live in memory: a restart ends them. Thread-safe.
 */
final class Logins {
  /** How long a sign-in lasts without use, and at most. */
  static final Duration IDLE = Duration.ofHours(2);

  static final Duration LONGEST = Duration.ofHours(12);

  /** Failed tries allowed from one address, and from all together, within a minute. */
  static final int TRIES = 5;

  static final int TRIES_OF_ALL = 60;
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int MOST = 10_000;

  /** What people may do: a viewer looks, a player accuses in a class, an operator does all. */
  enum Role {
    OPERATOR,
    PLAYER,
    VIEWER
  }

  /**
   * One sign-in.
   *
   * @param csrf must come with everything that changes something
   * @param of the class of a player, else empty
   */
  record Login(Role role, String name, String csrf, String of, Instant since, Instant seen) {
    Login used(Instant now) {
      return new Login(role, name, csrf, of, since, now);
    }
  }

  /** A sign-in and the cookie that stands for it. */
  record Granted(String cookie, Login login) {}

  private record Failures(int count, Instant since) {}

  private final SecretStore secrets;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Login> logins = new ConcurrentHashMap<>();
  private final Map<String, Failures> failures = new ConcurrentHashMap<>();

  Logins(SecretStore secrets, InstantSource clock) {
    this.secrets = secrets;
    this.clock = clock;
    secrets.getOrCreate(secret("operator"));
    secrets.getOrCreate(secret("viewer"));
  }

  private static String secret(String name) {
    return "dashboard-" + name;
  }

  /**
   * Signs in by name and password.
   *
   * @param from where the request comes from, for the limit on tries
   * @throws HeistException UNAUTHENTICATED if they do not fit, LIMIT after too many tries
   */
  Granted enter(String name, String password, String from) {
    guard(from);
    Role role =
        switch (name) {
          case "operator" -> Role.OPERATOR;
          case "viewer" -> Role.VIEWER;
          default -> Role.PLAYER; // never by password
        };
    String right = role == Role.PLAYER ? "" : secrets.getOrCreate(secret(name));
    boolean fits = same(right, password) && role != Role.PLAYER;
    if (!fits) {
      failed(from);
      throw new HeistException(Kind.UNAUTHENTICATED, "Name and password do not fit.");
    }
    return grant(role, name, "");
  }

  /** Signs a player of a class in. */
  Granted join(String player, String of) {
    return grant(Role.PLAYER, player, of);
  }

  /** Counts a failed try, such as a wrong join code. */
  void failed(String from) {
    Instant now = clock.instant();
    for (String who : new String[] {from, "*"}) {
      failures.merge(
          who,
          new Failures(1, now),
          (old, fresh) -> stale(old, now) ? fresh : new Failures(old.count + 1, old.since));
    }
    failures.values().removeIf(f -> failures.size() > MOST && stale(f, now));
  }

  /**
   * @throws HeistException LIMIT after too many failed tries
   */
  void guard(String from) {
    Instant now = clock.instant();
    if (tried(from, now) >= TRIES || tried("*", now) >= TRIES_OF_ALL) {
      throw new HeistException(Kind.LIMIT, "Too many tries; wait a minute.");
    }
  }

  private int tried(String who, Instant now) {
    Failures known = failures.get(who);
    return known == null || stale(known, now) ? 0 : known.count;
  }

  private static boolean stale(Failures f, Instant now) {
    return f.since.plus(MINUTE).isBefore(now);
  }

  private Granted grant(Role role, String name, String of) {
    Instant now = clock.instant();
    logins.values().removeIf(login -> over(login, now));
    if (logins.size() >= MOST) {
      throw new HeistException(Kind.LIMIT, "Too many people are signed in.");
    }
    String cookie = token();
    Login login = new Login(role, name, token(), of, now, now);
    logins.put(hash(cookie), login);
    return new Granted(cookie, login);
  }

  /** The sign-in of a cookie, if it still holds. */
  Optional<Login> of(String cookie) {
    Instant now = clock.instant();
    return Optional.ofNullable(
        logins.computeIfPresent(
            hash(cookie), (_, login) -> over(login, now) ? null : login.used(now)));
  }

  /** Ends it. */
  void leave(String cookie) {
    logins.remove(hash(cookie));
  }

  private static boolean over(Login login, Instant now) {
    return login.since.plus(LONGEST).isBefore(now) || login.seen.plus(IDLE).isBefore(now);
  }

  private String token() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String hash(String cookie) {
    return Base64.getEncoder().encodeToString(digest(cookie));
  }

  /** Takes the same time wherever they differ, and whatever their lengths. */
  private static boolean same(String right, String given) {
    return MessageDigest.isEqual(digest(right), digest(given));
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has SHA-256
    }
  }
}
