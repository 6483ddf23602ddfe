package heist.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.net.http.HttpClient;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks access tokens (RFC 9068): RS256 with a key of the issuer, type, issuer, audience, time
 * with 30 s of tolerance. A token once checked is remembered (bounded); its times and revocations
 * are checked every time, and a refusal is never remembered. One implementation for Javalin routes
 * and servlets. Thread-safe; does nothing until the first token.
 */
public final class TokenVerifier {
  /** How far the clocks of two machines may differ. */
  public static final Duration SKEW = Duration.ofSeconds(30);

  private static final String ATTRIBUTE = "heist.caller";
  private static final int MAX_TOKEN = 8192;
  private static final int LONGEST = 100;

  /** Exactly the alphabet of RFC 7515: a lenient decoder would take many spellings of one token. */
  private static final Pattern COMPACT =
      Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

  private static final Pattern IN_QUERY =
      Pattern.compile("(^|&)access_token(=|&|$)", Pattern.CASE_INSENSITIVE);

  /** All that our server writes. A key or its address in the header is somebody else's idea. */
  private static final Set<String> HEADERS = Set.of("alg", "typ", "kid");

  private static final Set<String> TYPES = Set.of("at+jwt", "application/at+jwt");

  private final String issuer;
  private final String audience;
  private final InstantSource clock;
  private final TakenBack revoked;
  private final KeySet keys;
  private final Cache<String, Checked> cache = Caffeine.newBuilder().maximumSize(20_000).build();

  private volatile BiConsumer<Caller, String> whenRevoked = (_, _) -> {};

  private record Checked(Caller caller, @Nullable Instant notBefore, String keyId) {}

  /**
   * A verifier for one service.
   *
   * @param issuer the authorization server's base address; its keys are at {@code
   *     /.well-known/jwks.json} below it
   * @param audience what a token's {@code aud} must contain, {@code urn:heist:NAME}
   * @param http fetches the keys
   * @param clock tells whether a token is still good
   * @param revoked whether a token, though well signed, has been taken back; asked at each request
   */
  public TokenVerifier(
      URI issuer, String audience, HttpClient http, InstantSource clock, TakenBack revoked) {
    this.issuer = issuer.toString();
    this.audience = audience;
    this.clock = clock;
    this.revoked = revoked;
    this.keys = new KeySet(URI.create(issuer + "/.well-known/jwks.json"), http, clock);
  }

  /**
   * Checks {@code token}.
   *
   * @throws AuthException UNAUTHENTICATED with the reason
   * @throws heist.HeistException UNAVAILABLE if the issuer's keys are needed and cannot be had
   */
  public Caller verify(String token) {
    Checked checked = cache.getIfPresent(token);
    // A key that has been withdrawn takes along what was checked with it.
    boolean known = checked != null && keys.has(checked.keyId);
    if (checked == null || !known) {
      checked = check(token);
    }
    Instant now = clock.instant();
    if (!now.isBefore(checked.caller.expiresAt().plus(SKEW))) {
      throw AuthException.invalid(AuthException.EXPIRED);
    }
    if (checked.notBefore != null && now.isBefore(checked.notBefore.minus(SKEW))) {
      throw AuthException.invalid(AuthException.NOT_YET);
    }
    if (revoked.test(checked.caller)) {
      throw AuthException.revoked(checked.caller);
    }
    Instant withdrawn = revoked.withdrawn(checked.keyId);
    if (withdrawn != null && !keys.hasSince(checked.keyId, withdrawn)) {
      throw AuthException.invalid(AuthException.UNKNOWN_SIGNER);
    }
    if (!known) {
      cache.put(token, checked);
    }
    return checked.caller;
  }

  private Checked check(String token) {
    if (token.length() > MAX_TOKEN) {
      throw AuthException.invalid("The token is too long.");
    }
    if (!COMPACT.matcher(token).matches()) {
      throw AuthException.invalid("The token cannot be read.");
    }
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      JOSEObjectType type = jwt.getHeader().getType();
      if (!HEADERS.containsAll(
          JSONObjectUtils.parse(jwt.getHeader().getParsedBase64URL().decodeToString()).keySet())) {
        throw AuthException.invalid("The token's header holds more than alg, typ and kid.");
      }
      if (!JWSAlgorithm.RS256.equals(jwt.getHeader().getAlgorithm())) {
        throw AuthException.invalid("The token is not signed with RS256.");
      }
      if (type == null || !TYPES.contains(type.getType().toLowerCase(java.util.Locale.ROOT))) {
        throw AuthException.invalid("This is not an access token (typ is not at+jwt).");
      }
      String keyId = jwt.getHeader().getKeyID();
      RSASSAVerifier key = keyId == null ? null : keys.key(keyId);
      if (keyId == null || key == null || !isCanonical(jwt.getSignature()) || !jwt.verify(key)) {
        throw AuthException.invalid(AuthException.UNKNOWN_SIGNER);
      }
      return claims(jwt.getJWTClaimsSet(), keyId);
    } catch (ParseException | JOSEException | IllegalArgumentException e) {
      throw AuthException.invalid("The token cannot be read.");
    }
  }

  /**
   * The last character of 256 bytes has bits to spare: all but one spelling are somebody's change.
   */
  private static boolean isCanonical(Base64URL signature) {
    return Base64URL.encode(signature.decode()).equals(signature);
  }

  private Checked claims(JWTClaimsSet claims, String keyId) throws ParseException {
    if (!issuer.equals(claims.getIssuer())) {
      throw AuthException.invalid("The token is of another issuer.");
    }
    List<String> audiences = claims.getAudience();
    if (!audiences.contains(audience)) {
      throw AuthException.invalid(
          "The token is not for this service (aud lacks " + audience + ").");
    }
    Date expires = claims.getExpirationTime();
    Date issued = claims.getIssueTime();
    String subject = claims.getSubject();
    String client = claims.getStringClaim("client_id");
    String id = claims.getJWTID();
    if (expires == null || issued == null || subject == null || client == null || id == null) {
      throw AuthException.invalid("The token lacks one of exp, iat, sub, client_id, jti.");
    }
    String scope = claims.getStringClaim("scope");
    Date notBefore = claims.getNotBeforeTime();
    Caller caller =
        new Caller(
            subject,
            client,
            claims.getStringClaim("sid"),
            claims.getStringClaim("agent"),
            scope == null || scope.isBlank()
                ? Set.of()
                : Set.copyOf(List.of(scope.strip().split(" +"))),
            id,
            issued.toInstant(),
            expires.toInstant());
    return new Checked(caller, notBefore == null ? null : notBefore.toInstant(), keyId);
  }

  /** Checks the token of a request: one, in one Authorization header, and nowhere else. */
  private Caller authenticate(HttpServletRequest request) {
    Enumeration<String> headers = request.getHeaders("Authorization");
    String header = headers.hasMoreElements() ? headers.nextElement() : null;
    if (headers.hasMoreElements()) {
      throw AuthException.malformed("There is more than one Authorization header.");
    }
    String query = request.getQueryString();
    if (query != null && IN_QUERY.matcher(query).find()) {
      throw AuthException.malformed(
          "A token belongs in the Authorization header, never in the URL, where logs keep it.");
    }
    try {
      return authenticate(header);
    } catch (AuthException e) {
      Caller cutOff = e.revoked();
      if (cutOff != null) {
        String asked = request.getMethod() + " " + request.getRequestURI();
        whenRevoked.accept(cutOff, asked.length() > LONGEST ? asked.substring(0, LONGEST) : asked);
      }
      throw e;
    }
  }

  /** {@code told} hears of each request with a token that was taken back: whose, and what for. */
  public void whenRevoked(BiConsumer<Caller, String> told) {
    whenRevoked = told;
  }

  /** Checks the token in an {@code Authorization} header. */
  public Caller authenticate(@Nullable String header) {
    if (header == null || header.isBlank()) {
      throw AuthException.missing();
    }
    if (!header.regionMatches(true, 0, "Bearer ", 0, 7)) {
      throw AuthException.invalid("The Authorization header must be: Bearer TOKEN");
    }
    return verify(header.substring(7).strip());
  }

  /** A before-handler: requests go on only with a good token. */
  public Handler before() {
    return ctx -> ctx.attribute(ATTRIBUTE, authenticate(ctx.req()));
  }

  /** The same for servlets, with problem details as answer. */
  public Filter filter() {
    return (request, response, chain) -> {
      HttpServletRequest http = (HttpServletRequest) request;
      try {
        http.setAttribute(ATTRIBUTE, authenticate(http));
      } catch (heist.HeistException e) {
        Problems.write(
            http, (HttpServletResponse) response, e, http.getMethod() + " " + http.getRequestURI());
        return;
      }
      chain.doFilter(request, response);
    };
  }

  /**
   * Answers a servlet's request with the problem {@code why} and the challenge that goes with it.
   */
  public static void refuse(
      HttpServletRequest request, HttpServletResponse response, heist.HeistException why)
      throws java.io.IOException {
    Problems.write(request, response, why, request.getMethod() + " " + request.getRequestURI());
  }

  /** Who makes this request, once {@link #before()} has run. */
  public static Caller caller(Context ctx) {
    return caller(ctx.req());
  }

  /** Who makes this request, once {@link #before()} or {@link #filter()} has run. */
  public static Caller caller(HttpServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof Caller caller) {
      return caller;
    }
    throw AuthException.missing();
  }
}
