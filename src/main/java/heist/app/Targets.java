package heist.app;

import heist.client.ServiceContext;
import heist.client.Target;
import heist.service.analytics.AnalyticsService;
import heist.service.auth.AuthService;
import heist.service.calculator.CalculatorService;
import heist.service.dashboard.DashboardService;
import heist.service.database.DatabaseService;
import heist.service.detection.DetectionService;
import heist.service.discovery.DiscoveryService;
import heist.service.files.FilesService;
import heist.service.game.GameService;
import heist.service.memory.MemoryService;
import heist.service.model.OfflineModelService;
import heist.web.Service;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Which target is which service: the whole wiring on one page. */
final class Targets {
  private Targets() {}

  /** Starts a service. */
  interface Factory {
    /** Starts it, or throws a {@link heist.HeistException} with one clear line. */
    Service start(ServiceContext context, Parts parts);
  }

  private static final Map<Target, Factory> FACTORIES = new EnumMap<>(Target.class);

  static {
    FACTORIES.put(
        Target.AUTH, (context, parts) -> AuthService.start(context, parts.settings().clients()));
    FACTORIES.put(Target.MODEL, (context, _) -> offlineModel(context));
    FACTORIES.put(Target.DISCOVERY, (context, _) -> DiscoveryService.start(context));
    FACTORIES.put(Target.CALCULATOR, (context, _) -> CalculatorService.start(context));
    FACTORIES.put(Target.FILES, (context, _) -> FilesService.start(context));
    FACTORIES.put(Target.DATABASE, (context, _) -> DatabaseService.start(context));
    FACTORIES.put(
        Target.MEMORY, (context, parts) -> MemoryService.start(context, parts.settings().model()));
    FACTORIES.put(Target.ANALYTICS, (context, _) -> AnalyticsService.start(context));
    FACTORIES.put(
        Target.DETECTION,
        (context, parts) -> DetectionService.start(context, parts.settings().model()));
    FACTORIES.put(
        Target.GAME,
        (context, parts) ->
            GameService.start(context, parts.library(), parts.settings(), parts.worksOn()));
    FACTORIES.put(
        Target.DASHBOARD, (context, parts) -> DashboardService.start(context, parts.settings()));
  }

  private static Service offlineModel(ServiceContext context) {
    return OfflineModelService.start(
        context.bindHost(),
        context.port(),
        context.secrets().getOrCreate(GameService.OFFLINE_KEY),
        context.clock(),
        context.dataDir().resolve("speech"));
  }

  /** The targets that this program has. */
  static Set<Target> all() {
    return FACTORIES.keySet();
  }

  static Factory factory(Target target) {
    Factory factory = FACTORIES.get(target);
    if (factory == null) {
      throw new IllegalArgumentException("no service " + target.id());
    }
    return factory;
  }

  /** What a session needs to be played, with whoever may be its accuser. */
  static Set<Target> playing() {
    return EnumSet.of(
        Target.AUTH,
        Target.MODEL,
        Target.DISCOVERY,
        Target.CALCULATOR,
        Target.GAME,
        Target.FILES,
        Target.DATABASE,
        Target.MEMORY,
        Target.DETECTION);
  }
}
