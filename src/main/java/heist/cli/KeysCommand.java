package heist.cli;

import heist.HeistException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

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
        "Sign tokens with a new key from a moment on. The old key stays known until the last token",
        "it signed has ended, so that no good token is refused."
      },
      sortOptions = false)
  static final class Rotate extends ClientCommand.AtAuth {
    Rotate(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      return withAuth(auth -> {
        JsonNode answer = auth.post("/keys/rotate", null);
        return tell(
            answer,
            "The key %s signs from %s on; %s keys are known."
                .formatted(
                    answer.path("kid").asString(""),
                    answer.path("signs_from").asString(""),
                    answer.path("keys")));
      });
    }
  }
}
