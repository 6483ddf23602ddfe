package heist.app;

import heist.client.ServiceContext;
import heist.client.Target;
import heist.web.Service;
import java.util.EnumMap;
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
}
