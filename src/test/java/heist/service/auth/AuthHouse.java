package heist.service.auth;

import static org.assertj.core.api.Assertions.assertThat;

import heist.client.AddressBook;
import heist.client.AuthClient;
import heist.client.Credentials;
import heist.client.HttpJson;
import heist.client.SecretStore;
import heist.client.ServiceContext;
import heist.client.Target;
import heist.testing.SettableClock;
import heist.web.Json;
import heist.web.Service;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** An auth service behind real HTTP, and the clients around it. */
abstract class AuthHouse {
  static final String CALCULATOR = Target.CALCULATOR.audience();
  static final String GRANT = "grant_type=client_credentials";

  /** One key pair for all tests: making one costs more than a test. */
  static final String KEYS = SigningKeys.generate();

  @TempDir Path folder;
  HttpClient http = HttpClient.newHttpClient();
  final SettableClock clock = SettableClock.atNewYear();
  final AddressBook addresses = AddressBook.onFreePorts();
  ServiceContext context;
  Service auth;

  @BeforeEach
  void start() {
    context =
        new ServiceContext(
            Target.AUTH,
            "127.0.0.1",
            addresses.of(Target.AUTH).getPort(),
            addresses,
            folder,
            secrets(),
            clock,
            null,
            feature -> true,
            Duration.ofSeconds(10));
    auth = AuthService.start(context);
  }

  SecretStore secrets() {
    return new SecretStore(
        folder.resolve("secrets"), Map.of("HEIST_SECRET_AUTH_SIGNING_KEYS", KEYS));
  }

  /** Calls to auth as the command line makes them. */
  HttpJson operator(String... scopes) {
    return HttpJson.to("auth", auth.address())
        .withToken(
            context
                .tokens()
                .bearer(
                    () -> context.secrets().credentials("operator"),
                    Set.of(Target.AUTH.audience()),
                    Set.of(scopes)));
  }

  String get(String path) throws Exception {
    return http.send(request(path).build(), BodyHandlers.ofString()).body();
  }

  /** A restart of auth; whoever asks it next does so on a new connection. */
  void restart() {
    auth.close();
    http.shutdownNow();
    http = HttpClient.newHttpClient();
    auth = AuthService.start(context);
  }

  @AfterEach
  void stop() {
    auth.close();
  }

  ServiceContext as(Target target) {
    return context.forTarget(target, 0);
  }

  AuthClient game() {
    return new AuthClient(
        as(Target.GAME).http(Target.AUTH, "clients:write", "clients:read"), "seed");
  }

  Credentials hacker() {
    return game()
        .ensureAgent(
            "bank.hacker", "hacker", Set.of("calculator:use", "memory:read"), Set.of(CALCULATOR));
  }

  JsonNode introspect(Credentials who, String token) throws Exception {
    return Json.tree(form("/introspect", basic(who), "token=" + token).body());
  }

  HttpResponse<String> token(@Nullable String authorization, String form) throws Exception {
    return form("/token", authorization, form);
  }

  HttpResponse<String> form(String path, @Nullable String authorization, String form)
      throws Exception {
    return post(path, authorization, form, "application/x-www-form-urlencoded");
  }

  HttpResponse<String> post(String path, @Nullable String authorization, String body, String type)
      throws Exception {
    HttpRequest.Builder request =
        request(path).header("Content-Type", type).POST(BodyPublishers.ofString(body));
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(auth.address() + path));
  }

  static void error(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(Json.tree(answer.body()).get("error").stringValue()).isEqualTo(code);
    assertThat(answer.body()).doesNotContain("Exception", "heist.");
  }

  static String accessToken(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.tree(answer.body()).get("access_token").stringValue();
  }

  static String basic(Credentials credentials) {
    String pair = enc(credentials.clientId()) + ":" + enc(credentials.secret());
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  static String enc(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
