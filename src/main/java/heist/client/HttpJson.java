package heist.client;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.web.AuthException;
import heist.web.Json;
import java.io.IOException;
import java.lang.reflect.Type;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * JSON over HTTP to one service. Its problem details become our exceptions with the same kind and
 * message; a service that does not answer is UNAVAILABLE and is named with its address. Answers may
 * hold fields we do not know. A call can be interrupted. Thread-safe.
 */
public final class HttpJson {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final HttpClient http;
  private final String name;
  private final URI base;
  private final Duration timeout;
  private final @Nullable Supplier<String> token;

  /** An answer, whatever its status. */
  public record Answer(int status, String contentType, String body) {}

  private static final class Shared {
    /** HTTP/1.1: an upgrade to h2c costs a round trip and some servers stumble over it. */
    static final HttpClient CLIENT =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .executor(
                Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("http-", 0).factory()))
            .build();
  }

  private HttpJson(
      HttpClient http, String name, URI base, Duration timeout, @Nullable Supplier<String> token) {
    this.http = http;
    this.name = name;
    this.base = base;
    this.timeout = timeout;
    this.token = token;
  }

  /** The one JDK client of this process. */
  public static HttpClient client() {
    return Shared.CLIENT;
  }

  /** Calls to the service {@code name} at {@code base}, without a token, 30 s each at most. */
  public static HttpJson to(String name, URI base) {
    return new HttpJson(client(), name, base, TIMEOUT, null);
  }

  /** The same with a token, asked for at each call. */
  public HttpJson withToken(Supplier<String> token) {
    return new HttpJson(http, name, base, timeout, token);
  }

  /** The same with another limit for one call. */
  public HttpJson withTimeout(Duration timeout) {
    return new HttpJson(http, name, base, timeout, token);
  }

  /** Where the calls go. */
  public URI base() {
    return base;
  }

  /** GET. {@code path} begins with a slash and is already encoded. */
  public <T> T get(String path, Type type) {
    return read(send("GET", path, null), type);
  }

  /** POST {@code body} as JSON; null sends none. */
  public <T> T post(String path, @Nullable Object body, Type type) {
    return read(send("POST", path, body), type);
  }

  /** PUT {@code body} as JSON. */
  public <T> T put(String path, Object body, Type type) {
    return read(send("PUT", path, body), type);
  }

  /** DELETE; what the service says about it is passed over. */
  public void delete(String path) {
    check(send("DELETE", path, null));
  }

  /** Any method; answers whatever comes. For proxies. */
  public Answer send(String method, String path, @Nullable Object body) {
    String given = token == null ? null : token.get();
    Answer answer = send(given, method, path, body);
    if (answer.status == 401
        && token instanceof Bearer bearer
        && given != null
        && AuthException.asksForAnother(answer.body)) {
      // It was refused before anything was done.
      bearer.refused(given);
      return send(bearer.get(), method, path, body);
    }
    return answer;
  }

  private Answer send(@Nullable String given, String method, String path, @Nullable Object body) {
    HttpRequest.Builder request = request(path);
    if (given != null) {
      request.header("Authorization", "Bearer " + given);
    }
    if (body == null) {
      request.method(method, BodyPublishers.noBody());
    } else {
      request.header("Content-Type", "application/json");
      request.method(
          method, BodyPublishers.ofString(body instanceof String text ? text : Json.write(body)));
    }
    return send(request.build());
  }

  /** POST of a form, as OAuth wants it; {@code basic} is the value of the Authorization header. */
  Answer postForm(String path, String form, @Nullable String basic) {
    HttpRequest.Builder request =
        request(path).header("Content-Type", "application/x-www-form-urlencoded");
    if (basic != null) {
      request.header("Authorization", basic);
    }
    return send(request.POST(BodyPublishers.ofString(form)).build());
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path)).timeout(timeout);
    request.header("Accept", "application/json");
    return request;
  }

  private Answer send(HttpRequest request) {
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      String type = response.headers().firstValue("Content-Type").orElse("");
      return new Answer(response.statusCode(), type, response.body());
    } catch (HttpTimeoutException e) {
      throw unavailable("did not answer within " + timeout.toMillis() + " ms", e);
    } catch (IOException e) {
      throw unavailable("does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("was not waited for: the call was cut short", e);
    }
  }

  private HeistException unavailable(String what, Exception cause) {
    return new HeistException(
        Kind.UNAVAILABLE, "%s at %s %s.".formatted(capital(name), base, what), cause);
  }

  /** Reads an answer, or throws what it tells. */
  public <T> T read(Answer answer, Type type) {
    check(answer);
    try {
      return Json.lenient().readValue(answer.body(), Json.lenient().constructType(type));
    } catch (JacksonException e) {
      throw unavailable("gave an answer that cannot be read", e);
    }
  }

  /** Turns an error answer into our exception. */
  public void check(Answer answer) {
    if (answer.status() < 300) {
      return;
    }
    Kind kind = kind(answer.status());
    String detail = "answered " + answer.status();
    try {
      JsonNode problem = Json.lenient().readTree(answer.body());
      if (problem.path("detail").isString()) {
        detail = problem.path("detail").stringValue();
      } else if (problem.path("error_description").isString()) {
        detail = problem.path("error_description").stringValue();
      } else if (problem.path("error").isString()) {
        detail = problem.path("error").stringValue();
      }
    } catch (JacksonException e) {
      // Not JSON: its status has to do.
    }
    throw new HeistException(kind, capital(name) + ": " + detail);
  }

  private static Kind kind(int status) {
    if (status >= 500) {
      // Their mistake is not ours: to us the service is one that cannot do this now.
      return Kind.UNAVAILABLE;
    }
    return Arrays.stream(Kind.values())
        .filter(kind -> kind.status() == status)
        .findFirst()
        .orElse(Kind.BAD_INPUT);
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
