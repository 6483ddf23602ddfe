/**
 * The client side of language models: any OpenAI-compatible server, its weaknesses repaired or told
 * plainly, never silently.
 */
@org.jspecify.annotations.NullMarked
package heist.model;
