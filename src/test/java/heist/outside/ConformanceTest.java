package heist.outside;

import static org.assertj.core.api.Assertions.assertThat;

import heist.client.ServiceContext;
import heist.client.Target;
import heist.tool.Tool;
import heist.tool.ToolDoors;
import heist.tool.ToolHouse;
import heist.tool.ToolResult;
import heist.tool.ToolSpec;
import heist.web.Json;
import heist.web.WebServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The MCP conformance suite's server scenarios against the production doors, and docs/mcp.md
 * against what comes out. ./heist test --all installs the suite and the Node it needs.
 */
@Tag("thirdparty")
class ConformanceTest {
  private static final Path CLIENTS = Packaged.REPOSITORY.resolve("target/thirdparty");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([a-z0-9-]+)` \\| ([^|]+) \\| ([^|]+) \\|");

  @TempDir static Path folder;
  private static ToolHouse house;

  @BeforeAll
  static void start() {
    house = new ToolHouse(folder);
    ServiceContext ctx = house.context(Target.CALCULATOR);
    WebServer.Builder server = ctx.web();
    // The suite calls tools of these names; what they answer is what our own can answer.
    ToolDoors doors =
        ToolDoors.install(
            server,
            ctx,
            ctx.verifier(),
            List.of(
                tool("test_simple_text", ToolResult.of("This is a simple text response.")),
                tool("test_error_handling", ToolResult.failed("This always fails.")),
                Tool.of(
                    new ToolSpec(
                        "json_schema_2020_12_tool",
                        "Has a schema of 2020-12.",
                        schema(),
                        "calculator:use"),
                    call -> ToolResult.of("x"))));
    house.close(doors);
    house.close(server.start());
  }

  @AfterAll
  static void stop() throws Exception {
    house.close();
  }

  private static Tool tool(String name, ToolResult answer) {
    return Tool.of(
        ToolSpec.of(name, "A test.", "calculator:use", "{\"properties\": {}}"), call -> answer);
  }

  private static ObjectNode schema() {
    return (ObjectNode)
        Json.tree(
            """
            {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
             "$defs": {"address": {"type": "object",
               "properties": {"street": {"type": "string"}, "city": {"type": "string"}}}},
             "properties": {"name": {"type": "string"}, "address": {"$ref": "#/$defs/address"}},
             "additionalProperties": false}
            """);
  }

  /** Columns of the table, by version of the suite. */
  @ParameterizedTest
  @CsvSource({"mcp-conformance, 1", "mcp-conformance-next, 2"})
  void theTableTellsTheTruth(String suite, int column) throws Exception {
    Map<String, String> table = table(column);
    Map<String, String> seen = new TreeMap<>();
    StringBuilder why = new StringBuilder();
    String token =
        house.issuer.token("suite", null, null, "calculator:use", List.of("urn:heist:calculator"));
    var said =
        new Shell(CLIENTS, Map.of("PATH", System.getenv("PATH"), "HOME", folder.toString()))
            .with("TOOL_SERVER", house.addresses.of(Target.CALCULATOR).toString())
            .with("TOKEN", token)
            .run(Duration.ofMinutes(15), node().toString(), "conformance.mjs", suite);
    assertThat(said.exit()).as(said.err()).isZero();
    for (String line : said.out().lines().toList()) {
      JsonNode result = Json.tree(line);
      boolean passes = result.path("passed").asInt() > 0 && result.path("failed").asInt() == 0;
      seen.put(result.path("scenario").asString(), passes ? "passes" : "does not apply");
      why.append(line).append('\n');
    }
    assertThat(seen).as(why.toString()).isEqualTo(table);
  }

  private static Map<String, String> table(int column) throws IOException {
    Map<String, String> table = new TreeMap<>();
    Matcher rows = ROW.matcher(Files.readString(Packaged.REPOSITORY.resolve("docs/mcp.md")));
    while (rows.find()) {
      String said = rows.group(column + 1).strip();
      if (!said.equals("-")) {
        table.put(rows.group(1), said);
      }
    }
    assertThat(table).isNotEmpty();
    return table;
  }

  /** The Node that came with the suite, which asks for a newer one than systems have. */
  private static Path node() throws IOException {
    try (var packages = Files.list(CLIENTS.resolve("node_modules"))) {
      return packages
          .filter(p -> p.getFileName().toString().matches("node-(linux|darwin)-.*"))
          .map(p -> p.resolve("bin/node"))
          .filter(Files::isExecutable)
          .findFirst()
          .orElseThrow();
    }
  }
}
