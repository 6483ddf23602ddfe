package heist.cli;

import heist.HeistException;
import heist.config.Suggestion;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code heist help COMMAND}. */
@Command(name = "help", description = "Show the help of a command.")
final class HelpCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(arity = "0..2", paramLabel = "COMMAND", description = "Which, such as play.")
  private List<String> path = List.of();

  @Override
  public Integer call() {
    CommandLine shown = spec.root().commandLine();
    for (String name : path) {
      CommandLine next = shown.getSubcommands().get(name);
      if (next == null) {
        throw new HeistException(
            HeistException.Kind.BAD_INPUT,
            "there is no command \""
                + name
                + "\""
                + Suggestion.hint(name, shown.getSubcommands().keySet()));
      }
      shown = next;
    }
    shown.usage(spec.commandLine().getOut());
    return 0;
  }
}
