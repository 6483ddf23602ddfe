package heist.tool;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.web.AuthException;
import heist.web.Caller;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * The tools of one service, and the one place where a call is let in: whichever door it came
 * through, the scope is checked here, then the arguments, then the tool runs. Thread-safe.
 */
final class ToolBox implements McpTools {
  private static final Logger LOG = LoggerFactory.getLogger(ToolBox.class);

  private record Entry(Tool tool, Arguments arguments) {}

  private final Map<String, Entry> tools = new LinkedHashMap<>();
  private final ToolAudit audit;

  ToolBox(Collection<Tool> tools, ToolAudit audit) {
    this.audit = audit;
    for (Tool tool : tools) {
      Entry entry = new Entry(tool, new Arguments(tool.spec()));
      if (this.tools.put(tool.spec().name(), entry) != null) {
        throw new IllegalArgumentException("Two tools named " + tool.spec().name());
      }
    }
  }

  /** All of them. */
  List<ToolSpec> specs() {
    return tools.values().stream().map(e -> e.tool().spec()).toList();
  }

  @Override
  public List<ToolSpec> specs(Caller caller) {
    return specs().stream().filter(spec -> caller.may(spec.scope())).toList();
  }

  @Override
  public void admit(Caller caller, String name, CallRef ref) {
    Entry entry = tools.get(name);
    if (entry != null && !caller.may(entry.tool().spec().scope())) {
      AuthException refusal =
          AuthException.insufficient(entry.tool().spec().scope(), caller.clientId());
      audit.broke(caller, entry.tool().spec(), ref, refusal);
      throw refusal;
    }
  }

  @Override
  public ToolResult call(Caller caller, String name, JsonNode arguments, CallRef ref) {
    Entry entry = tools.get(name);
    if (entry == null) {
      throw new HeistException(
          Kind.NOT_FOUND, "There is no tool \"%s\" here.%s".formatted(name, others(caller)));
    }
    ToolSpec spec = entry.tool().spec();
    audit.open();
    try {
      ToolResult result = run(caller, entry, arguments, ref);
      audit.ran(caller, spec, ref, result.success());
      return result;
    } catch (Withheld e) {
      // The audit tells a refusal, the agent reads it as any other mistake.
      audit.broke(caller, spec, ref, e);
      return ToolResult.failed(String.valueOf(e.getMessage()));
    } catch (HeistException e) {
      audit.broke(caller, spec, ref, e);
      throw e;
    }
  }

  private static ToolResult run(Caller caller, Entry entry, JsonNode arguments, CallRef ref) {
    ToolSpec spec = entry.tool().spec();
    if (!caller.may(spec.scope())) {
      throw AuthException.insufficient(spec.scope(), caller.clientId());
    }
    ToolCall call = new ToolCall(caller, entry.arguments().check(arguments), ref.id());
    try {
      return entry.tool().call(call);
    } catch (Withheld e) {
      throw e;
    } catch (HeistException e) {
      return switch (e.kind()) {
        case BAD_INPUT, NOT_FOUND, CONFLICT, LIMIT ->
            ToolResult.failed(String.valueOf(e.getMessage()));
        case UNAUTHENTICATED, FORBIDDEN, UNAVAILABLE, INTERNAL -> throw e;
      };
    } catch (RuntimeException | StackOverflowError e) {
      LOG.error("The tool {} failed on a call of {}", spec.name(), caller.clientId(), e);
      throw new HeistException(
          Kind.INTERNAL, "The tool " + spec.name() + " failed through a mistake of its own", e);
    }
  }

  private String others(Caller caller) {
    List<String> names = specs(caller).stream().map(ToolSpec::name).toList();
    return names.isEmpty() ? "" : " There are: " + String.join(", ", names);
  }
}
