package heist.service.discovery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import heist.HeistException;
import heist.HeistException.Kind;
import heist.audit.AuditEntry;
import heist.client.Credentials;
import heist.client.HttpJson;
import heist.client.Target;
import heist.client.TokenClient;
import heist.tool.CallRef;
import heist.tool.McpHub;
import heist.tool.McpTools;
import heist.tool.ServiceAudit;
import heist.tool.ToolInfo;
import heist.tool.ToolResult;
import heist.tool.ToolSpec;
import heist.web.AuthException;
import heist.web.Caller;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * All registered tools behind one MCP door. A call goes on to the tool's own service under the
 * caller's authority: discovery exchanges the caller's token for one that speaks for the same
 * client, for that service and that one scope alone. It adds no right of its own, so it cannot be
 * talked into what the caller may not do; the tool's service checks scope, session and revocation
 * as for anybody. Thread-safe.
 */
final class Hub implements McpTools {
  private final Registry registry;
  private final TokenClient tokens;
  private final Credentials credentials;
  private final ServiceAudit audit;
  private final InstantSource clock;
  private final Duration limit;
  private final Cache<Key, TokenClient.Exchanged> exchanged =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(Duration.ofMinutes(5)).build();

  private record Key(String tokenId, String audience, String scope) {}

  private record Answer(
      boolean success, @Nullable String result, @Nullable String error, @Nullable JsonNode data) {}

  Hub(
      Registry registry,
      TokenClient tokens,
      Credentials credentials,
      ServiceAudit audit,
      InstantSource clock,
      Duration limit) {
    this.registry = registry;
    this.tokens = tokens;
    this.credentials = credentials;
    this.audit = audit;
    this.clock = clock;
    this.limit = limit;
  }

  /** What the door offers of {@code tools}. */
  static List<ToolSpec> specs(List<ToolInfo> tools) {
    return tools.stream()
        .map(t -> new ToolSpec(t.name(), t.description(), t.parameters(), t.scope()))
        .toList();
  }

  @Override
  public List<ToolSpec> specs(Caller caller) {
    return specs(
        registry.visible(caller).stream().filter(tool -> caller.may(tool.scope())).toList());
  }

  @Override
  public void admit(Caller caller, String name, CallRef ref) {
    Optional<ToolInfo> tool = registry.tool(name);
    if (tool.isPresent() && !caller.may(tool.get().scope())) {
      AuthException refusal = AuthException.insufficient(tool.get().scope(), caller.clientId());
      note(caller, tool.get(), ref, "refused", "forbidden");
      throw refusal;
    }
  }

  @Override
  public ToolResult call(Caller caller, String name, JsonNode arguments, CallRef ref) {
    admit(caller, name, ref);
    ToolInfo tool =
        registry
            .tool(name)
            .orElseThrow(() ->
                new HeistException(
                    Kind.NOT_FOUND,
                    "There is no tool \"%s\". There are: %s"
                        .formatted(
                            name,
                            specs(caller).stream()
                                .map(ToolSpec::name)
                                .collect(Collectors.joining(", ")))));
    try {
      ToolResult result = forward(caller, tool, arguments);
      note(caller, tool, ref, result.success() ? "ok" : "failed", null);
      return result;
    } catch (HeistException e) {
      String why = e.kind().name().toLowerCase(Locale.ROOT);
      note(caller, tool, ref, e.kind() == Kind.FORBIDDEN ? "refused" : "failed", why);
      throw e;
    }
  }

  private ToolResult forward(Caller caller, ToolInfo tool, JsonNode arguments) {
    String token = token(caller, tool);
    Answer answer =
        HttpJson.to(tool.service(), URI.create(tool.address()))
            .withToken(() -> token)
            .withTimeout(limit)
            .post("/tools/" + tool.name(), arguments, Answer.class);
    return new ToolResult(
        answer.success,
        Objects.requireNonNullElse(answer.success ? answer.result : answer.error, ""),
        answer.data);
  }

  private String token(Caller caller, ToolInfo tool) {
    String audience = Target.of(tool.service()).audience();
    Key key = new Key(caller.tokenId(), audience, tool.scope());
    TokenClient.Exchanged known = exchanged.getIfPresent(key);
    if (known == null || !clock.instant().isBefore(known.renewAt())) {
      known = tokens.exchange(credentials, McpHub.bearer(), audience, Set.of(tool.scope()));
      exchanged.put(key, known);
    }
    return known.token();
  }

  private void note(
      Caller caller, ToolInfo tool, CallRef ref, String outcome, @Nullable String detail) {
    audit.note(
        AuditEntry.of("tool.forwarded", caller.clientId(), outcome)
            .on(tool.name())
            .with(tool.scope(), caller.tokenId())
            .in(caller.sessionId(), ref.event())
            .saying(detail));
  }
}
