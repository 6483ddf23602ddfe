/**
 * The target {@code analytics}: figures from the event feed, kept in its own tables, asked in SQL.
 */
@org.jspecify.annotations.NullMarked
package heist.service.analytics;
