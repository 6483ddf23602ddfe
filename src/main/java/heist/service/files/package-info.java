/** The documents of the session's world, served from memory by name. */
@org.jspecify.annotations.NullMarked
package heist.service.files;
