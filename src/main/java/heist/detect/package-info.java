/**
 * Detectors: from a transcript to a score for every agent, with the events that speak for it. Pure.
 * A transcript cannot hold roles, briefs, prompts, seeds, token counts or scenario files, so no
 * detector can peek. Imports nothing of ours.
 */
@org.jspecify.annotations.NullMarked
package heist.detect;
