/**
 * The target {@code detection}: scores the agents of a session, with the events that speak for it.
 */
@org.jspecify.annotations.NullMarked
package heist.service.detection;
