package heist.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code heist export}: a session as a file. */
@Command(
    name = "export",
    description =
        "Write a session as a file. Before the accusation is final: the public view only.",
    sortOptions = false)
final class ExportCommand extends Sessions implements Callable<Integer> {
  /** The forms. */
  enum Format {
    jsonl,
    full,
    csv,
    md
  }

  @Parameters(paramLabel = "ID", description = "The session; last: the newest.")
  private String session;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = {
        "jsonl: canonical, the same for the same seed (default). full: lossless. csv: messages and"
            + " tool calls. md: to read."
      })
  private Format format = Format.jsonl;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to (default: standard output).")
  private @Nullable Path output;

  ExportCommand(Context context) {
    super(context);
  }

  @Override
  public Integer call() {
    return withGame(game -> {
      String text = game.text(path(id(game, session)) + "/export?format=" + format);
      if (output == null) {
        context.out().print(text);
        context.out().flush();
      } else {
        Play.write(output, text);
      }
      return 0;
    });
  }
}
