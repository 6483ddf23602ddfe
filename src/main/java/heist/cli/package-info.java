/**
 * The commands. They reach sessions through the services' APIs alone; what starts services stands
 * behind {@link heist.cli.Launcher}, which {@code heist.app} implements.
 */
@org.jspecify.annotations.NullMarked
package heist.cli;
