package heist.session;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.client.AgentTokens;
import heist.client.HttpJson;
import heist.client.Target;
import heist.crew.Agent;
import heist.model.ModelClient;
import heist.model.TokenCounter;
import heist.model.ToolOffer;
import heist.tool.CallRef;
import heist.tool.OutsideTools;
import heist.tool.ToolClient;
import heist.tool.ToolInfo;
import heist.tool.ToolOutcome;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * The desk of production: models, tools and memory over HTTP, each agent with a token of its own.
 */
public final class ServiceDesk implements Desk {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceDesk.class);

  private static final int DETECTOR_TRIES = 5;
  private static final Duration DETECTOR_REST = Duration.ofSeconds(1);

  /** The services that hold a crew's tools. */
  private static final Set<String> TOOL_SERVICES =
      Stream.of(
              Target.CALCULATOR,
              Target.FILES,
              Target.DATABASE,
              Target.MEMORY,
              Target.GAME,
              Target.DISCOVERY)
          .map(Target::audience)
          .collect(Collectors.toUnmodifiableSet());

  /**
   * What all desks of a worker share.
   *
   * @param memory calls to the memory service; null: no digests
   * @param registrar gives a token that sees every tool, though it may use none
   * @param outside the tool servers that crews bring
   * @param detection calls to the detection service; null: nobody is accused
   */
  public record Shared(
      AgentTokens tokens,
      ToolClient tools,
      Supplier<String> registrar,
      CrewServers outside,
      @Nullable HttpJson memory,
      @Nullable HttpJson detection,
      TokenCounter counter,
      InstantSource clock) {}

  private record DigestRequest(
      String session, long upto, long before, int budget, String agent, List<String> queries) {}

  private final SessionConfig config;
  private final ModelClient model;
  private final Shared shared;
  private final Semaphore nudges = new Semaphore(0);

  /** The desk of a session whose agents are played by {@code model}. */
  public ServiceDesk(SessionConfig config, ModelClient model, Shared shared) {
    this.config = config;
    this.model = model;
    this.shared = shared;
  }

  @Override
  public ModelClient model(Agent agent) {
    return model;
  }

  @Override
  public AgentTools tools() {
    return new AgentTools() {
      @Override
      public List<ToolOffer> offers(Agent agent) {
        List<ToolOffer> offers = shared.outside().offers(config.crew(), agent, config.id());
        Set<String> theirs = offers.stream().map(ToolOffer::name).collect(Collectors.toSet());
        return Stream.concat(offers.stream(), own(agent, theirs))
            .sorted(Comparator.comparing(ToolOffer::name))
            .toList();
      }

      private static Stream<ToolOffer> offered(
          List<ToolInfo> tools, Agent agent, Set<String> theirs) {
        return tools.stream()
            .filter(t -> agent.tools().contains(t.name()) && !theirs.contains(t.name()))
            .map(t -> new ToolOffer(t.name(), t.description(), t.parameters()));
      }

      /** Heist's own; a name that one of the crew's servers brings is that server's. */
      private Stream<ToolOffer> own(Agent agent, Set<String> theirs) {
        try {
          return offered(shared.tools().tools(token(agent)), agent, theirs);
        } catch (HeistException e) {
          if (e.kind() != HeistException.Kind.UNAVAILABLE) {
            // Its access was taken back. It may still try what it knows: the denial is an event.
            LOG.info(
                "Session {}: {} is refused its tools: {}",
                config.id(),
                agent.name(),
                e.getMessage());
            return offered(
                shared.tools().known(Set.copyOf(agent.tools()), shared.registrar()), agent, theirs);
          }
          LOG.warn(
              "Session {}: {} has no tools this turn: {}",
              config.id(),
              agent.name(),
              e.getMessage());
          return Stream.empty();
        }
      }

      @Override
      public Outcome call(Agent agent, Request request) throws InterruptedException {
        Supplier<String> token = token(agent);
        Optional<ToolOutcome> theirs =
            shared
                .outside()
                .call(
                    config.crew(),
                    request,
                    new OutsideTools.Holder(client(agent), config.id(), token));
        ToolOutcome outcome =
            theirs.isPresent()
                ? theirs.get()
                : shared
                    .tools()
                    .call(
                        request.tool(),
                        request.arguments(),
                        new CallRef(config.id() + ":" + request.id(), request.event()),
                        token);
        return new Outcome(outcome.success(), outcome.text());
      }
    };
  }

  private Supplier<String> token(Agent agent) {
    Set<String> scopes = new HashSet<>(agent.scopes());
    scopes.add("discovery:read");
    return shared
        .tokens()
        .bearer(
            new AgentTokens.Agent(client(agent), agent.name(), scopes, TOOL_SERVICES), config.id());
  }

  private String client(Agent agent) {
    return AgentTokens.clientId(config.crew().name(), agent.name());
  }

  @Override
  public String remember(Recollection asked) {
    HttpJson memory = shared.memory();
    if (memory == null) {
      return "";
    }
    try {
      return memory
          .<JsonNode>post(
              "/api/v1/digest",
              new DigestRequest(
                  config.id(),
                  asked.upto(),
                  asked.before(),
                  asked.tokens(),
                  asked.agent(),
                  asked.queries()),
              JsonNode.class)
          .path("digest")
          .asString("");
    } catch (HeistException e) {
      LOG.warn("Session {}: {} remembers nothing: {}", config.id(), asked.agent(), e.getMessage());
      return "";
    }
  }

  @Override
  public @Nullable String suspect() throws InterruptedException {
    HttpJson detection = shared.detection();
    if (detection == null) {
      throw new HeistException(Kind.UNAVAILABLE, "detection is switched off");
    }
    for (int attempt = 1; ; attempt++) {
      try {
        Map<String, ?> answer =
            detection.post("/api/ai-detect/suggest", Map.of("session_id", config.id()), Map.class);
        return answer.get("suggested_mole") instanceof String name ? name : null;
      } catch (HeistException e) {
        if (Thread.interrupted()) {
          throw new InterruptedException("the detector was not waited for");
        }
        LOG.warn("Session {}: the detector does not answer: {}", config.id(), e.getMessage());
        if (attempt == DETECTOR_TRIES || e.kind() != Kind.UNAVAILABLE) {
          throw e;
        }
        Thread.sleep(DETECTOR_REST);
      }
    }
  }

  @Override
  public int tokens(String text) {
    return shared.counter().count(text);
  }

  @Override
  public InstantSource clock() {
    return shared.clock();
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public void look() {
    nudges.drainPermits();
  }

  @Override
  public void await(Duration most) throws InterruptedException {
    boolean unused = nudges.tryAcquire(most.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void nudge() {
    nudges.release();
  }

  @Override
  public void close() {
    model.close();
  }
}
