package heist.model;

import tools.jackson.databind.JsonNode;

/**
 * A tool call that a model asks for.
 *
 * @param id as the model gave it, else made up; unique within one reply only
 * @param tool the tool's name; one that was not offered is passed on as it came
 * @param arguments always an object
 */
public record ToolAsk(String id, String tool, JsonNode arguments) {}
