package heist.config;

import static org.assertj.core.api.Assertions.assertThat;

import heist.crew.Crew;
import heist.crew.ToolServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ToolServerReaderTest {
  private static final String AGENTS =
      "agents:\n  - {name: ada, role: planner, persona: Plans., tools: [calculator, route]}\n";
  private static final String GOOD =
      """
      name: pair
      tool_servers:
        - name: maps
          url: https://maps.example/mcp
          tools: [route, distance]
          auth: {bearer_env: MAPS_TOKEN}
        - name: weather
          url: http://127.0.0.1:9100/mcp
          tools: [forecast]
          auth:
            client_id: heist
            client_secret_file: /run/secrets/weather
            token_url: https://login.example/token
            scope: forecast:read
            resource: https://weather.example/mcp
        - {name: open, url: "http://localhost:9200/", tools: [dice]}
      """
          + AGENTS;

  private final Problems problems = new Problems();

  private Crew read(String yaml) {
    YamlMap top = YamlSource.parse("crew.yaml", yaml, Environment.of(Map.of()), problems);
    return CrewReader.read(top, "crew.yaml");
  }

  private List<String> complaints(String server) {
    problems.list();
    Problems own = new Problems();
    YamlMap top =
        YamlSource.parse(
            "crew.yaml",
            "name: pair\ntool_servers:\n  - " + server + "\n" + AGENTS.replace(", route", ""),
            Environment.of(Map.of()),
            own);
    CrewReader.read(top, "crew.yaml");
    return own.list().stream().map(Problem::message).toList();
  }

  @Test
  void serversAndTheirCredentialsAreRead() {
    Crew crew = read(GOOD);
    assertThat(problems.list()).isEmpty();
    assertThat(problems.notes()).extracting(Problem::message).noneMatch(n -> n.contains("route"));
    assertThat(crew.toolServers()).hasSize(3);
    ToolServer maps = crew.toolServers().getFirst();
    assertThat(maps.tools()).containsExactly("route", "distance");
    assertThat(maps.access())
        .isEqualTo(new ToolServer.Access(new ToolServer.Secret("MAPS_TOKEN", null), null));
    ToolServer weather = crew.toolServers().get(1);
    assertThat(weather.access())
        .isEqualTo(
            new ToolServer.Access(
                new ToolServer.Secret(null, "/run/secrets/weather"),
                new ToolServer.Grant(
                    "https://login.example/token",
                    "heist",
                    "forecast:read",
                    "https://weather.example/mcp")));
    assertThat(crew.toolServers().getLast().access()).isNull();
  }

  @Test
  void aCrewsTextSaysTheSame() {
    Crew crew = read(GOOD);
    assertThat(read(CrewText.of(crew))).isEqualTo(crew);
    assertThat(problems.list()).isEmpty();
  }

  @Test
  void mistakesAreNamed() {
    String start = "{name: maps, url: \"https://maps.example/mcp\", tools: [route]";
    assertThat(complaints("{name: maps, tools: [route]}")).anyMatch(m -> m.contains("'url'"));
    assertThat(complaints("{name: maps, url: \"https://maps.example\"}"))
        .anyMatch(m -> m.contains("'tools'"));
    assertThat(complaints("{name: maps, url: \"ftp://x/mcp\", tools: [route]}"))
        .anyMatch(m -> m.contains("url"));
    assertThat(complaints("{name: maps, url: \"https://me@maps.example/\", tools: [route]}"))
        .anyMatch(m -> m.contains("no user name"));
    assertThat(complaints("{name: maps, url: \"https://maps.example/\", tools: [calculator]}"))
        .anyMatch(m -> m.contains("is a tool of Heist"));
    assertThat(complaints("{name: maps, url: \"https://maps.example/\", tools: [\"a b\"]}"))
        .anyMatch(m -> m.contains("not a tool's name"));
    assertThat(complaints(start + ", auth: {}}"))
        .anyMatch(m -> m.contains("give 'bearer_env' or 'bearer_file'"));
    assertThat(complaints(start + ", auth: {bearer_env: A, bearer_file: /a}}"))
        .anyMatch(m -> m.contains("one of them"));
    assertThat(complaints(start + ", auth: {bearer: secret}}")).isNotEmpty();
    assertThat(complaints(start + ", auth: {bearer_env: HEIST_SECRET_OPERATOR}}"))
        .anyMatch(m -> m.contains("HEIST_"));
    assertThat(complaints(start + ", auth: {bearer_file: token}}"))
        .anyMatch(m -> m.contains("whole path"));
    assertThat(complaints(start + ", auth: {client_id: x, client_secret_env: A}}"))
        .anyMatch(m -> m.contains("token_url"));
    assertThat(complaints(start + ", timeout: 5}")).anyMatch(m -> m.contains("timeout"));
    assertThat(complaints(start + "}\n  - " + start + "}"))
        .anyMatch(m -> m.contains("a second tool server 'maps'"))
        .anyMatch(m -> m.contains("is a tool of 'maps' already"));
  }
}
