package heist.cli;

import heist.HeistException;
import heist.cli.Launcher.Need;
import heist.cli.Launcher.Services;
import java.nio.file.Path;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** What commands about stored sessions share: the data folder and the way to the game service. */
abstract class Sessions {
  final Context context;

  @Mixin private DataOption data;

  Sessions(Context context) {
    this.context = context;
  }

  Path folder() {
    return data.folder(context);
  }

  /** Talks to the game service that runs on the data folder, or to one started for this. */
  int withGame(ToIntFunction<Door> work) {
    try (Services services = context.launcher().use(folder(), Need.READ, null)) {
      return work.applyAsInt(services.door("game"));
    }
  }

  /**
   * The full id of a session: as given, {@code last} for the newest, or the only one that begins
   * like this.
   */
  static String id(Door game, String given) {
    if (given.equals("last")) {
      JsonNode sessions = game.get("/api/v1/sessions?limit=1").path("sessions");
      if (sessions.isEmpty()) {
        throw new HeistException(
            HeistException.Kind.NOT_FOUND, "there is no session yet; begin with: heist play");
      }
      return sessions.get(0).path("id").asString("");
    }
    if (!given.matches("[A-Za-z0-9._-]{1,100}")) {
      throw new HeistException(
          HeistException.Kind.BAD_INPUT,
          "\"" + given + "\" is not the id of a session; see: heist sessions");
    }
    return given;
  }

  static String path(String id) {
    return "/api/v1/sessions/" + id;
  }
}
