package heist.tool;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.client.HttpJson;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Finds tools through discovery and calls them over MCP, each call with the token of the agent that
 * makes it. One connection a tool service is kept open for all agents; it is made anew if the
 * service has restarted. Thread-safe.
 */
public final class ToolClient implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ToolClient.class);

  /**
   * How long discovery may take. Without its answer an agent has no tools in its turn, so on a busy
   * machine a turn should rather wait; a discovery that is gone refuses at once.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(25);

  /** How long what discovery said is believed: a tool taken out is gone soon for those, too. */
  private static final Duration FRESH = Duration.ofSeconds(2);

  private final HttpJson discovery;
  private final Duration limit;
  private final LongSupplier nanos;
  private final Map<String, Seen> directory = new ConcurrentHashMap<>();
  private final Map<URI, McpConnection> connections = new ConcurrentHashMap<>();

  private record Tools(List<ToolInfo> tools) {}

  private record Seen(ToolInfo tool, long nanos) {}

  /**
   * A client.
   *
   * @param discovery the discovery service; without a token of its own
   * @param limit the longest a call may take
   */
  public ToolClient(HttpJson discovery, Duration limit) {
    this(discovery, limit, System::nanoTime);
  }

  /**
   * The same with a clock of its own.
   *
   * @param nanos counts nanoseconds, from anywhere
   */
  ToolClient(HttpJson discovery, Duration limit, LongSupplier nanos) {
    this.discovery = discovery;
    this.limit = limit;
    this.nanos = nanos;
  }

  /**
   * The tools that this token may use, by name. The token needs {@code discovery:read}.
   *
   * @throws HeistException if discovery does not answer or refuses the token
   */
  public List<ToolInfo> tools(Supplier<String> token) {
    Tools answer = discovery.withToken(token).withTimeout(PATIENCE).get("/discover", Tools.class);
    long now = nanos.getAsLong();
    answer.tools().forEach(tool -> directory.put(tool.name(), new Seen(tool, now)));
    return answer.tools();
  }

  /**
   * The tools of these names, whoever may use them; that its service decides. Asks discovery only
   * for what nobody was told of since the start.
   *
   * @param own gives a token that sees every tool: {@code discovery:read} and {@code
   *     discovery:register}
   */
  public List<ToolInfo> known(Set<String> names, Supplier<String> own) {
    if (!directory.keySet().containsAll(names)) {
      try {
        tools(own);
      } catch (HeistException e) {
        LOG.warn("Discovery does not tell what tools there are: {}", e.getMessage());
      }
    }
    return directory.values().stream()
        .map(Seen::tool)
        .filter(t -> names.contains(t.name()))
        .toList();
  }

  /**
   * Calls a tool. Whatever goes wrong, short of an interrupt, is an outcome that says so.
   *
   * @param ref its id, the same when the call is repeated after a crash, and the event behind it
   * @param token gives the agent's token; asked at each try
   * @throws InterruptedException if the thread is interrupted meanwhile
   */
  public ToolOutcome call(String tool, JsonNode arguments, CallRef ref, Supplier<String> token)
      throws InterruptedException {
    try {
      ToolInfo info = find(tool, token);
      return connections
          .computeIfAbsent(URI.create(info.address()), uri -> new McpConnection(uri, limit))
          .call(info, arguments, ref, token);
    } catch (HeistException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException("The call of " + tool + " was cut short");
      }
      return ToolOutcome.failed(String.valueOf(e.getMessage()));
    }
  }

  private ToolInfo find(String name, Supplier<String> token) {
    Seen known = directory.get(name);
    if (known != null && nanos.getAsLong() - known.nanos < FRESH.toNanos()) {
      return known.tool;
    }
    List<ToolInfo> tools;
    try {
      tools = tools(token);
    } catch (HeistException e) {
      if (known == null || e.kind() != Kind.UNAVAILABLE) {
        throw e;
      }
      // Without discovery the tools are where they were last.
      return known.tool;
    }
    return tools.stream()
        .filter(tool -> tool.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new HeistException(
                Kind.NOT_FOUND,
                "There is no tool \"%s\". There are: %s"
                    .formatted(
                        name,
                        tools.stream().map(ToolInfo::name).collect(Collectors.joining(", ")))));
  }

  /** Closes the connections. */
  @Override
  public void close() {
    connections.values().forEach(McpConnection::close);
    connections.clear();
  }
}
