/**
 * What a person sees in a terminal: events in, lines out. Pure; nothing here reads a clock, a
 * terminal or the network.
 */
@org.jspecify.annotations.NullMarked
package heist.cli.render;
