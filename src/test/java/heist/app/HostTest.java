package heist.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heist.HeistException;
import heist.web.Service;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class HostTest {
  private final List<String> log = Collections.synchronizedList(new ArrayList<>());

  @Test
  void a_service_starts_after_what_it_needs_and_stops_before() {
    Host host =
        Host.start(
            List.of(
                module("auth", Set.of()),
                module("game", Set.of("auth")),
                module("page", Set.of("game", "auth"))),
            s -> log.add("up " + s.name()));
    assertThat(log)
        .containsExactly("start auth", "up auth", "start game", "up game", "start page", "up page");
    log.clear();
    host.close();
    host.close();
    assertThat(log).containsExactly("stop page", "stop game", "stop auth");
  }

  @Test
  void what_does_not_depend_on_each_other_starts_at_the_same_time() {
    CountDownLatch both = new CountDownLatch(2);
    Host.start(List.of(meeting("a", both), meeting("b", both)), _ -> {}).close();
    assertThat(log).contains("stop a", "stop b");
  }

  @Test
  void a_failure_stops_what_has_been_started_and_is_told_as_it_is() {
    HeistException taken = new HeistException(HeistException.Kind.CONFLICT, "the port is taken");
    assertThatThrownBy(() ->
            Host.start(
                List.of(
                    module("auth", Set.of()),
                    new Host.Module(
                        "game",
                        Set.of("auth"),
                        () -> {
                          throw taken;
                        }),
                    module("page", Set.of("game"))),
                _ -> {}))
        .isSameAs(taken);
    assertThat(log).containsExactly("start auth", "stop auth");
  }

  @Test
  void one_that_fails_to_stop_does_not_keep_the_others() {
    Host host =
        Host.start(
            List.of(
                module("auth", Set.of()),
                new Host.Module(
                    "game",
                    Set.of("auth"),
                    () ->
                        service(
                            "game",
                            () -> {
                              throw new IllegalStateException("stuck");
                            }))),
            _ -> {});
    host.close();
    assertThat(log).contains("stop auth");
  }

  private Host.Module module(String name, Set<String> needs) {
    return new Host.Module(
        name,
        needs,
        () -> {
          log.add("start " + name);
          return service(name, () -> log.add("stop " + name));
        });
  }

  private Host.Module meeting(String name, CountDownLatch both) {
    return new Host.Module(
        name,
        Set.of(),
        () -> {
          both.countDown();
          try {
            both.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return service(name, () -> log.add("stop " + name));
        });
  }

  private static Service service(String name, Runnable close) {
    return new Service() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public URI address() {
        return URI.create("http://127.0.0.1:1");
      }

      @Override
      public void close() {
        close.run();
      }
    };
  }
}
