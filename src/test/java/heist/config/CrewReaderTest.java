package heist.config;

import static org.assertj.core.api.Assertions.assertThat;

import heist.crew.Agent;
import heist.crew.Crew;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CrewReaderTest {
  private final Problems problems = new Problems();

  private Crew read(String yaml) {
    YamlMap top = YamlSource.parse("crew.yaml", yaml, Environment.of(Map.of()), problems);
    return CrewReader.read(top, "crew.yaml");
  }

  private Crew shipped(String name) {
    Path file = Path.of("crews", name + ".yaml");
    Crew crew = CrewReader.read(YamlSource.read(file, Environment.none(), problems), name);
    assertThat(problems.list()).isEmpty();
    return crew;
  }

  @Test
  void theClassicCrewHasSixVoicesAndDifferentRights() {
    Crew crew = shipped("classic");
    assertThat(problems.notes()).isEmpty();
    assertThat(crew.agents())
        .extracting(Agent::name)
        .containsExactly("planner", "hacker", "safecracker", "intel", "driver", "lookout");
    assertThat(crew.agents()).extracting(Agent::persona).doesNotHaveDuplicates();
    assertThat(crew.agent("planner").orElseThrow().scopes())
        .containsExactlyInAnyOrder(
            "calculator:use", "file_reader:use", "memory:read", "memory:write", "plan:submit");
    assertThat(crew.agent("hacker").orElseThrow().scopes()).doesNotContain("plan:submit");
    // If the planner is accused, somebody else must be able to hand in the revised plan.
    assertThat(crew.agents().stream().filter(a -> a.tools().contains("submit_plan"))).hasSize(2);
  }

  @Test
  void theMuseumCrewSpeaksGermanAndHasTheSameRights() {
    Crew classic = shipped("classic");
    Crew museum = shipped("museum");
    assertThat(museum.language()).isEqualTo("de");
    for (Agent agent : classic.agents()) {
      assertThat(museum.agent(agent.name()).orElseThrow().scopes()).isEqualTo(agent.scopes());
    }
  }

  @Test
  void theReviewCrewSuitsFreeTasks() {
    Crew crew = shipped("review");
    assertThat(crew.maxRounds()).isEqualTo(3);
    assertThat(crew.order()).isEqualTo(Crew.TurnOrder.FIXED);
    assertThat(problems.notes())
        .extracting(Problem::message)
        .containsExactly(
            "nobody can hand in a plan (tool submit_plan); this crew suits free tasks alone");
  }

  @Test
  void everyMistakeIsToldAtOnce() {
    read(
        """
        name: My Crew
        ordre: fixed
        language: fr
        agents:
          - name: planner
            persona: |
              Calm.
              ## The job
            tools: [calculater, teleporter]
            temprature: 0.3
          - name: planner
            role: hacker
            persona: x
            scopes: [calculator:use, world:read, calculator, calculatr:use]
          - name: nobody
            persona: y
            prompt: y
            max_tokens: lots
          - role: driver
        """);
    assertThat(problems.numbered())
        .isEqualTo(
            """
            1. crew.yaml:1: 'name' must be lower case letters, digits, - and _, at most 32, beginning with a letter, but is 'My Crew'
            2. crew.yaml:2: unknown key 'ordre'; did you mean 'order'?
            3. crew.yaml:3: 'language' must be en or de, but is 'fr'
            4. crew.yaml:6: no line of 'persona' may begin with '#': it would look like a heading of the prompt
            5. crew.yaml:9: no tool 'calculater'; did you mean 'calculator'?
            6. crew.yaml:10: unknown key 'temprature'; did you mean 'temperature'?
            7. crew.yaml:11: a second agent 'planner' (the first is in line 5)
            8. crew.yaml:14: neither an agent nor an outside client can have the scope 'world:read'; it is for operators and services
            9. crew.yaml:14: a scope looks like calculator:use, but this is 'calculator'
            10. crew.yaml:14: no scope 'calculatr:use'; did you mean 'calculator:use'?
            11. crew.yaml:15: an agent cannot be called 'nobody': the word has another meaning
            12. crew.yaml:17: 'prompt' says the same as 'persona'; keep one
            13. crew.yaml:18: 'max_tokens' must be a whole number, but is 'lots'
            14. crew.yaml:19: 'name' is missing
            15. crew.yaml:19: 'persona' is missing\
            """);
    assertThat(problems.notes())
        .extracting(Problem::toString)
        .contains(
            "crew.yaml:9: the tool 'teleporter' does not come with Heist; it must be registered with discovery, or stand in tool_servers");
  }

  @Test
  void aFileInTheOldShapeLoadsUnchanged() {
    Crew crew =
        read(
            """
            agents:
              - name: "Planner"
                role: "Lead of the team"
                tools: []
                oauth_scopes: []
                system_prompt: Plans things.
                is_saboteur: false
              - name: "hacker"
                role: "Systems"
                tools: ["file_reader:use", "calculator"]
                oauth_scopes: ["simulation:read", "tools:read", "tools:calculate"]
                system_prompt: Knows systems.
                is_saboteur: true
              - name: "driver"
                role: "Wheels"
                tools: ["calculator"]
                scopes: ["calculator:use"]
                prompt: Drives.
            oauth_service: {host: localhost, port: 8001, base_url: "http://localhost:8001"}
            tool_services:
              calculator: {host: localhost, port: 8002, endpoint: /tools/calculator}
            llm:
              base_url: "http://localhost:1234/v1"
              model: "some/model"
              api_key: "not-needed"
              temperature: 0.7
              max_tokens: 500
            memory_service: {base_url: "http://localhost:8005", compression_threshold: 10}
            session:
              max_turns: 10
              turn_order: ["hacker", "Planner"]
              enable_memory: true
            database: {path: heist.db}
            """);
    assertThat(problems.list()).isEmpty();
    assertThat(crew.name()).isEqualTo("crew");
    assertThat(crew.maxRounds()).isEqualTo(10);
    assertThat(crew.order()).isEqualTo(Crew.TurnOrder.FIXED);
    assertThat(crew.agents())
        .extracting(Agent::name)
        .containsExactly("hacker", "planner", "driver");
    assertThat(crew.agent("hacker").orElseThrow().tools())
        .containsExactly("file_reader", "calculator");
    assertThat(crew.agent("hacker").orElseThrow().scopes())
        .containsExactly("calculator:use", "file_reader:use", "simulation:read");
    assertThat(crew.agent("planner").orElseThrow().scopes()).containsExactly("plan:submit");
    assertThat(crew.llm())
        .isEqualTo(new Crew.Llm("http://localhost:1234/v1", "some/model", "not-needed", 0.7, 500));
    assertThat(problems.notes())
        .extracting(Problem::toString)
        .containsExactly(
            "crew.yaml:1: planner also gets the tool submit_plan, to hand in the crew's plan",
            "crew.yaml:2: 'Planner' is called 'planner' here",
            "crew.yaml:6: 'system_prompt' is read as 'persona'",
            "crew.yaml:10: the tool 'file_reader:use' is read as 'file_reader'",
            "crew.yaml:11: the scope 'tools:read' is read as 'file_reader:use'",
            "crew.yaml:11: the scope 'tools:calculate' is read as 'calculator:use'",
            "crew.yaml:13: 'is_saboteur' is ignored: choose the mole with --mole hacker",
            "crew.yaml:18: 'prompt' is read as 'persona'",
            "crew.yaml:19: 'oauth_service' is ignored: addresses, ports and storage are settled in heist.yaml",
            "crew.yaml:20: 'tool_services' is ignored: addresses, ports and storage are settled in heist.yaml",
            "crew.yaml:28: 'memory_service' is ignored: addresses, ports and storage are settled in heist.yaml",
            "crew.yaml:30: 'max_turns' is read as 10 rounds: each agent speaks once in each",
            "crew.yaml:31: driver is not in 'turn_order' and speaks last",
            "crew.yaml:32: 'enable_memory' is ignored: it is settled in heist.yaml",
            "crew.yaml:33: 'database' is ignored: addresses, ports and storage are settled in heist.yaml");
  }

  @Test
  void turnOrderNamesAgentsThatExist() {
    read(
        """
        agents:
          - {name: hacker, persona: x, tools: [submit_plan]}
        session: {turn_order: [hakcer]}
        """);
    assertThat(problems.numbered())
        .isEqualTo("1. crew.yaml:3: no agent 'hakcer'; did you mean 'hacker'?");
  }

  @Test
  void namesComeFromTheFileIfItHasNone() {
    assertThat(List.of("Agents Config.docker.yaml", "9.yaml", "crew-two.yml"))
        .extracting(CrewReader::nameFrom)
        .containsExactly("agents-config-docker", "crew", "crew-two");
  }
}
