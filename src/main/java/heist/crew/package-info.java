/**
 * Agents, personas, scopes, strategies, briefs: records that configuration fills. Imports nothing
 * of ours.
 */
@org.jspecify.annotations.NullMarked
package heist.crew;
