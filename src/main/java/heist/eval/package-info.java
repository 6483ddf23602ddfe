/**
 * Measures detectors: games with known moles in, figures with intervals out, beside chance and
 * trivial baselines. Pure: it reads lines and writes strings; files and sessions are others' work.
 */
@org.jspecify.annotations.NullMarked
package heist.eval;
