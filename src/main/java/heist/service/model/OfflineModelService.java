package heist.service.model;

import heist.service.model.speech.Speech;
import heist.web.Service;
import heist.web.WebServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The target {@code model}: an OpenAI-compatible server that needs no LLM. Base address for
 * clients: {@code address()/v1}.
 */
public final class OfflineModelService implements Service {
  /** Name of the one model it serves. */
  public static final String MODEL = OfflineModel.ID;

  private static final long MAX_BODY = 8L << 20;

  private final WebServer server;

  private OfflineModelService(WebServer server) {
    this.server = server;
  }

  /**
   * Starts listening.
   *
   * @param port 0 for any free port
   * @param apiKey what callers must send as bearer token; null or empty: nothing
   * @param clock for the {@code created} of answers
   * @param phrases folder of phrases that take the place of its own; it need not exist
   * @throws heist.HeistException if it cannot listen there, or the phrases cannot be used
   */
  public static OfflineModelService start(
      String host, int port, @Nullable String apiKey, InstantSource clock, Path phrases) {
    var figures = new Figures();
    var door = new Door(apiKey, clock, figures, Speech.of(phrases));
    var server =
        WebServer.named("model")
            .bind(host, port)
            .maxBody(MAX_BODY)
            .openApi("openapi/model.yaml")
            .routes(door::install)
            .start();
    figures.into(server.metrics());
    return new OfflineModelService(server);
  }

  @Override
  public String name() {
    return "model";
  }

  @Override
  public URI address() {
    return server.address();
  }

  @Override
  public void close() {
    server.close();
  }
}
