/**
 * The client side of language models: any OpenAI-compatible server, its weaknesses repaired or told
 * plainly, never silently. Where no model is at hand, {@link heist.model.Extract} tells in short.
 */
@org.jspecify.annotations.NullMarked
package heist.model;
