package heist.web;

import io.javalin.http.Context;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** The figures of one service, as Prometheus reads them. */
final class Metrics {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AtomicBoolean bound = new AtomicBoolean();

  Metrics(String service) {
    registry.config().commonTags("service", service);
  }

  MeterRegistry registry() {
    return registry;
  }

  void request(Context ctx, float millis) {
    var endpoint = ctx.endpoints().lastHttpEndpoint();
    Timer.builder("http.server.requests")
        .description("Requests by route")
        .tag("method", ctx.method().name())
        .tag("route", endpoint == null ? "none" : endpoint.path)
        .tag("status", String.valueOf(ctx.statusCode()))
        .register(registry)
        .record(Duration.ofNanos((long) (millis * 1_000_000)));
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
