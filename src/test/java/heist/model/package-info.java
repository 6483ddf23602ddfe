/** A scripted, faulty model server, and what the client of models makes of it. */
@org.jspecify.annotations.NullMarked
package heist.model;
