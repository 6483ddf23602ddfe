/** Which tools there are, for each caller those that its token may use. */
@org.jspecify.annotations.NullMarked
package heist.service.discovery;
