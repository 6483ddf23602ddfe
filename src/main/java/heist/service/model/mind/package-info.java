/**
 * What an agent of the offline model knows and decides: facts found in papers, claims heard, honest
 * slips, sabotage, tool calls, moves. Pure.
 */
@org.jspecify.annotations.NullMarked
package heist.service.model.mind;
