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
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve("/tools/" + tool))
            .header("Authorization", "Bearer " + token)
            .header("Idempotency-Key", key)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      return HttpJson.client().send(request, BodyHandlers.ofString()).body();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
