package heist.tool;

import heist.client.HttpJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** Raw calls of tools over REST. */
final class RestCalls {
  private RestCalls() {}

  static String withKey(URI address, String token, String tool, String key, String body) {
    return withHeader(address, token, tool, "Idempotency-Key", key, body);
  }

  static String withHeader(
      URI address, String token, String tool, String header, String value, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve("/tools/" + tool))
            .header("Authorization", "Bearer " + token)
            .header(header, value)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      return HttpJson.client().send(request, BodyHandlers.ofString()).body();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
