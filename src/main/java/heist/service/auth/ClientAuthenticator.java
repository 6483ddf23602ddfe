package heist.service.auth;

import com.nimbusds.oauth2.sdk.OAuth2Error;
import heist.service.auth.Assertions.Claimed;
import heist.service.auth.Attempts.Try;
import heist.service.auth.RegisteredClient.Method;
import heist.service.auth.RegisteredClient.Proof;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which client makes a request (RFC 6749, 2.3): in exactly one way, and in the way it is
 * registered for. Thread-safe.
 */
final class ClientAuthenticator {
  /** Compared with when there is no such client, so that this takes as long. */
  private static final Proof NOBODY =
      new Proof.Secret(Method.CLIENT_SECRET_BASIC, List.of(new byte[32]));

  private final Clients clients;
  private final Assertions assertions;
  private final Attempts attempts;

  /** What came with a request. */
  private sealed interface Offer {
    String clientId();

    Method method();

    record Secret(String clientId, Method method, String secret) implements Offer {}

    record Signed(Claimed claimed) implements Offer {
      @Override
      public String clientId() {
        return claimed.clientId();
      }

      @Override
      public Method method() {
        return Method.PRIVATE_KEY_JWT;
      }
    }
  }

  ClientAuthenticator(Clients clients, Assertions assertions, Attempts attempts) {
    this.clients = clients;
    this.assertions = assertions;
    this.attempts = attempts;
  }

  /**
   * The client that the request proves to come from.
   *
   * @throws OAuthException invalid_client; invalid_request for two proofs at once; 429 after too
   *     many wrong ones
   */
  RegisteredClient authenticate(Context ctx, Form form) {
    Offer offer = offer(ctx, form);
    Optional<String> named = form.first("client_id");
    if (named.isPresent() && !named.get().equals(offer.clientId())) {
      throw OAuthException.invalidRequest("client_id differs from the client that is proven.");
    }
    Optional<RegisteredClient> client = clients.find(offer.clientId());
    Try attempt = new Try(offer.clientId(), ctx.ip(), client.isPresent());
    attempts.check(attempt);
    boolean right = proves(offer, client.map(RegisteredClient::proof).orElse(NOBODY));
    if (client.isEmpty() || !right) {
      attempts.failed(attempt);
      throw OAuthException.invalidClient(offer.clientId());
    }
    attempts.succeeded(attempt);
    if (client.get().method() != offer.method()) {
      throw new OAuthException(
          OAuth2Error.INVALID_CLIENT,
          "This client is registered for %s, not %s."
              .formatted(client.get().method().id(), offer.method().id()),
          offer.clientId());
    }
    if (clients.isBarred(offer.clientId())) {
      throw new OAuthException(
          OAuth2Error.UNAUTHORIZED_CLIENT,
          offer.clientId() + " has been revoked.",
          offer.clientId());
    }
    return client.get();
  }

  /** Whether a refusal of this request for too many others is the first in a row. */
  boolean isNews(OAuthException refusal, Context ctx) {
    String id = refusal.clientId();
    return id != null && attempts.isNews(new Try(id, ctx.ip(), clients.find(id).isPresent()));
  }

  /** Whether there is a client {@code id}. */
  boolean knows(String id) {
    return clients.find(id).isPresent();
  }

  private boolean proves(Offer offer, Proof proof) {
    return switch (proof) {
      case Proof.Secret secret -> offer instanceof Offer.Secret told && matches(told, secret);
      case Proof.Keys keys ->
          offer instanceof Offer.Signed signed && assertions.proves(signed.claimed(), keys);
    };
  }

  private static boolean matches(Offer.Secret told, Proof.Secret secret) {
    byte[] hash = Hashes.sha256(told.secret());
    boolean right = false;
    for (byte[] expected : secret.hashes()) {
      right |= MessageDigest.isEqual(expected, hash);
    }
    return right;
  }

  private static Offer offer(Context ctx, Form form) {
    List<String> headers = Collections.list(ctx.req().getHeaders("Authorization"));
    boolean inBody = form.has("client_secret");
    boolean signed = form.has("client_assertion") || form.has("client_assertion_type");
    int ways = headers.size() + (inBody ? 1 : 0) + (signed ? 1 : 0);
    if (ways > 1) {
      throw OAuthException.invalidRequest(
          "Prove the client in one way: in one Authorization header, or in the body.");
    }
    Offer offer =
        !headers.isEmpty()
            ? basic(headers.getFirst())
            : signed ? signed(form) : inBody ? inBody(form) : null;
    if (offer == null) {
      throw OAuthException.invalidClient(form.first("client_id").orElse(null));
    }
    return offer;
  }

  private static @Nullable Offer inBody(Form form) {
    String id = form.first("client_id").orElse(null);
    String secret = form.first("client_secret").orElse(null);
    return id == null || secret == null
        ? null
        : new Offer.Secret(id, Method.CLIENT_SECRET_POST, secret);
  }

  private static @Nullable Offer signed(Form form) {
    String assertion = form.first("client_assertion").orElse("");
    if (!form.first("client_assertion_type").orElse("").equals(Assertions.TYPE)) {
      return null;
    }
    Claimed claimed = Assertions.read(assertion);
    return claimed == null ? null : new Offer.Signed(claimed);
  }

  /** Both halves are form-encoded before they are joined (RFC 6749, 2.3.1). */
  private static @Nullable Offer basic(String header) {
    if (!header.regionMatches(true, 0, "Basic ", 0, 6)) {
      return null;
    }
    try {
      String pair =
          Form.utf8(
              Base64.getDecoder()
                  .decode(header.substring(6).strip().getBytes(StandardCharsets.ISO_8859_1)));
      int colon = pair.indexOf(':');
      return colon < 1
          ? null
          : new Offer.Secret(
              Form.decode(pair.substring(0, colon)),
              Method.CLIENT_SECRET_BASIC,
              Form.decode(pair.substring(colon + 1)));
    } catch (IllegalArgumentException | OAuthException e) {
      return null;
    }
  }
}
