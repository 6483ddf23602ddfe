package heist.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  @TempDir Path home;
  private final Problems problems = new Problems();

  private Settings read(String yaml, Map<String, String> env) throws Exception {
    Files.writeString(home.resolve("heist.yaml"), yaml);
    return SettingsReader.read(home, null, null, Environment.of(env), problems);
  }

  @Test
  void theShippedFileSaysWhatTheDefaultsAre() {
    Path root = Path.of("").toAbsolutePath();
    Settings settings = SettingsReader.read(root, null, null, Environment.of(Map.of()), problems);
    assertThat(problems.list()).isEmpty();
    assertThat(settings).isEqualTo(Settings.defaults(root.resolve("data")));
  }

  @Test
  void theShippedFileNamesEverySetting() {
    YamlMap file =
        YamlSource.read(Path.of("heist.yaml").toAbsolutePath(), Environment.of(Map.of()), problems);
    assertThat(file.keys())
        .containsExactlyInAnyOrder(
            "profile", "features", "session", "llm", "service", "tools", "clients", "profiles");
    assertThat(file.map("features").keys()).hasSize(settings(Settings.Features.class));
    YamlMap session = file.map("session");
    assertThat(session.keys())
        .as("those of the context stand among the others")
        .hasSize(settings(Settings.Session.class) - 1 + settings(Settings.Context.class));
    assertThat(session.map("budgets").keys()).hasSize(settings(Settings.Budgets.class));
    assertThat(file.map("llm").keys()).hasSize(settings(Settings.Model.class));
    assertThat(file.map("service").keys()).hasSize(settings(Settings.Service.class));
    assertThat(file.map("tools").keys()).hasSize(settings(Settings.ToolLimits.class));
  }

  private static int settings(Class<? extends Record> block) {
    return block.getRecordComponents().length;
  }

  @Test
  void aProfileChangesOnlyWhatItNames() {
    Path root = Path.of("").toAbsolutePath();
    Settings prod =
        SettingsReader.read(
            root, null, null, Environment.of(Map.of("HEIST_PROFILE", "prod")), problems);
    assertThat(problems.list()).isEmpty();
    assertThat(prod.profile()).isEqualTo("prod");
    assertThat(prod.service().login()).isTrue();
    assertThat(prod.session()).isEqualTo(Settings.defaults(root).session());
    Settings flag =
        SettingsReader.read(
            root, null, "dev", Environment.of(Map.of("HEIST_PROFILE", "prod")), problems);
    assertThat(flag.service().login()).isFalse();
  }

  @Test
  void withoutAFileTheDefaultsHold() {
    assertThat(SettingsReader.read(home, null, null, Environment.of(Map.of()), problems))
        .isEqualTo(Settings.defaults(home.resolve("data").toAbsolutePath()));
  }

  @Test
  void theDataFolderRanksAboveTheInstallationAndTheEnvironmentAboveBoth() throws Exception {
    Files.createDirectories(home.resolve("data"));
    Files.writeString(home.resolve("data/heist.yaml"), "session:\n  rounds: 9\n");
    Settings settings =
        read(
            "session:\n  rounds: 3\n  pace: 0.25\n  context: last-7\nfeatures:\n  detection: false\n",
            Map.of("LM_STUDIO_URL", "http://localhost:1234/v1", "DATABASE_PATH", "/x/heist.db"));
    assertThat(problems.list()).isEmpty();
    assertThat(settings.session().rounds()).isEqualTo(9);
    assertThat(settings.session().pace()).isEqualTo(Duration.ofMillis(250));
    assertThat(settings.session().context())
        .isEqualTo(new Settings.Context("last-7", 7, 6_000, 10));
    assertThat(settings.features().on("detection")).isFalse();
    assertThat(settings.features().on("control")).isTrue();
    assertThat(settings.model().baseUrl()).isEqualTo("http://localhost:1234/v1");
    assertThat(settings.service().databaseUrl()).isEqualTo("jdbc:sqlite:/x/heist.db");
    assertThat(settings.toString()).doesNotContain("jdbc");
  }

  @Test
  void everyMistakeIsToldAlsoInProfilesNotInForce() throws Exception {
    read(
        """
        profile: prd
        featurs:
          control: true
        session:
          rounds: 0
          context: last-0
          mole_prior: 2
          budgets:
            tokns: 5
        llm:
          base_url: localhost:1234
        profiles:
          prod:
            service:
              log_in: true
              port_offset: -1
            profile: dev
        """,
        Map.of());
    String file = home.resolve("heist.yaml").toString();
    assertThat(problems.numbered().replace(file, "heist.yaml"))
        .isEqualTo(
            """
            1. heist.yaml:1: no profile 'prd'; did you mean 'prod'?
            2. heist.yaml:2: unknown key 'featurs'; did you mean 'features'?
            3. heist.yaml:5: 'rounds' must be from 1 to 1000, but is '0'
            4. heist.yaml:6: 'context' must be full, digest or last-N such as last-20, but is 'last-0'
            5. heist.yaml:7: 'mole_prior' must be from 0 to 1, but is '2'
            6. heist.yaml:9: unknown key 'tokns'; did you mean 'tokens'?
            7. heist.yaml:11: 'base_url' must be an address such as http://localhost:1234/v1, but is 'localhost:1234'
            8. heist.yaml:15: unknown key 'log_in'; did you mean 'login'?
            9. heist.yaml:16: 'port_offset' must be from 0 to 57000, but is '-1'
            10. heist.yaml:17: unknown key 'profile'; known here: clients, features, llm, service, session, tools\
            """);
  }

  @Test
  void aProfileThatDoesNotExistIsTold() {
    SettingsReader.read(home, null, "pord", Environment.of(Map.of()), problems);
    assertThat(problems.numbered())
        .isEqualTo("1. heist.yaml: no profile 'pord'; did you mean 'prod'?");
  }
}
