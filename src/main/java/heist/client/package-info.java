/**
 * How our programs reach each other: addresses, secrets, tokens, JSON over HTTP, and a typed client
 * for each service that others call. Imports web.
 */
@org.jspecify.annotations.NullMarked
package heist.client;
