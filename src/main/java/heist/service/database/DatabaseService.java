package heist.service.database;

import heist.client.ServiceContext;
import heist.client.Target;
import heist.client.WorldClient;
import heist.tool.Tool;
import heist.tool.ToolDoors;
import heist.tool.ToolSpec;
import heist.web.Service;
import heist.web.WebServer;
import java.net.URI;
import java.util.List;

/** The target {@code database}: SQL on the session's security database, and surveys. */
public final class DatabaseService implements Service {
  private static final ToolSpec QUERY =
      ToolSpec.of(
              "database_query",
              """
              Runs one SELECT (SQLite) on the security database of the job, read-only. The tables are \
              listed under Sources; some may be read by one agent alone. The query "schema" lists the \
              tables and columns that you may read. At most 100 rows come back.\
              """,
              "database_query:use",
              """
              {"properties": {"query": {"type": "string",
                "description": "For example SELECT time, door FROM access_log WHERE time > '20:00'"}},
               "required": ["query"]}
              """)
          .answering(
              """
              {"properties": {
                "columns": {"type": "array", "items": {"type": "string"}},
                "rows": {"type": "array", "items": {"type": "array"}},
                "truncated": {"type": "boolean", "description": "Whether rows were left out"}},
               "required": ["columns", "rows", "truncated"]}
              """);

  private static final ToolSpec SURVEY =
      ToolSpec.of(
              "simulation_data",
              """
              What somebody who watches the place could observe: guards, cameras, doors and the like, \
              never a code. An unknown kind lists the kinds there are.\
              """,
              "simulation:read",
              """
              {"properties": {"kind": {"type": "string", "description": "For example guards"}},
               "required": []}
              """)
          .answering(
              """
              {"properties": {"kind": {"type": "string"}, "rows": {"type": "array", "items": {"type": "object"}}},
               "required": ["kind", "rows"]}
              """);

  private final WebServer server;
  private final ToolDoors doors;
  private final QueryTool queries;

  private DatabaseService(WebServer server, ToolDoors doors, QueryTool queries) {
    this.server = server;
    this.doors = doors;
    this.queries = queries;
  }

  /** Starts the service. Its scratch files lie in {@code database/} of the data folder. */
  public static Service start(ServiceContext ctx) {
    WorldClient worlds = new WorldClient(ctx.http(Target.GAME, "world:read"));
    QueryTool queries = new QueryTool(worlds, ctx.dataDir().resolve("database"));
    SurveyTool surveys = new SurveyTool(worlds);
    WebServer.Builder server = ctx.web().openApi("openapi/database.yaml");
    ToolDoors doors =
        ToolDoors.install(
            server,
            ctx,
            ctx.verifier(),
            List.of(Tool.of(QUERY, queries::call), Tool.of(SURVEY, surveys::call)));
    WebServer running = server.start();
    doors.announce();
    return new DatabaseService(running, doors, queries);
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
    queries.close();
  }
}
