package heist.cli;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the games come from. */
final class EvalFrom {
  @Option(names = "--corpus", paramLabel = "FILE", description = "One game a line (JSON Lines).")
  @Nullable List<Path> corpus;

  @Option(
      names = "--corpora",
      paramLabel = "DIR",
      description =
          "Every corpus in a folder; what is fitted for a source is fitted on the others.")
  @Nullable Path corpora;

  @Option(
      names = "--session",
      paramLabel = "ID",
      description = "A stored session, or last; no agent is called.")
  @Nullable List<String> session;

  @Option(
      names = "--generate",
      paramLabel = "N",
      description = "Play N sessions and measure on them.")
  @Nullable Integer generate;

  @Option(
      names = "--apart",
      paramLabel = "ZIP",
      description = "Corpora in an archive, read once without unpacking.")
  @Nullable Path apart;

  /** What the games are called in a report. */
  String name() {
    if (corpus != null) {
      return corpus.stream()
          .map(f -> f.getFileName().toString())
          .collect(java.util.stream.Collectors.joining(", "));
    }
    if (corpora != null) {
      return "all corpora of a folder";
    }
    if (apart != null) {
      return apart.getFileName().toString();
    }
    return session != null ? "session " + String.join(", ", session) : generate + " sessions";
  }
}
