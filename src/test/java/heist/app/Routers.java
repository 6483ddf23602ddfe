package heist.app;

import heist.web.Service;
import heist.web.WebServer;
import io.javalin.Javalin;
import io.javalin.router.InternalRouter;
import java.lang.reflect.Field;

/** What a service answers, as its router knows it. */
final class Routers {
  private Routers() {}

  static InternalRouter of(Service service) throws Exception {
    WebServer server = (WebServer) field(service, WebServer.class);
    Javalin javalin = (Javalin) field(server, Javalin.class);
    return javalin.unsafe.internalRouter;
  }

  private static Object field(Object of, Class<?> type) throws Exception {
    for (Field field : of.getClass().getDeclaredFields()) {
      if (field.getType() == type) {
        field.setAccessible(true);
        return field.get(of);
      }
    }
    throw new IllegalStateException(of.getClass() + " has no " + type.getSimpleName());
  }
}
