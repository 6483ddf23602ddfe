package heist.tool;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tools of one service, as told to discovery.
 *
 * @param service the service's name
 * @param address its base address
 */
public record ToolRegistration(String service, String address, List<Entry> tools) {
  /** One tool. */
  public record Entry(String name, String description, ObjectNode parameters, String scope) {}

  /** Copies the list. */
  public ToolRegistration {
    tools = List.copyOf(tools);
  }
}
