/**
 * Turns moves into sentences: voices derived from personas, phrase books in English and German.
 * Pure.
 */
@org.jspecify.annotations.NullMarked
package heist.service.model.speech;
