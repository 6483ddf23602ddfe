/**
 * The offline model: an OpenAI-compatible server that needs no LLM. It sees nothing but the
 * request. Imports heist.web alone of ours.
 */
@org.jspecify.annotations.NullMarked
package heist.service.model;
