package heist.cli;

import heist.HeistException;
import heist.cli.Launcher.Llm;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code heist bench memory}. */
@Command(
    name = "memory",
    description = {
      "How long storing and recalling take with many memories, and how often a fact is " + "found.",
      "A fact that was said at the beginning is asked for at the end: how often it is among "
          + "the five best answers, per language, for questions in other words that keep a name "
          + "or a figure, and for questions that share no content word."
    },
    sortOptions = false)
final class BenchMemory extends BenchCommand.Measure {
  @Option(
      names = "--memories",
      paramLabel = "N",
      description = "Memories in all (default: 100000).")
  private int memories = 100_000;

  @Option(
      names = "--sessions",
      paramLabel = "N",
      description = "Over how many sessions they are spread (default: 100).")
  private int sessions = 100;

  @Option(
      names = "--embeddings",
      paramLabel = "URL",
      description = {
        "An OpenAI-compatible server with /v1/embeddings: measure with meaning, too. Its key, if it",
        "wants one, is read from LLM_API_KEY."
      })
  private @Nullable String embeddings;

  @Option(
      names = "--embedding-model",
      paramLabel = "NAME",
      description = "With --embeddings: its model for embeddings.")
  private @Nullable String embeddingModel;

  BenchMemory(Context context) {
    super(context);
  }

  @Override
  JsonNode figures(Path data) {
    BenchCommand.check("--memories", memories, 1_000, 10_000_000);
    BenchCommand.check("--sessions", sessions, 1, memories / 500);
    return context.launcher().benchMemory(data, memories, sessions, endpoint());
  }

  private @Nullable Llm endpoint() {
    if ((embeddings == null) != (embeddingModel == null)) {
      throw new HeistException(
          HeistException.Kind.BAD_INPUT, "--embeddings and --embedding-model go together");
    }
    String key = context.environment().getOrDefault("LLM_API_KEY", "");
    return embeddings == null
        ? null
        : new Llm(embeddings, embeddingModel, key.isEmpty() ? null : key);
  }
}
