package heist.app;

import heist.cli.Launcher;
import heist.client.AddressBook;
import heist.client.Credentials;
import heist.client.HttpJson;
import heist.client.SecretStore;
import heist.client.Target;
import heist.config.Environment;
import heist.config.Library;
import heist.config.Problem;
import heist.model.ModelClients;
import heist.model.ModelEndpoint;
import heist.model.ModelProbe;
import heist.service.memory.MemoryBench;
import heist.service.model.speech.Speech;
import heist.web.Json;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Starts services in this process, and finds those of others. */
final class LocalLauncher implements Launcher {
  private final Path home;
  private final InstantSource clock = InstantSource.system();

  LocalLauncher(Path home) {
    this.home = home;
  }

  @Override
  public String version() {
    return Heist.version();
  }

  @Override
  public List<String> targets() {
    return Targets.all().stream().map(Target::id).toList();
  }

  // ---- services

  @Override
  public Services use(Path data, Need need, @Nullable Llm llm) {
    Optional<Run> run = running(data);
    if (run.isPresent()) {
      return new Running(
          run.get().services(), new Installation(home, data, llm, clock).secrets(), clock, null);
    }
    Logs.toFile(data);
    Installation installation = new Installation(home, data, llm, clock);
    return onFreePorts(installation, needed(need), need == Need.RUN);
  }

  private Services onFreePorts(Installation installation, Set<Target> targets, boolean worksOn) {
    AddressBook addresses = AddressBook.onFreePorts();
    Host host =
        installation.start(
            targets, "127.0.0.1", addresses, t -> addresses.of(t).getPort(), worksOn, _ -> {});
    return serving(installation, host, worksOn);
  }

  private static Set<Target> needed(Need need) {
    Set<Target> targets =
        switch (need) {
          case READ -> EnumSet.of(Target.AUTH, Target.GAME);
          case TOKEN -> EnumSet.of(Target.AUTH);
          case RUN -> Targets.playing();
        };
    targets.retainAll(Targets.all());
    return targets;
  }

  private Running serving(Installation installation, Host host, boolean announce) {
    RunFile file = new RunFile(installation.data());
    try {
      if (announce) {
        file.write(Installation.addresses(host));
      }
      return new Running(
          Installation.addresses(host),
          installation.secrets(),
          clock,
          () -> {
            file.remove();
            host.close();
          });
    } catch (RuntimeException e) {
      host.close();
      throw e;
    }
  }

  @Override
  public Services up(Serve wish, Consumer<String> progress) {
    Logs.toFile(wish.data());
    Installation installation = new Installation(home, wish.data(), wish.llm(), clock);
    installation.refuseSecond();
    Set<Target> targets = EnumSet.noneOf(Target.class);
    targets.addAll(wish.targets().isEmpty() ? Targets.all() : Target.withDependencies(parse(wish)));
    AddressBook addresses = AddressBook.loopback(wish.portOffset());
    ToIntFunction<Target> ports = t -> t.port() + wish.portOffset();
    Installation.refuseTakenPorts(targets, wish.host(), ports);
    Host host =
        installation.start(
            targets,
            wish.host(),
            addresses,
            ports,
            true,
            s -> progress.accept(s.name() + " answers at " + s.address()));
    return serving(installation, host, true);
  }

  @Override
  public Services serve(Serve wish) {
    Installation installation = new Installation(home, wish.data(), wish.llm(), clock);
    Set<Target> targets = wish.targets().isEmpty() ? Targets.all() : parse(wish);
    AddressBook addresses = AddressBook.loopback(wish.portOffset()).overriddenBy(System.getenv());
    ToIntFunction<Target> ports = t -> t.port() + wish.portOffset();
    Installation.refuseTakenPorts(targets, wish.host(), ports);
    Host host = installation.start(targets, wish.host(), addresses, ports, true, _ -> {});
    return serving(installation, host, false);
  }

  private static Set<Target> parse(Serve wish) {
    return wish.targets().stream()
        .map(Target::of)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Target.class)));
  }

  // ---- others

  @Override
  public Run detach(Serve wish, List<String> arguments) {
    new Installation(home, wish.data(), wish.llm(), clock).refuseSecond();
    return Detached.start(wish.data(), arguments);
  }

  @Override
  public Optional<Run> running(Path data) {
    return new RunFile(data).read();
  }

  @Override
  public boolean stop(Run run, Duration patience) {
    Optional<ProcessHandle> process = ProcessHandle.of(run.pid());
    if (process.isEmpty()) {
      return true;
    }
    process.get().destroy();
    try {
      process.get().onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException | ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public URI usualAddress(String target, int portOffset) {
    return AddressBook.loopback(portOffset).overriddenBy(System.getenv()).of(Target.of(target));
  }

  @Override
  public State health(URI address) {
    try {
      HttpJson.Answer answer =
          HttpJson.to("it", address)
              .withTimeout(Duration.ofSeconds(2))
              .send("GET", "/health", null);
      if (answer.status() == 200) {
        return new State(true, "ready");
      }
      JsonNode health = Json.mapper().readTree(answer.body());
      String waits =
          health.path("dependencies").properties().stream()
              .filter(d -> !d.getValue().asString("").equals("ready"))
              .map(d -> d.getKey() + " (" + d.getValue().asString("") + ")")
              .collect(Collectors.joining(", "));
      return new State(false, "waiting for " + waits);
    } catch (heist.HeistException | JacksonException e) {
      return new State(false, "does not answer");
    }
  }

  @Override
  public List<ModelServer> modelServers() {
    try (ModelClients clients = new ModelClients(clock)) {
      ModelProbe probe = clients.probe();
      List<CompletableFuture<ModelProbe.Finding>> asked =
          ModelProbe.USUAL.stream()
              .map(url -> CompletableFuture.supplyAsync(() -> probe.test(url, null, null)))
              .toList();
      return asked.stream()
          .map(CompletableFuture::join)
          .filter(
              f -> f.state() == ModelProbe.State.READY || f.state() == ModelProbe.State.NO_MODEL)
          .map(f -> new ModelServer(serverName(f.baseUrl()), f.baseUrl(), f.models()))
          .toList();
    }
  }

  private static String serverName(String url) {
    return url.contains(":1234") ? "LM Studio" : url.contains(":11434") ? "Ollama" : "a server";
  }

  @Override
  public void browse(URI page) {
    Browser.open(page);
  }

  @Override
  public List<JsonNode> auditVerdicts(Path data) {
    return audits(data).verdicts();
  }

  @Override
  public List<JsonNode> auditEntries(Path data, int limit) {
    return audits(data).entries(limit);
  }

  @Override
  public String rotateSecret(Path data, String name) {
    Logs.toFile(data);
    return new SecretRotation(new Installation(home, data, null, clock), clock)
        .rotate(
            name,
            work -> {
              try (Services services = use(data, Need.TOKEN, null)) {
                work.accept(services.door("auth"));
              }
            });
  }

  private AuditBooks audits(Path data) {
    Logs.toFile(data);
    return new AuditBooks(new Installation(home, data, null, clock), running(data), clock);
  }

  @Override
  public JsonNode benchTurns(
      Path data, int sessions, Duration latency, int rounds, Duration warmUp) {
    try (StubModel stub = new StubModel(latency);
        Services services = use(data, Need.RUN, new Llm(stub.baseUrl().toString(), "stub", null))) {
      return new TurnBench(services, stub.baseUrl(), rounds, warmUp).run(sessions, latency);
    }
  }

  @Override
  public List<Problem> speechProblems(Path folder) {
    return Speech.problems(folder).stream()
        .map(p -> new Problem(p.file(), p.line(), p.message()))
        .toList();
  }

  @Override
  public JsonNode benchMemory(Path data, int memories, int sessions, @Nullable Llm embeddings) {
    if (embeddings == null) {
      return MemoryBench.run(data, memories, sessions, null);
    }
    try (ModelClients clients = new ModelClients(clock)) {
      ModelEndpoint endpoint = ModelEndpoint.of(embeddings.baseUrl(), embeddings.apiKey(), null);
      String model = java.util.Objects.requireNonNull(embeddings.model());
      return MemoryBench.run(data, memories, sessions, clients.embedder(endpoint, model));
    }
  }

  @Override
  public JsonNode benchContext(Path data, int messages, int tokens) {
    ContextBench.settle(data, tokens);
    int agents = new Library(home, data, Environment.system()).crew("classic").agents().size();
    ContextBench bench = new ContextBench(messages, agents);
    return bench.run((model, strategy) -> {
      try (Services services = use(data, Need.RUN, null)) {
        return bench.play(services.door("game"), model.baseUrl(), strategy);
      }
    });
  }

  @Override
  public JsonNode benchFeed(Path data, int readers, int rounds) {
    Logs.toFile(data);
    Installation installation = new Installation(home, data, null, clock);
    Set<Target> targets = needed(Need.RUN);
    targets.add(Target.DASHBOARD);
    try (StubModel stub = new StubModel(Duration.ofMillis(300));
        Services services = onFreePorts(installation, targets, true)) {
      return new FeedBench(services, stub.baseUrl(), rounds).run(readers);
    }
  }

  @Override
  public JsonNode benchTools(Path data, int tokens, int connections, int seconds) {
    try (Services services = use(data, Need.RUN, null)) {
      return new ToolBench(
              target -> address(services, target), operator(data), connections, seconds)
          .run(tokens);
    }
  }

  @Override
  public JsonNode benchTokens(Path data, int connections, int seconds) {
    try (Services services = use(data, Need.TOKEN, null)) {
      return new TokenBench(address(services, Target.AUTH), operator(data), connections, seconds)
          .run();
    }
  }

  private static URI address(Services services, Target target) {
    return services.addresses().stream()
        .filter(a -> a.target().equals(target.id()))
        .findFirst()
        .orElseThrow()
        .uri();
  }

  private static Credentials operator(Path data) {
    return new SecretStore(data.resolve("secrets")).credentials(Running.OPERATOR);
  }
}
