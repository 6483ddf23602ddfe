package heist.service.dashboard;

import heist.client.AddressBook;
import heist.client.SecretStore;
import heist.client.ServiceContext;
import heist.client.Target;
import heist.config.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;

/** The dashboard as it is started for real, before a recorded game. */
final class TestDashboard implements AutoCloseable {
  final RecordedGame game = RecordedGame.start();
  private final DashboardService service;
  private final Path secrets;

  private TestDashboard(Path data, Set<String> off, int port) {
    secrets = data.resolve("secrets");
    service =
        DashboardService.start(
            context("127.0.0.1", port, game, data, off), Settings.defaults(data), Map.of());
  }

  static TestDashboard start(Path data, String... off) {
    return new TestDashboard(data, Set.of(off), 0);
  }

  /** One where people sign in. */
  static TestDashboard withLogin(Path data) {
    return new TestDashboard(data);
  }

  private TestDashboard(Path data) {
    secrets = data.resolve("secrets");
    Settings plain = Settings.defaults(data);
    Settings.Service s = plain.service();
    Settings asking =
        new Settings(
            plain.profile(),
            plain.features(),
            plain.session(),
            plain.model(),
            new Settings.Service(
                s.bind(), s.portOffset(), s.data(), s.databaseUrl(), true, s.startTimeout()),
            plain.tools(),
            plain.clients());
    service =
        DashboardService.start(context("127.0.0.1", 0, game, data, Set.of()), asking, Map.of());
  }

  static ServiceContext context(
      String host, int port, RecordedGame game, Path data, Set<String> off) {
    AddressBook book =
        AddressBook.onFreePorts()
            .with(Target.AUTH, game.address())
            .with(Target.GAME, game.address());
    return new ServiceContext(
        Target.DASHBOARD,
        host,
        port,
        book,
        data,
        new SecretStore(data.resolve("secrets"), Map.of()),
        InstantSource.system(),
        null,
        feature -> !off.contains(feature),
        Duration.ofSeconds(5));
  }

  /** A password that was made at the first start. */
  String secret(String name) {
    return new SecretStore(secrets, Map.of()).find(name).orElseThrow();
  }

  URI address() {
    return service.address();
  }

  @Override
  public void close() {
    service.close();
    game.close();
  }
}
