/**
 * Reads a prompt into a {@link heist.service.model.prompt.View}: sections, tool results,
 * conversation. Tolerant and pure.
 */
@org.jspecify.annotations.NullMarked
package heist.service.model.prompt;
