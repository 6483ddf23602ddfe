/** The dashboard through its own door, and through a browser. */
@org.jspecify.annotations.NullMarked
package heist.service.dashboard;
