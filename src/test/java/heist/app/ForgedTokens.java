package heist.app;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import heist.web.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that are nearly good: made with the authorization server's own key, and then wrong in one
 * way each.
 */
final class ForgedTokens {
  /** Making one costs more than all that it signs. */
  private static final RSAKey STRANGE = strange();

  /** How a forgery is presented. */
  record Shape(List<String> authorization, @Nullable String query, Map<String, String> headers) {
    static Shape bearer(String token) {
      return new Shape(List.of("Bearer " + token), null, Map.of());
    }

    static Shape header(String... values) {
      return new Shape(List.of(values), null, Map.of());
    }
  }

  private final RSAKey key;
  private final RSAKey other;
  private final String issuer;
  private final String audience;
  private final String scopes;

  /** What the caller has had revoked at auth. */
  record Revoked(String jti, String agent, String session, String client, Instant before) {}

  ForgedTokens(String keys, String issuer, String audience, String scopes) throws Exception {
    this.key = JWKSet.parse(keys).getKeys().getFirst().toRSAKey();
    this.other = new RSAKey.Builder(STRANGE).keyID(key.getKeyID()).build();
    this.issuer = issuer;
    this.audience = audience;
    this.scopes = scopes;
  }

  private static RSAKey strange() {
    try {
      return new RSAKeyGenerator(2048).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A token with nothing wrong. */
  String good() throws JOSEException {
    return rs256(claims(c -> c));
  }

  /** A good token that may do nothing that anybody asks for. */
  String powerless() throws JOSEException {
    return rs256(claims(c -> c.claim("scope", "weather:read")));
  }

  /** A token with nothing wrong of an agent in a session. */
  String good(String agent, String session) throws JOSEException {
    return rs256(claims(c -> c.subject(agent).claim("client_id", agent).claim("sid", session)));
  }

  private JWTClaimsSet claims(UnaryOperator<JWTClaimsSet.Builder> change) {
    Instant now = Instant.now();
    return change
        .apply(
            new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject("operator")
                .claim("client_id", "operator")
                .audience(audience)
                .claim("scope", scopes)
                .claim("sid", "s-forged")
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(600))))
        .build();
  }

  private static JWSHeader.Builder header(JWSAlgorithm algorithm) {
    return new JWSHeader.Builder(algorithm).type(new JOSEObjectType("at+jwt"));
  }

  private String rs256(JWTClaimsSet claims) throws JOSEException {
    return sign(key, header(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims);
  }

  private static String sign(RSAKey key, JWSHeader header, JWTClaimsSet claims)
      throws JOSEException {
    SignedJWT jwt = new SignedJWT(header, claims);
    jwt.sign(new RSASSASigner(key));
    return jwt.serialize();
  }

  private String mac(JWSAlgorithm algorithm, byte[] secret) throws JOSEException {
    SignedJWT jwt = new SignedJWT(header(algorithm).keyID(key.getKeyID()).build(), claims(c -> c));
    jwt.sign(new MACSigner(Arrays.copyOf(secret, Math.max(64, secret.length))));
    return jwt.serialize();
  }

  /** The claims under a header as it is given, signed over by our key. */
  private String raw(String header) throws Exception {
    String input =
        Base64URL.encode(header) + "." + claims(c -> c).toPayload().toBase64URL().toString();
    java.security.Signature signature = java.security.Signature.getInstance("SHA256withRSA");
    signature.initSign(key.toPrivateKey());
    signature.update(input.getBytes(StandardCharsets.US_ASCII));
    return input + "." + Base64URL.encode(signature.sign());
  }

  private String json(String more) {
    return "{\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"kid\":\"" + key.getKeyID() + "\"" + more + "}";
  }

  /** All forms by name. */
  Map<String, Shape> all(Revoked revoked, String elsewhere, String queryToken) throws Exception {
    Map<String, Shape> forms = new LinkedHashMap<>();
    unsigned(forms);
    otherAlgorithms(forms);
    keyIds(forms);
    headers(forms);
    wrongClaims(forms);
    forms.put("revoked token", Shape.bearer(rs256(claims(c -> c.jwtID(revoked.jti())))));
    forms.put(
        "agent cut off from the session",
        Shape.bearer(
            rs256(
                claims(c ->
                    c.subject(revoked.agent())
                        .claim("client_id", revoked.agent())
                        .claim("sid", revoked.session())))));
    forms.put(
        "client cut off",
        Shape.bearer(
            rs256(
                claims(c ->
                    c.subject(revoked.client())
                        .claim("client_id", revoked.client())
                        .issueTime(Date.from(revoked.before().minusSeconds(60)))))));
    altered(forms);
    presented(forms, queryToken);
    forms.put("another service's token", Shape.bearer(elsewhere));
    return forms;
  }

  private void unsigned(Map<String, Shape> forms) throws JOSEException {
    String[] good = good().split("\\.");
    for (String alg : new String[] {"none", "None", "NONE", "nOnE", ""}) {
      String header = Base64URL.encode("{\"alg\":\"" + alg + "\",\"typ\":\"at+jwt\"}").toString();
      forms.put("alg '" + alg + "'", Shape.bearer(header + "." + good[1] + "."));
      forms.put(
          "alg '" + alg + "' with a signature",
          Shape.bearer(header + "." + good[1] + "." + good[2]));
    }
    forms.put("no signature", Shape.bearer(good[0] + "." + good[1] + "."));
    forms.put("two parts", Shape.bearer(good[0] + "." + good[1]));
    forms.put(
        "signature of zeros",
        Shape.bearer(good[0] + "." + good[1] + "." + Base64URL.encode(new byte[256])));
  }

  private void otherAlgorithms(Map<String, Shape> forms) throws JOSEException {
    byte[] der = key.toRSAPublicKey().getEncoded();
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
            + "\n-----END PUBLIC KEY-----\n";
    forms.put("HS256 with the public key, DER", Shape.bearer(mac(JWSAlgorithm.HS256, der)));
    forms.put("HS256 with the public key, PEM", Shape.bearer(mac(JWSAlgorithm.HS256, bytes(pem))));
    forms.put(
        "HS256 with the public key, JWK",
        Shape.bearer(mac(JWSAlgorithm.HS256, bytes(key.toPublicJWK().toJSONString()))));
    forms.put(
        "HS256 with the modulus", Shape.bearer(mac(JWSAlgorithm.HS256, key.getModulus().decode())));
    forms.put("HS384 with the public key", Shape.bearer(mac(JWSAlgorithm.HS384, der)));
    forms.put("HS512 with the public key", Shape.bearer(mac(JWSAlgorithm.HS512, der)));
    forms.put("HS256 with an empty key", Shape.bearer(mac(JWSAlgorithm.HS256, new byte[64])));
    for (JWSAlgorithm algorithm :
        List.of(JWSAlgorithm.RS384, JWSAlgorithm.RS512, JWSAlgorithm.PS256, JWSAlgorithm.PS512)) {
      forms.put(
          algorithm + " by the right key",
          Shape.bearer(sign(key, header(algorithm).keyID(key.getKeyID()).build(), claims(c -> c))));
    }
    SignedJWT ec =
        new SignedJWT(header(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(), claims(c -> c));
    ec.sign(new ECDSASigner(new ECKeyGenerator(Curve.P_256).generate()));
    forms.put("ES256", Shape.bearer(ec.serialize()));
  }

  private void keyIds(Map<String, Shape> forms) throws Exception {
    forms.put(
        "another key under the right kid",
        Shape.bearer(
            sign(other, header(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims(c -> c))));
    for (String kid :
        List.of(
            "../../../../dev/null",
            "/proc/self/environ",
            "file:///etc/passwd",
            "' OR '1'='1",
            "x' UNION SELECT 'key' --",
            "unknown",
            "",
            "%00",
            "http://127.0.0.1:1/key",
            "k".repeat(4000))) {
      forms.put(
          "kid " + kid.substring(0, Math.min(20, kid.length())),
          Shape.bearer(sign(other, header(JWSAlgorithm.RS256).keyID(kid).build(), claims(c -> c))));
    }
    forms.put("no kid", Shape.bearer(raw("{\"alg\":\"RS256\",\"typ\":\"at+jwt\"}")));
    forms.put(
        "kid is a list",
        Shape.bearer(
            raw("{\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"kid\":[\"" + key.getKeyID() + "\"]}")));
    forms.put(
        "the sender's own key in the header",
        Shape.bearer(
            sign(
                other,
                header(JWSAlgorithm.RS256).keyID("mine").jwk(other.toPublicJWK()).build(),
                claims(c -> c))));
    forms.put(
        "jku",
        Shape.bearer(
            sign(
                other,
                header(JWSAlgorithm.RS256)
                    .keyID("mine")
                    .jwkURL(URI.create("http://127.0.0.1:1/jwks.json"))
                    .build(),
                claims(c -> c))));
  }

  private void headers(Map<String, Shape> forms) throws Exception {
    forms.put("typ JWT", Shape.bearer(raw(json("").replace("at+jwt", "JWT"))));
    forms.put("typ id+jwt", Shape.bearer(raw(json("").replace("at+jwt", "id+jwt"))));
    forms.put("typ empty", Shape.bearer(raw(json("").replace("at+jwt", ""))));
    forms.put("no typ", Shape.bearer(raw(json("").replace("\"typ\":\"at+jwt\",", ""))));
    forms.put("crit unknown", Shape.bearer(raw(json(",\"crit\":[\"x\"],\"x\":1"))));
    forms.put("crit b64", Shape.bearer(raw(json(",\"crit\":[\"b64\"],\"b64\":false"))));
    forms.put("crit empty", Shape.bearer(raw(json(",\"crit\":[]"))));
    forms.put("no alg", Shape.bearer(raw(json("").replace("\"alg\":\"RS256\",", ""))));
    forms.put("header is a list", Shape.bearer(raw("[]")));
    forms.put("header is no JSON", Shape.bearer(raw("alg=RS256")));
    forms.put(
        "header nests deep", Shape.bearer(raw("{\"a\":".repeat(500) + "1" + "}".repeat(500))));
  }

  private void wrongClaims(Map<String, Shape> forms) throws JOSEException {
    Instant now = Instant.now();
    Map<String, UnaryOperator<JWTClaimsSet.Builder>> wrong = new LinkedHashMap<>();
    wrong.put("aud of another service", c -> c.audience("urn:heist:elsewhere"));
    wrong.put("aud missing", c -> c.audience((String) null));
    wrong.put("aud empty", c -> c.audience(List.of()));
    wrong.put("aud with more behind", c -> c.audience(audience + "x"));
    wrong.put("aud in capitals", c -> c.audience(audience.toUpperCase(java.util.Locale.ROOT)));
    wrong.put("aud a star", c -> c.audience("*"));
    wrong.put("iss of another", c -> c.issuer("http://127.0.0.1:1"));
    wrong.put("iss with a slash", c -> c.issuer(issuer + "/"));
    wrong.put("iss missing", c -> c.issuer(null));
    wrong.put("expired", c -> c.expirationTime(Date.from(now.minusSeconds(31))));
    wrong.put("expired in 1970", c -> c.expirationTime(new Date(0)));
    wrong.put("expiry before time", c -> c.expirationTime(new Date(-1_000_000)));
    wrong.put("no expiry", c -> c.expirationTime(null));
    wrong.put("expiry is a word", c -> c.expirationTime(null).claim("exp", "never"));
    wrong.put("not yet valid", c -> c.notBeforeTime(Date.from(now.plusSeconds(600))));
    wrong.put("no sub", c -> c.subject(null));
    wrong.put("no client_id", c -> c.claim("client_id", null));
    wrong.put("client_id is a number", c -> c.claim("client_id", 7));
    wrong.put("no jti", c -> c.jwtID(null));
    wrong.put("no iat", c -> c.issueTime(null));
    wrong.put("scope is a number", c -> c.claim("scope", 7));
    wrong.put("scope is a list", c -> c.claim("scope", List.of(scopes.split(" "))));
    wrong.put("sid is an object", c -> c.claim("sid", Map.of("a", 1)));
    for (Map.Entry<String, UnaryOperator<JWTClaimsSet.Builder>> each : wrong.entrySet()) {
      forms.put(each.getKey(), Shape.bearer(rs256(claims(each.getValue()))));
    }
  }

  private void altered(Map<String, Shape> forms) throws JOSEException {
    String good = good();
    String[] parts = good.split("\\.");
    String[] second = powerless().split("\\.");
    char last = good.charAt(good.length() - 1);
    // Differs in bits that decode to nothing.
    char twin =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
            .charAt(
                "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".indexOf(last)
                    ^ 1);
    Map<String, String> changed = new LinkedHashMap<>();
    changed.put("payload of another token", second[0] + "." + parts[1] + "." + second[2]);
    changed.put("signature of another token", parts[0] + "." + parts[1] + "." + second[2]);
    changed.put("signature cut short", good.substring(0, good.length() - 4));
    changed.put("signature twice", good + parts[2]);
    changed.put("one bit of the signature", flip(good, good.lastIndexOf('.') + 5));
    changed.put("one bit of the payload", flip(good, good.indexOf('.') + 30));
    changed.put("another spelling of the signature", good.substring(0, good.length() - 1) + twin);
    changed.put("padding", good + "=");
    changed.put("a dot behind", good + ".");
    changed.put("a dot before", "." + good);
    changed.put("four parts", good + "." + parts[2]);
    changed.put("five parts", parts[0] + ".." + parts[1] + "." + parts[2] + "." + parts[2]);
    changed.put("a space within", parts[0] + ". " + parts[1] + "." + parts[2]);
    changed.put("rubbish behind", good + "!~*");
    changed.put(
        "JSON serialization",
        "{\"payload\":\"%s\",\"protected\":\"%s\",\"signature\":\"%s\"}"
            .formatted(parts[1], parts[0], parts[2]));
    changed.put("oversized", rs256(claims(c -> c.claim("x", "x".repeat(9000)))));
    changed.put("oversized beyond any header", "x".repeat(20_000));
    changed.put("no token at all", "null");
    changed.forEach((name, token) -> forms.put(name, Shape.bearer(token)));
  }

  private void presented(Map<String, Shape> forms, String queryToken) throws JOSEException {
    String good = good();
    forms.put("Basic", Shape.header("Basic " + good));
    forms.put("Token", Shape.header("Token " + good));
    forms.put("no scheme", Shape.header(good));
    forms.put("Bearer without a token", Shape.header("Bearer"));
    forms.put("Bearer twice", Shape.header("Bearer Bearer " + good));
    forms.put("two in one header", Shape.header("Bearer " + good + ", Bearer " + good));
    forms.put("two headers", Shape.header("Bearer " + good, "Bearer " + good));
    forms.put("bad and good header", Shape.header("Basic eDp5", "Bearer " + good));
    forms.put("in the query", new Shape(List.of(), "access_token=" + queryToken, Map.of()));
    forms.put(
        "in the query besides",
        new Shape(List.of("Bearer " + good), "a=b&access_token=" + queryToken, Map.of()));
    forms.put("in a cookie", new Shape(List.of(), null, Map.of("Cookie", "access_token=" + good)));
    forms.put(
        "in another header",
        new Shape(List.of(), null, Map.of("X-Access-Token", good, "X-Authorization", good)));
    forms.put("nothing", new Shape(List.of(), null, Map.of()));
  }

  private static String flip(String text, int at) {
    char[] chars = text.toCharArray();
    chars[at] = chars[at] == 'A' ? 'B' : 'A';
    return new String(chars);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** For the names of scopes in a JSON list. */
  static String words(String json) {
    return String.join(" ", Json.tree(json).valueStream().map(n -> n.asString("")).toList());
  }
}
