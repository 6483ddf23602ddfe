/**
 * What every service's HTTP door has in common: set-up, JSON, problem details, token check, health,
 * metrics and documentation. Imports nothing of ours.
 */
@org.jspecify.annotations.NullMarked
package heist.web;
