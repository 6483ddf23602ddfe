package heist.tool;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import heist.HeistException;
import heist.HeistException.Kind;
import heist.client.Egress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Calls tools of other people's MCP servers, each with the credentials that the crew's file names
 * for it: no token of ours goes there. What they send is data from strangers: only allowed tools
 * are passed on, descriptions and answers are cut, redirects are not followed. Thread-safe.
 */
public final class OutsideTools implements AutoCloseable {
  private static final int LONGEST_DESCRIPTION = 1_000;
  private static final int LONGEST_SCHEMA = 16_000;
  private static final int LONGEST_ANSWER = 16_000;

  private final Duration limit;

  /** One for each server and its credentials: what a server remembers of one is not another's. */
  private final Cache<OutsideServer, McpConnection> connections =
      Caffeine.newBuilder()
          .maximumSize(200)
          .expireAfterAccess(Duration.ofMinutes(10))
          .removalListener(
              (@Nullable OutsideServer server, @Nullable McpConnection old, RemovalCause cause) -> {
                if (old != null) {
                  old.close();
                }
              })
          .build();

  private final Cache<OutsideServer, List<ToolInfo>> lists =
      Caffeine.newBuilder().maximumSize(1_000).expireAfterWrite(Duration.ofSeconds(30)).build();

  /**
   * @param limit the longest a call may take
   */
  public OutsideTools(Duration limit) {
    this.limit = limit;
  }

  /**
   * The allowed tools that {@code server} has now; looked up again every half minute.
   *
   * @throws HeistException if it does not answer, or refuses
   */
  public List<ToolInfo> tools(OutsideServer server) throws InterruptedException {
    List<ToolInfo> known = lists.getIfPresent(server);
    if (known == null) {
      known =
          connection(server).list(info(server, "tools/list"), token(server)).stream()
              .filter(tool -> server.tools().contains(tool.name()))
              .map(tool -> tame(server, tool))
              .toList();
      lists.put(server, known);
    }
    return known;
  }

  private static ToolInfo tame(OutsideServer server, ToolInfo tool) {
    if (tool.parameters().toString().length() > LONGEST_SCHEMA) {
      throw new HeistException(
          Kind.UNAVAILABLE,
          "the schema of %s at %s is longer than %d characters"
              .formatted(tool.name(), server.name(), LONGEST_SCHEMA));
    }
    return new ToolInfo(
        tool.name(),
        cut(tool.description(), LONGEST_DESCRIPTION),
        tool.parameters(),
        "",
        server.name(),
        server.url());
  }

  /** Calls a tool. Whatever goes wrong, short of an interrupt, is an outcome that says so. */
  public ToolOutcome call(OutsideServer server, String tool, JsonNode arguments)
      throws InterruptedException {
    if (!server.tools().contains(tool)) {
      return ToolOutcome.failed(
          "There is no tool \"%s\" at %s. There are: %s"
              .formatted(
                  tool,
                  server.name(),
                  server.tools().stream().sorted().collect(Collectors.joining(", "))));
    }
    try {
      ToolOutcome outcome =
          connection(server).call(info(server, tool), arguments, null, token(server));
      return new ToolOutcome(outcome.success(), cut(outcome.text(), LONGEST_ANSWER));
    } catch (HeistException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException("The call of " + tool + " was cut short");
      }
      return ToolOutcome.failed(String.valueOf(e.getMessage()));
    }
  }

  private McpConnection connection(OutsideServer server) {
    // Looked at each time: a name may lead elsewhere by now.
    URI address = Egress.check(server.url());
    return Objects.requireNonNull(
        connections.get(server, any -> McpConnection.toOutside(address, limit)));
  }

  private static Supplier<String> token(OutsideServer server) {
    Supplier<String> token = server.token();
    return token == null ? () -> "" : token;
  }

  private static ToolInfo info(OutsideServer server, String tool) {
    return new ToolInfo(
        tool, "", heist.web.Json.mapper().createObjectNode(), "", server.name(), server.url());
  }

  private static String cut(String text, int most) {
    return text.length() <= most
        ? text
        : text.substring(0, most) + "\n(cut off: it has " + text.length() + " characters)";
  }

  /** Closes the connections. */
  @Override
  public void close() {
    connections.invalidateAll();
    connections.cleanUp();
  }
}
