package heist.tool;

import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Somebody else's MCP server.
 *
 * @param name how messages speak of it
 * @param url its MCP endpoint
 * @param tools the only tools of it that may be called
 * @param token its bearer token, asked for at each call; null: it takes none
 */
public record OutsideServer(
    String name, String url, Set<String> tools, @Nullable Supplier<String> token) {
  /** Copies the set. */
  public OutsideServer {
    tools = Set.copyOf(tools);
  }
}
