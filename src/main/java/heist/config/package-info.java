/**
 * Reads YAML into records: settings, crews, strategies, scenarios. Every problem of a file is found
 * at once, numbered, with its line. Pure but for reading files: no network, no clock.
 */
@org.jspecify.annotations.NullMarked
package heist.config;
