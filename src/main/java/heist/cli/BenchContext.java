package heist.cli;

import java.nio.file.Path;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code heist bench context}. */
@Command(
    name = "context",
    description = {
      "A long session on a small context: how large prompts get and what is still known.",
      "Three times: with a digest of the past, with the last five messages alone, and with "
          + "as many messages as fit. How large the largest prompt was and how many tokens were "
          + "sent, both as the model's server counts them, and how many of twenty facts said near "
          + "the beginning stood in the prompt when they were asked for at the end. The model "
          + "alone is a stub."
    },
    sortOptions = false)
final class BenchContext extends BenchCommand.Measure {
  @Option(
      names = "--messages",
      paramLabel = "N",
      description = "Messages of each session (default: 1000).")
  private int messages = 1_000;

  @Option(
      names = "--tokens",
      paramLabel = "N",
      description = "Most tokens of a prompt (default: 4000).")
  private int tokens = 4_000;

  BenchContext(Context context) {
    super(context);
  }

  @Override
  JsonNode figures(Path data) {
    BenchCommand.check("--messages", messages, 100, 5_000);
    BenchCommand.check("--tokens", tokens, 2_500, 200_000);
    return context.launcher().benchContext(data, messages, tokens);
  }

  @Override
  Table table(JsonNode figures) {
    Table table =
        new Table(
            "CONTEXT",
            "MESSAGES",
            "LARGEST PROMPT",
            "TOKENS SENT",
            "PER CALL, BY QUARTER",
            "SUMMARIES",
            "THEIR TOKENS",
            "FACTS");
    figures
        .properties()
        .forEach(p -> {
          JsonNode f = p.getValue();
          table.row(
              p.getKey(),
              f.path("messages").asString(""),
              f.path("largest_prompt").asString(""),
              f.path("prompt_tokens").asString(""),
              f.path("prompt_tokens_per_call_by_quarter")
                  .valueStream()
                  .map(n -> n.asString(""))
                  .collect(Collectors.joining(" ")),
              f.path("summaries").asString(""),
              f.path("summary_tokens").asString(""),
              f.path("facts_in_prompt").asString("") + " of " + f.path("facts_asked").asString(""));
        });
    return table;
  }
}
