/**
 * What was said and what agents keep for themselves: stored per session and agent, recalled by
 * text, told in extracts within a budget of tokens.
 */
@org.jspecify.annotations.NullMarked
package heist.service.memory;
