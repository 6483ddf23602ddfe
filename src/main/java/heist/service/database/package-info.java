/**
 * Read-only SQL on the session's security database, and what a survey of the place could observe.
 */
@org.jspecify.annotations.NullMarked
package heist.service.database;
