/** What connects detectors to running sessions: transcripts from events. */
@org.jspecify.annotations.NullMarked
package heist.monitor;
