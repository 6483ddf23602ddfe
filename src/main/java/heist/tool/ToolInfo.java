package heist.tool;

import tools.jackson.databind.node.ObjectNode;

/**
 * A tool as discovery tells of it.
 *
 * @param parameters JSON Schema of its arguments
 * @param scope the scope a token needs
 * @param service who offers it
 * @param address base address of that service
 */
public record ToolInfo(
    String name,
    String description,
    ObjectNode parameters,
    String scope,
    String service,
    String address) {}
