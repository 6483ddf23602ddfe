/**
 * The engine: turns, the fold of a session's events into its state, the mole game, control, and the
 * event log. A session is run by one virtual thread, the only writer of its log.
 */
@org.jspecify.annotations.NullMarked
package heist.session;
