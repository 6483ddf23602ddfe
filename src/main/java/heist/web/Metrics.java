package heist.web;

import io.javalin.http.Context;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The figures of one service, as Prometheus reads them. */
final class Metrics {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  /** Looking a timer up by its tags costs more than recording. Routes and statuses are few. */
  private final Map<Served, Timer> timers = new ConcurrentHashMap<>();

  private final AtomicBoolean bound = new AtomicBoolean();

  private record Served(String method, String route, int status) {}

  Metrics(String service) {
    registry.config().commonTags("service", service);
  }

  MeterRegistry registry() {
    return registry;
  }

  void request(Context ctx, float millis) {
    var endpoint = ctx.endpoints().lastHttpEndpoint();
    Served served =
        new Served(
            ctx.method().name(), endpoint == null ? "none" : endpoint.path, ctx.statusCode());
    timers
        .computeIfAbsent(served, this::timer)
        .record((long) (millis * 1_000_000), TimeUnit.NANOSECONDS);
  }

  private Timer timer(Served served) {
    return Timer.builder("http.server.requests")
        .description("Requests by route")
        .tag("method", served.method)
        .tag("route", served.route)
        .tag("status", String.valueOf(served.status))
        .register(registry);
  }

  String scrape() {
    // The JVM's figures cost start-up time, so they join when somebody first looks.
    if (bound.compareAndSet(false, true)) {
      new JvmMemoryMetrics().bindTo(registry);
      new JvmThreadMetrics().bindTo(registry);
      new ProcessorMetrics().bindTo(registry);
    }
    return registry.scrape();
  }
}
