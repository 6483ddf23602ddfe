package heist.crew;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An MCP server that is not part of Heist and whose tools a crew's agents may use.
 *
 * @param name how messages speak of it; unique in the crew
 * @param url its MCP endpoint, such as {@code https://maps.example/mcp}
 * @param tools the only tools of it that may be called, by the names it gives them
 * @param access how Heist proves itself there; null: not at all
 */
public record ToolServer(String name, String url, List<String> tools, @Nullable Access access) {
  /** Copies the list. */
  public ToolServer {
    tools = List.copyOf(tools);
  }

  /**
   * A bearer token, or a client that gets one.
   *
   * @param secret where the token, or the client's secret, is found; it never stands in the file
   * @param grant where and as whom to get a token; null: the secret is the token
   */
  public record Access(Secret secret, @Nullable Grant grant) {}

  /**
   * Where a secret is found when it is needed, by the service that runs the session.
   *
   * @param env name of an environment variable, or null
   * @param file path of a file, or null
   */
  public record Secret(@Nullable String env, @Nullable String file) {
    /** Refuses both and neither. */
    public Secret {
      if ((env == null) == (file == null)) {
        throw new IllegalArgumentException("a secret comes from the environment or from a file");
      }
    }
  }

  /**
   * OAuth client credentials (RFC 6749, 4.4; RFC 8707).
   *
   * @param tokenUrl the token endpoint
   * @param resource the {@code resource} to ask for, or null
   */
  public record Grant(
      String tokenUrl, String clientId, @Nullable String scope, @Nullable String resource) {}
}
