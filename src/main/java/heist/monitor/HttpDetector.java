package heist.monitor;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.detect.Assessment;
import heist.detect.Detector;
import heist.detect.Transcript;
import heist.detect.TranscriptJson;
import heist.web.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import tools.jackson.core.JacksonException;

/**
 * Somebody's detector behind an address: a game is posted as JSON and answered with JSON. It gets
 * no roles. Redirects are not followed. Thread-safe.
 */
public final class HttpDetector implements Detector {
  private final URI address;
  private final Duration patience;
  private final HttpClient http;

  /** A detector at {@code address}. */
  public HttpDetector(URI address, Duration patience) {
    this.address = address;
    this.patience = patience;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
  }

  @Override
  public String name() {
    return address.toString();
  }

  @Override
  public Assessment assess(Transcript t) {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(patience)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(TranscriptJson.of("game", t).toString()))
            .build();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw failed("answered " + answer.statusCode());
      }
      return TranscriptJson.assessment(name(), Json.lenient().readTree(answer.body()), t);
    } catch (IOException e) {
      throw failed("does not answer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed("was not waited for");
    } catch (JacksonException e) {
      throw failed("answered with something that is no JSON");
    } catch (IllegalArgumentException e) {
      throw failed("answered wrongly: " + e.getMessage());
    }
  }

  private HeistException failed(String what) {
    return new HeistException(Kind.UNAVAILABLE, "the detector at " + address + " " + what);
  }
}
