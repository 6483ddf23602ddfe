package heist.service.auth;

import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import io.javalin.http.Context;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A form-encoded body. No parameter may come twice (RFC 6749, 3.2), but for {@code resource} (RFC
 * 8707) and {@code audience}; none may come in the URL, where logs would keep it.
 */
record Form(Map<String, List<String>> values) {
  private static final Set<String> REPEATABLE = Set.of("resource", "audience");

  static Form of(Context ctx) {
    String type = ctx.contentType() == null ? "" : ctx.contentType();
    if (!type.split(";", 2)[0].strip().equalsIgnoreCase("application/x-www-form-urlencoded")) {
      throw OAuthException.invalidRequest(
          "The body must be a form: Content-Type: application/x-www-form-urlencoded");
    }
    if (ctx.queryString() != null) {
      throw OAuthException.invalidRequest("Parameters belong into the body, not into the URL.");
    }
    Form form = new Form(URLUtils.parseParameters(ctx.body()));
    form.values.forEach((name, given) -> {
      if (given.size() > 1 && !REPEATABLE.contains(name)) {
        throw OAuthException.invalidRequest("The parameter " + name + " is there twice.");
      }
    });
    return form;
  }

  /** The request as Nimbus reads it. */
  static HTTPRequest nimbus(Context ctx) {
    HTTPRequest request = new HTTPRequest(HTTPRequest.Method.POST, URI.create(ctx.url()));
    try {
      request.setContentType("application/x-www-form-urlencoded");
    } catch (com.nimbusds.oauth2.sdk.ParseException e) {
      throw new IllegalStateException(e);
    }
    String authorization = ctx.header("Authorization");
    if (authorization != null) {
      request.setAuthorization(authorization);
    }
    request.setBody(ctx.body());
    return request;
  }

  /** Empty values count as left out (RFC 6749, 3.2). */
  Optional<String> first(String name) {
    List<String> given = values.getOrDefault(name, List.of());
    return given.isEmpty() || given.getFirst().isEmpty()
        ? Optional.empty()
        : Optional.of(given.getFirst());
  }

  boolean has(String name) {
    return first(name).isPresent();
  }

  List<String> all(String name) {
    return values.getOrDefault(name, List.of()).stream().filter(v -> !v.isEmpty()).toList();
  }
}
