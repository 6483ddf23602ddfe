package heist.service.game;

import heist.client.AddressBook;
import heist.client.HttpJson;
import heist.client.SecretStore;
import heist.client.ServiceContext;
import heist.client.Target;
import heist.client.TokenClient;
import heist.config.Environment;
import heist.config.Library;
import heist.config.Settings;
import heist.service.analytics.AnalyticsService;
import heist.service.auth.AuthService;
import heist.service.dashboard.DashboardService;
import heist.service.detection.DetectionService;
import heist.session.Desk;
import heist.session.SessionConfig;
import heist.web.Service;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The game and every service that shows something of it to people, wired as in production. Only the
 * desks, where models and tools are reached, are scripted.
 */
final class House implements AutoCloseable {
  private static final Path HOME = Path.of("").toAbsolutePath();

  private final ServiceContext context;
  private final List<Service> services = new ArrayList<>();

  /**
   * @param data folder of this house
   * @param secrets folder of the secrets, which houses may share
   * @param auth an authorization server that runs already; null: one of its own
   */
  House(
      Path data,
      Path secrets,
      @Nullable URI auth,
      InstantSource clock,
      @Nullable String database,
      Function<SessionConfig, Desk> desks) {
    AddressBook book = AddressBook.onFreePorts();
    if (auth != null) {
      book = book.with(Target.AUTH, auth);
    }
    context =
        new ServiceContext(
            Target.AUTH,
            "127.0.0.1",
            0,
            book,
            data,
            new SecretStore(secrets),
            clock,
            database,
            _ -> true,
            Duration.ofSeconds(20));
    Library library = new Library(HOME, data, Environment.system());
    Settings settings = library.settings(null);
    if (auth == null) {
      services.add(AuthService.start(as(Target.AUTH)));
    }
    services.add(
        GameService.start(unhurried(as(Target.GAME)), library, settings, true, _ -> desks));
    services.add(DetectionService.start(as(Target.DETECTION), settings.model()));
    services.add(AnalyticsService.start(as(Target.ANALYTICS)));
    services.add(DashboardService.start(as(Target.DASHBOARD), settings));
  }

  /** Does not wait for tool services: there are none. */
  private static ServiceContext unhurried(ServiceContext c) {
    return new ServiceContext(
        c.target(),
        c.bindHost(),
        c.port(),
        c.addresses(),
        c.dataDir(),
        c.secrets(),
        c.clock(),
        c.dbUrl(),
        c.features(),
        Duration.ZERO);
  }

  private ServiceContext as(Target target) {
    return context.forTarget(target, context.addresses().of(target).getPort());
  }

  URI at(Target target) {
    return context.addresses().of(target);
  }

  /** A token of the operator's client that carries these scopes alone. */
  String token(Target target, String... scopes) {
    return new TokenClient(at(Target.AUTH), context.clock())
        .token(
            new TokenClient.Wish(
                context.secrets().credentials("operator"),
                Set.of(target.audience()),
                Set.of(scopes),
                null));
  }

  /** The game's door, as the operator. */
  HttpJson game() {
    String token = token(Target.GAME, "session:read", "session:write", "feed:public");
    return HttpJson.to("game", at(Target.GAME))
        .withToken(() -> token)
        .withTimeout(Duration.ofSeconds(60));
  }

  @Override
  public void close() {
    List<Service> stopping = services.reversed();
    stopping.forEach(Service::drain);
    stopping.forEach(Service::close);
  }
}
