/**
 * One tool, two doors: what an agent may call, offered over REST and over MCP from one
 * implementation, and the client that calls it.
 */
@org.jspecify.annotations.NullMarked
package heist.tool;
