package heist.service.auth;

import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.PlainClientSecret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import java.security.MessageDigest;
import java.util.Optional;

/** Finds out which client makes a request (RFC 6749, 2.3). Thread-safe. */
final class ClientAuthenticator {
  /** Compared with when there is no such client, so that this takes as long. */
  private static final byte[] NOBODY = new byte[32];

  private final Clients clients;

  ClientAuthenticator(Clients clients) {
    this.clients = clients;
  }

  /**
   * The client that {@code request} proves to come from.
   *
   * @throws OAuthException invalid_client, or invalid_request for two proofs at once
   */
  RegisteredClient authenticate(HTTPRequest request, Form form) {
    boolean header = request.getAuthorization() != null;
    if (header && (form.has("client_secret") || form.has("client_assertion"))) {
      throw OAuthException.invalidRequest(
          "Prove the client in one way: in the Authorization header or in the body.");
    }
    ClientAuthentication proof;
    try {
      proof = ClientAuthentication.parse(request);
    } catch (ParseException e) {
      throw OAuthException.invalidClient(null);
    }
    if (!(proof instanceof PlainClientSecret plain)) {
      throw OAuthException.invalidClient(null);
    }
    String id = plain.getClientID().getValue();
    Optional<String> named = form.first("client_id");
    if (named.isPresent() && !named.get().equals(id)) {
      throw OAuthException.invalidRequest("client_id differs from the Authorization header.");
    }
    Optional<RegisteredClient> client = clients.find(id);
    byte[] expected = client.map(RegisteredClient::secretHash).orElse(NOBODY);
    boolean right =
        MessageDigest.isEqual(expected, Hashes.sha256(plain.getClientSecret().getValue()));
    if (client.isEmpty() || !right) {
      throw OAuthException.invalidClient(id);
    }
    String used = plain.getMethod().getValue();
    if (!client.get().method().id().equals(used)) {
      throw new OAuthException(
          OAuth2Error.INVALID_CLIENT,
          "This client is registered for %s, not %s.".formatted(client.get().method().id(), used),
          id);
    }
    return client.get();
  }
}
