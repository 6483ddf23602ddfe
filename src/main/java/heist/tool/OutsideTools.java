package heist.tool;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import heist.HeistException;
import heist.HeistException.Kind;
import heist.audit.AuditEntry;
import heist.client.Bearer;
import heist.client.Egress;
import heist.web.AuthException;
import heist.web.Caller;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Calls tools of other people's MCP servers, each with the credentials that the crew's file names
 * for it: no token of ours goes there. The agent's token decides here whether it may still call
 * anything, and each call is noted in the audit. What they send is data from strangers: only
 * allowed tools are passed on, descriptions and answers are cut, redirects are not followed.
 * Thread-safe.
 */
public final class OutsideTools implements AutoCloseable {
  private static final int LONGEST_DESCRIPTION = 1_000;
  private static final int LONGEST_SCHEMA = 16_000;
  private static final int LONGEST_ANSWER = 16_000;

  private final Duration limit;
  private final Function<String, Caller> admit;
  private final Consumer<AuditEntry> audit;

  /**
   * Who calls.
   *
   * @param client the agent's client
   * @param token gives the agent's token of this session; it goes nowhere
   */
  public record Holder(String client, String session, Supplier<String> token) {}

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
   * @param admit checks an agent's token; throws if it is not good, or not any more
   * @param audit notes each call
   */
  public OutsideTools(Duration limit, Function<String, Caller> admit, Consumer<AuditEntry> audit) {
    this.limit = limit;
    this.admit = admit;
    this.audit = audit;
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

  /**
   * Calls a tool for {@code holder}. Whatever goes wrong, short of an interrupt, is an outcome that
   * says so.
   *
   * @param ref the event that asks for it
   */
  public ToolOutcome call(
      OutsideServer server, String tool, JsonNode arguments, Holder holder, CallRef ref)
      throws InterruptedException {
    AuditEntry entry =
        AuditEntry.of("tool.outside", holder.client, "ok")
            .on(server.name() + "/" + tool)
            .in(holder.session, ref.event());
    Caller caller;
    try {
      caller = admit(holder.token);
    } catch (HeistException e) {
      String why = e.kind().name().toLowerCase(Locale.ROOT);
      audit.accept(entry.ending("refused").saying(why));
      return ToolOutcome.failed(
          "%s was not called: %s".formatted(tool, String.valueOf(e.getMessage())));
    }
    ToolOutcome outcome = call(server, tool, arguments);
    audit.accept(entry.ending(outcome.success() ? "ok" : "failed").with(null, caller.tokenId()));
    return outcome;
  }

  private Caller admit(Supplier<String> token) {
    String given = token.get();
    try {
      return admit.apply(given);
    } catch (HeistException e) {
      if (token instanceof Bearer bearer
          && AuthException.asksForAnother(String.valueOf(e.getMessage()))) {
        bearer.refused(given);
        return admit.apply(token.get());
      }
      throw e;
    }
  }

  private ToolOutcome call(OutsideServer server, String tool, JsonNode arguments)
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
          connection(server).call(info(server, tool), arguments, CallRef.NONE, token(server));
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
