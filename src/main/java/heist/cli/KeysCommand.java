package heist.cli;

import heist.HeistException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code heist keys}: the keys that tokens are signed with. */
@Command(
    name = "keys",
    description = "The keys that tokens are signed with.",
    subcommands = {KeysCommand.Rotate.class})
final class KeysCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    throw new HeistException(
        HeistException.Kind.BAD_INPUT, "what to do is missing; there is: heist keys rotate");
  }

  /** {@code heist keys rotate}. */
  @Command(
      name = "rotate",
      description = {
        "Sign tokens with a new key from a moment on.",
        "The old key stays known until the last token it signed has ended, so that no good "
            + "token is refused. With --now all older keys and every token they signed are good "
            + "no more, within a second: services and agents get new ones by themselves, other "
            + "clients have to ask again."
      },
      sortOptions = false)
  static final class Rotate extends ClientCommand.AtAuth {
    @Option(names = "--now", description = "Trust no older key: somebody else may have it.")
    private boolean now;

    Rotate(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      return withAuth(auth -> {
        JsonNode answer =
            auth.post(
                "/keys/rotate",
                now ? JsonNodeFactory.instance.objectNode().put("now", true) : null);
        return tell(
            answer,
            "The key %s signs from %s on; %s known."
                .formatted(
                    answer.path("kid").asString(""),
                    answer.path("signs_from").asString("").replaceFirst("\\.\\d+Z$", "Z"),
                    answer.path("keys").asInt(0) == 1
                        ? "no other key is"
                        : answer.path("keys") + " keys are"));
      });
    }
  }
}
