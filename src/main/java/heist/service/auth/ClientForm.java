package heist.service.auth;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import heist.HeistException;
import heist.HeistException.Kind;
import heist.client.Target;
import heist.service.auth.RegisteredClient.Method;
import heist.service.auth.RegisteredClient.Proof;
import heist.service.auth.RegisteredClient.Source;
import java.text.ParseException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A client as somebody wants it registered: the body of {@code POST /clients}, or an entry of
 * {@code heist.yaml}. What is wrong with it is said in words.
 *
 * @param kind {@code agent} unless told, or {@code outside}
 * @param secretHash SHA-256 of its secret in hex, if it has chosen one itself
 * @param jwks its public keys, for {@code private_key_jwt}
 */
record ClientForm(
    @JsonProperty("client_id") @Nullable String clientId,
    @Nullable String kind,
    @Nullable String agent,
    @Nullable String session,
    @Nullable Set<String> scopes,
    @Nullable Set<String> audiences,
    @JsonProperty("client_secret_sha256") @Nullable String secretHash,
    @JsonProperty("token_endpoint_auth_method") @Nullable String method,
    @Nullable JsonNode jwks) {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern SCOPE = Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]{1,100}");
  private static final int MOST_KEYS = 8;
  private static final int LEAST_BITS = 2048;

  /** Whether a secret has to be made for it. */
  boolean needsSecret() {
    return secretHash == null && wantedMethod() != Method.PRIVATE_KEY_JWT;
  }

  String id() {
    String id = clientId;
    if (id == null || !ID.matcher(id).matches()) {
      throw bad("client_id must be 1 to 128 of letters, digits, '.', '_', '-'.");
    }
    return id;
  }

  RegisteredClient.Kind ofKind() {
    return switch (kind == null ? "agent" : kind) {
      case "agent" -> RegisteredClient.Kind.AGENT;
      case "outside" -> RegisteredClient.Kind.OUTSIDE;
      default -> throw bad("kind must be agent or outside.");
    };
  }

  /**
   * The client that this describes.
   *
   * @param secret the secret made for it, if it {@link #needsSecret}
   * @throws HeistException BAD_INPUT or FORBIDDEN, with what is wrong
   */
  RegisteredClient check(Source source, @Nullable String secret) {
    RegisteredClient.Kind wanted = ofKind();
    boolean isAgent = wanted == RegisteredClient.Kind.AGENT;
    String id = id();
    String name = agent == null ? id.substring(id.lastIndexOf('.') + 1) : agent;
    if (name.isBlank() || name.length() > 100) {
      throw bad("agent must have 1 to 100 characters.");
    }
    if (session != null && (isAgent || !ID.matcher(session).matches())) {
      throw bad("session is the id of one session, and for outside clients only.");
    }
    return new RegisteredClient(
        id,
        wanted,
        source,
        isAgent || agent != null ? name : null,
        session,
        Clients.everywhere(checkedAudiences(), checkedScopes()),
        proof(secret));
  }

  private Set<String> checkedScopes() {
    Set<String> checked = scopes == null ? Set.of() : scopes;
    for (String scope : checked) {
      if (!SCOPE.matcher(scope).matches()) {
        throw bad("'" + scope + "' is not a scope.");
      }
      if (ServiceClients.isReserved(scope)) {
        throw new HeistException(Kind.FORBIDDEN, "No agent may have the scope " + scope + ".");
      }
    }
    return checked;
  }

  private Set<String> checkedAudiences() {
    Set<String> known =
        Arrays.stream(Target.values()).map(Target::audience).collect(Collectors.toSet());
    Set<String> checked = audiences == null ? Set.of() : audiences;
    if (checked.isEmpty() || !known.containsAll(checked)) {
      throw bad("audiences must name at least one service, as urn:heist:NAME.");
    }
    if (checked.contains(Target.AUTH.audience())) {
      throw new HeistException(Kind.FORBIDDEN, "No agent may act at auth itself.");
    }
    return checked;
  }

  private Method wantedMethod() {
    if (method == null) {
      return jwks == null ? Method.CLIENT_SECRET_BASIC : Method.PRIVATE_KEY_JWT;
    }
    for (Method known : Method.values()) {
      if (known.id().equals(method)) {
        return known;
      }
    }
    throw bad(
        "token_endpoint_auth_method must be client_secret_basic, client_secret_post or private_key_jwt.");
  }

  private Proof proof(@Nullable String secret) {
    Method wanted = wantedMethod();
    if ((jwks != null) != (wanted == Method.PRIVATE_KEY_JWT)) {
      throw bad("jwks holds the public keys of private_key_jwt, and belongs to no other method.");
    }
    if (jwks != null) {
      if (secretHash != null) {
        throw bad("A client of private_key_jwt has no secret.");
      }
      return new Proof.Keys(keys(jwks));
    }
    if (secretHash != null && !HASH.matcher(secretHash).matches()) {
      throw bad("client_secret_sha256 must be 64 hexadecimal digits.");
    }
    byte[] hash =
        secretHash == null
            ? Hashes.sha256(java.util.Objects.requireNonNull(secret))
            : HexFormat.of().parseHex(secretHash);
    return new Proof.Secret(wanted, List.of(hash));
  }

  private static JWKSet keys(JsonNode node) {
    try {
      // One key alone is welcome, too.
      JWKSet set =
          node.has("keys") ? JWKSet.parse(node.toString()) : new JWKSet(JWK.parse(node.toString()));
      if (set.getKeys().isEmpty() || set.getKeys().size() > MOST_KEYS) {
        throw bad("jwks must hold 1 to " + MOST_KEYS + " keys.");
      }
      for (JWK key : set.getKeys()) {
        boolean fits =
            switch (key) {
              case RSAKey rsa -> rsa.size() >= LEAST_BITS;
              case ECKey ec -> Curve.P_256.equals(ec.getCurve());
              default -> false;
            };
        if (!fits) {
          throw bad("jwks may hold RSA keys of 2048 bits or more, and EC keys on P-256.");
        }
        if (key.isPrivate()) {
          throw bad("jwks holds a private key. Keep that to yourself and send its public half.");
        }
      }
      return set;
    } catch (ParseException | IllegalArgumentException e) {
      throw bad("jwks is not a set of JSON Web Keys.");
    }
  }

  private static HeistException bad(String message) {
    return new HeistException(Kind.BAD_INPUT, message);
  }
}
