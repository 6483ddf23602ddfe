package heist.service.files;

import heist.client.ServiceContext;
import heist.client.SessionWorld.Document;
import heist.client.Target;
import heist.client.WorldClient;
import heist.tool.Tool;
import heist.tool.ToolCall;
import heist.tool.ToolDoors;
import heist.tool.ToolResult;
import heist.tool.ToolSpec;
import heist.tool.Withheld;
import heist.web.Json;
import heist.web.Service;
import heist.web.WebServer;
import java.net.URI;
import java.util.List;

/** The target {@code files}: one tool that reads the session's documents. */
public final class FilesService implements Service {
  private static final ToolSpec SPEC =
      ToolSpec.of(
              "file_reader",
              """
              Reads one document of the job by its name, as listed under Sources. Some may be read by one \
              agent alone. Without a name, or with an unknown one, it lists what you may read.\
              """,
              "file_reader:use",
              """
              {"properties": {"filename": {"type": "string",
                "description": "The document's name, for example guard_roster.md"}},
               "required": []}
              """)
          .answering(
              """
              {"properties": {"filename": {"type": "string"}, "title": {"type": "string"}, "text": {"type": "string"}},
               "required": ["filename", "title", "text"]}
              """);

  private final WebServer server;
  private final ToolDoors doors;

  private FilesService(WebServer server, ToolDoors doors) {
    this.server = server;
    this.doors = doors;
  }

  /** Starts the service. */
  public static Service start(ServiceContext ctx) {
    WorldClient worlds = new WorldClient(ctx.http(Target.GAME, "world:read"));
    WebServer.Builder server = ctx.web().openApi("openapi/files.yaml");
    ToolDoors doors =
        ToolDoors.install(
            server, ctx, ctx.verifier(), List.of(Tool.of(SPEC, call -> read(worlds, call))));
    WebServer running = server.start();
    doors.announce();
    return new FilesService(running, doors);
  }

  private static ToolResult read(WorldClient worlds, ToolCall call) {
    Document document = find(worlds, call);
    return ToolResult.of(
        document.text(),
        Json.mapper()
            .createObjectNode()
            .put("filename", document.name())
            .put("title", document.title())
            .put("text", document.text()));
  }

  /** What was another agent's alone is everybody's once that agent has left. */
  private static Document find(WorldClient worlds, ToolCall call) {
    String agent = call.caller().agent();
    String name = call.text("filename");
    try {
      return new Shelf(worlds.world(call.session()), agent).read(name);
    } catch (Withheld e) {
      return new Shelf(worlds.latest(call.session()), agent).read(name);
    }
  }

  @Override
  public String name() {
    return server.name();
  }

  @Override
  public URI address() {
    return server.address();
  }

  @Override
  public void close() {
    server.close();
    doors.close();
  }
}
