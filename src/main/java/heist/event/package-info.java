/**
 * The facts of a session. The event log is the truth; everything else is derived from it. Imports
 * nothing of ours.
 */
@org.jspecify.annotations.NullMarked
package heist.event;
