/** The program: main, the targets, and the host that starts them. The only place with wiring. */
@org.jspecify.annotations.NullMarked
package heist.app;
