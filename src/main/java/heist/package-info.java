/** Heist: crews of LLM agents plan a job together, one of them perhaps a mole. */
@org.jspecify.annotations.NullMarked
package heist;
