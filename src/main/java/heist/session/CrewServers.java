package heist.session;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.client.Credentials;
import heist.client.ForeignToken;
import heist.crew.Agent;
import heist.crew.Crew;
import heist.crew.ToolServer;
import heist.model.ToolOffer;
import heist.tool.CallRef;
import heist.tool.OutsideServer;
import heist.tool.OutsideTools;
import heist.tool.ToolOutcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tool servers of crews: their secrets are looked up here, where sessions run, and at each use,
 * so that a changed secret counts at once. Thread-safe.
 */
public final class CrewServers {
  private static final Logger LOG = LoggerFactory.getLogger(CrewServers.class);
  private static final int LONGEST_SECRET = 8_192;

  private final OutsideTools tools;
  private final Map<String, String> environment;
  private final Path data;
  private final InstantSource clock;

  /** One for all crews that say the same, so that they share a connection and a token. */
  private final Map<ToolServer, OutsideServer> known = new ConcurrentHashMap<>();

  /**
   * @param environment where secrets may stand
   * @param data the data folder: no file in it is read, since Heist's own secrets are there
   */
  public CrewServers(
      OutsideTools tools, Map<String, String> environment, Path data, InstantSource clock) {
    this.tools = tools;
    this.environment = Map.copyOf(environment);
    this.data = data;
    this.clock = clock;
  }

  /**
   * What the agent may use of the crew's servers now. A server that does not answer has nothing.
   */
  List<ToolOffer> offers(Crew crew, Agent agent, String session) {
    List<ToolOffer> offers = new ArrayList<>();
    for (ToolServer server : crew.toolServers()) {
      if (server.tools().stream().noneMatch(agent.tools()::contains)) {
        continue;
      }
      try {
        tools.tools(server(server)).stream()
            .filter(tool -> agent.tools().contains(tool.name()))
            .map(tool -> new ToolOffer(tool.name(), tool.description(), tool.parameters()))
            .forEach(offers::add);
      } catch (HeistException e) {
        LOG.warn(
            "Session {}: {} is without the tools of {} this turn: {}",
            session,
            agent.name(),
            server.name(),
            e.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return offers;
      }
    }
    return offers;
  }

  /** Calls a tool if one of the crew's servers brings it; empty: it is not theirs. */
  Optional<ToolOutcome> call(Crew crew, AgentTools.Request request, OutsideTools.Holder holder)
      throws InterruptedException {
    for (ToolServer server : crew.toolServers()) {
      if (server.tools().contains(request.tool())) {
        return Optional.of(
            tools.call(
                server(server),
                request.tool(),
                request.arguments(),
                holder,
                new CallRef(null, request.event())));
      }
    }
    return Optional.empty();
  }

  private OutsideServer server(ToolServer server) {
    return known.computeIfAbsent(
        server, s -> new OutsideServer(s.name(), s.url(), Set.copyOf(s.tools()), token(s)));
  }

  private @Nullable Supplier<String> token(ToolServer server) {
    ToolServer.Access access = server.access();
    if (access == null) {
      return null;
    }
    Supplier<String> secret = () -> secret(server.name(), access.secret());
    ToolServer.Grant grant = access.grant();
    return grant == null
        ? secret
        : new ForeignToken(
            grant.tokenUrl(),
            () -> new Credentials(grant.clientId(), secret.get()),
            grant.scope(),
            grant.resource(),
            clock);
  }

  private String secret(String server, ToolServer.Secret place) {
    String variable = place.env();
    String text;
    String where;
    if (variable != null) {
      where = "the environment variable " + variable;
      text = environment.getOrDefault(variable, "");
    } else {
      where = "the file " + place.file();
      text = read(server, Path.of(String.valueOf(place.file())));
    }
    String secret = text.strip();
    if (secret.isEmpty()) {
      throw bad(server, where + " is not set where the sessions run");
    }
    if (!secret.chars().allMatch(c -> c > 32 && c < 127)) {
      throw bad(server, where + " holds no token: there are spaces or line breaks in it");
    }
    return secret;
  }

  private String read(String server, Path file) {
    try {
      Path real = file.toRealPath();
      if (real.startsWith(data.toRealPath())) {
        throw bad(server, "its file lies in Heist's own data folder; keep it elsewhere");
      }
      if (!Files.isRegularFile(real) || Files.size(real) > LONGEST_SECRET) {
        throw bad(server, "its file is not a file of at most " + LONGEST_SECRET + " bytes");
      }
      return Files.readString(real, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw bad(server, "the file " + file + " cannot be read where the sessions run");
    }
  }

  private static HeistException bad(String server, String what) {
    return new HeistException(
        Kind.BAD_INPUT, "The tool server %s cannot be used: %s.".formatted(server, what));
  }
}
