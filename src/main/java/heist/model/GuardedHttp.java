package heist.model;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP client under LangChain4j: limits of {@link Wire}, errors as {@link ModelException}, and
 * good answers in the one plain form of {@link AnswerBody}. What that had to mend travels in a
 * header of the response.
 */
final class GuardedHttp implements HttpClient, HttpClientBuilder {
  static final String REPAIRS = "heist-repairs";
  private static final int MAX_BYTES = 4 << 20;

  private final Wire wire;
  private final String base;
  private final Duration limit;
  private final InstantSource clock;

  GuardedHttp(Wire wire, String base, Duration limit, InstantSource clock) {
    this.wire = wire;
    this.base = base;
    this.limit = limit;
    this.clock = clock;
  }

  @Override
  public SuccessfulHttpResponse execute(HttpRequest request) {
    var raw =
        java.net.http.HttpRequest.newBuilder(URI.create(request.url()))
            .POST(BodyPublishers.ofString(request.body()));
    request.headers().forEach((name, values) -> values.forEach(value -> raw.header(name, value)));
    HttpResponse<byte[]> answer = wire.send(raw.build(), limit, MAX_BYTES, base);
    int status = answer.statusCode();
    if (status < 200 || status > 299) {
      String body = new String(answer.body(), StandardCharsets.UTF_8);
      throw Refusals.of(base, status, body, retryAfter(answer, clock));
    }
    String type = answer.headers().firstValue("content-type").orElse("");
    AnswerBody.Plain plain = AnswerBody.read(base, type, answer.body());
    return SuccessfulHttpResponse.builder()
        .statusCode(status)
        .headers(Map.of(REPAIRS, plain.repairs()))
        .body(plain.json())
        .build();
  }

  /** Seconds or an HTTP date (RFC 9110), at most a minute. */
  static @Nullable Duration retryAfter(HttpResponse<?> answer, InstantSource clock) {
    String value = answer.headers().firstValue("retry-after").orElse("").strip();
    if (value.isEmpty()) {
      return null;
    }
    Duration wait;
    try {
      wait =
          value.matches("\\d{1,9}")
              ? Duration.ofSeconds(Long.parseLong(value))
              : Duration.between(
                  clock.instant(),
                  ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return null;
    }
    Duration most = Duration.ofMinutes(1);
    return wait.isNegative() ? Duration.ZERO : wait.compareTo(most) > 0 ? most : wait;
  }

  static List<String> repairs(@Nullable SuccessfulHttpResponse answer) {
    return answer == null ? List.of() : answer.headers().getOrDefault(REPAIRS, List.of());
  }

  @Override
  public void execute(
      HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
    throw new UnsupportedOperationException("answers are not streamed");
  }

  // LangChain4j wants a builder; limits are ours, so that its own are left unused.

  @Override
  public @Nullable Duration connectTimeout() {
    return null;
  }

  @Override
  public HttpClientBuilder connectTimeout(@Nullable Duration timeout) {
    return this;
  }

  @Override
  public @Nullable Duration readTimeout() {
    return null;
  }

  @Override
  public HttpClientBuilder readTimeout(@Nullable Duration timeout) {
    return this;
  }

  @Override
  public HttpClient build() {
    return this;
  }
}
