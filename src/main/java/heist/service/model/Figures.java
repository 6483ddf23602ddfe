package heist.service.model;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Counts completions once the server's registry is there. Thread-safe. */
final class Figures {
  private final AtomicReference<@Nullable MeterRegistry> registry = new AtomicReference<>();

  void into(MeterRegistry meters) {
    registry.set(meters);
  }

  void completed(Answer answer, long nanos) {
    var r = registry.get();
    if (r != null) {
      Timer.builder("heist_offline_completion")
          .tag("finish", answer.finish())
          .register(r)
          .record(nanos, TimeUnit.NANOSECONDS);
      r.counter("heist_offline_tokens", "side", "prompt").increment(answer.promptTokens());
      r.counter("heist_offline_tokens", "side", "completion").increment(answer.completionTokens());
    }
  }
}
