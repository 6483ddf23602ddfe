/**
 * The only door for people: the page, the operator's API and its WebSocket. It shows what the game
 * service tells it with the dashboard's own token, and keeps nothing.
 */
@org.jspecify.annotations.NullMarked
package heist.service.dashboard;
