package heist.cli;

import heist.HeistException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code heist import}: a session from a file. */
@Command(
    name = "import",
    description = "Take in a session that export has written (jsonl or full).",
    sortOptions = false)
final class ImportCommand extends Sessions implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The file.")
  private Path file;

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  ImportCommand(Context context) {
    super(context);
  }

  @Override
  public Integer call() {
    String text;
    try {
      text = Files.readString(file);
    } catch (MalformedInputException e) {
      throw new HeistException(
          HeistException.Kind.BAD_INPUT,
          file + " is not text in UTF-8; import reads JSON Lines",
          e);
    } catch (IOException e) {
      throw new HeistException(
          HeistException.Kind.BAD_INPUT, "cannot read " + file + ": " + Reason.of(e), e);
    }
    return withGame(game -> {
      var answer = game.postLines("/api/v1/sessions/import", text);
      context
          .out()
          .println(json ? answer : "Imported as session " + answer.path("id").asString(""));
      return 0;
    });
  }
}
