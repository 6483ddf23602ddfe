package heist.cli;

import heist.cli.Launcher.Need;
import heist.cli.Launcher.Services;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code heist token}: an access token, for curl and scripts. */
@Command(
    name = "token",
    description = "Print an access token of a client whose secret lies in the data folder.",
    footerHeading = "%nFor example:%n",
    footer = {
      "  curl -H \"Authorization: Bearer $(heist token operator --scope session:read"
          + " --audience game)\" \\",
      "    localhost:8009/api/v1/sessions"
    },
    sortOptions = false)
final class TokenCommand extends Sessions implements Callable<Integer> {
  @Parameters(paramLabel = "CLIENT", description = "Such as operator.")
  private String client;

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      split = "[, ]",
      required = true,
      description = "What the token may do; several with commas.")
  private List<String> scopes;

  @Option(
      names = "--audience",
      paramLabel = "TARGET",
      description = "Whom it is for (default: whatever the client may talk to).")
  private @Nullable String audience;

  TokenCommand(Context context) {
    super(context);
  }

  @Override
  public Integer call() {
    try (Services services = context.launcher().use(folder(), Need.TOKEN, null)) {
      if (services.own()) {
        context
            .err()
            .println("heist: nothing runs on this data folder; the token is for a later heist up");
      }
      context.out().println(services.token(client, scopes, audience));
      return 0;
    }
  }
}
