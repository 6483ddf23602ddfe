/**
 * Jobs as data: how a world is drawn from a seed, the form a plan is written on, and the simulator
 * that carries a plan out. Pure: no files, no clock, no randomness but what is handed in. Knows
 * nothing of any particular job; those are folders under {@code scenarios/}.
 */
@org.jspecify.annotations.NullMarked
package heist.scenario;
