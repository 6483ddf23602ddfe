/**
 * Where a service keeps its rows: one SQLite file or one PostgreSQL schema a service, migrations, a
 * small pool, and group commit. One class a dialect holds only the differences. Imports nothing of
 * ours.
 */
@org.jspecify.annotations.NullMarked
package heist.store;
