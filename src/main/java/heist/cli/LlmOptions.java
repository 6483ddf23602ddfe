package heist.cli;

import heist.HeistException;
import heist.cli.Launcher.Llm;
import heist.cli.Launcher.ModelServer;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --llm} and {@code --model}: who speaks for the agents. */
final class LlmOptions {
  @Option(
      names = "--llm",
      paramLabel = "URL|auto",
      description = {
        "An OpenAI-compatible server, such as http://localhost:1234/v1. auto: whichever answers on"
            + " port 1234 or 11434 (default: LLM_BASE_URL, else the offline model).",
        "Its key, if it wants one, is read from LLM_API_KEY."
      })
  private @Nullable String llm;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "Name of the model (default: the first that the server offers).")
  private @Nullable String model;

  /**
   * The endpoint asked for, or empty for the offline model.
   *
   * @param say told what was found by looking
   */
  Optional<Llm> chosen(Context context, Consumer<String> say) {
    String wish = llm != null ? llm : environment(context);
    if (wish.isEmpty() || wish.equals("offline")) {
      if (model != null) {
        throw bad("--model needs --llm URL or --llm auto; the offline model has no other name");
      }
      return Optional.empty();
    }
    String key = context.environment().getOrDefault("LLM_API_KEY", "");
    if (wish.equals("auto")) {
      return Optional.of(found(context, say, key));
    }
    try {
      URI uri = URI.create(wish);
      if (uri.getHost() == null || !List.of("http", "https").contains(uri.getScheme())) {
        throw new IllegalArgumentException(wish);
      }
    } catch (IllegalArgumentException e) {
      throw bad(
          "--llm takes an address such as http://localhost:1234/v1, or auto; not \"" + wish + "\"");
    }
    return Optional.of(new Llm(wish, model, key.isEmpty() ? null : key));
  }

  private static String environment(Context context) {
    String url = context.environment().getOrDefault("LLM_BASE_URL", "");
    return url.isEmpty() ? context.environment().getOrDefault("LM_STUDIO_URL", "") : url;
  }

  private Llm found(Context context, Consumer<String> say, String key) {
    List<ModelServer> servers = context.launcher().modelServers();
    ModelServer server =
        servers.stream()
            .filter(s -> model == null ? !s.models().isEmpty() : s.models().contains(model))
            .findFirst()
            .orElseThrow(() -> none(servers));
    String name = model != null ? model : server.models().getFirst();
    say.accept("Using " + server.name() + " at " + server.baseUrl() + ", model " + name);
    return new Llm(server.baseUrl(), name, key.isEmpty() ? null : key);
  }

  private HeistException none(List<ModelServer> servers) {
    String offered =
        servers.isEmpty()
            ? "no model server answers on localhost:1234 or localhost:11434; start one"
            : "no server that answers has "
                + (model == null ? "a model loaded" : "the model " + model)
                + "; found "
                + describe(servers)
                + "; load one";
    return new HeistException(
        HeistException.Kind.UNAVAILABLE, offered + ", or leave --llm away for the offline model");
  }

  /** Servers and their models, in words. */
  static String describe(List<ModelServer> servers) {
    return String.join(
        "; ",
        servers.stream()
            .map(s ->
                s.name()
                    + " at "
                    + s.baseUrl()
                    + (s.models().isEmpty()
                        ? " (no model loaded)"
                        : " (" + String.join(", ", s.models().stream().limit(3).toList()) + ")"))
            .toList());
  }

  private static HeistException bad(String message) {
    return new HeistException(HeistException.Kind.BAD_INPUT, message);
  }
}
