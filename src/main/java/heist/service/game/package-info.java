/** The target {@code game}: sessions, the mole game, control, feeds and exports over HTTP. */
@org.jspecify.annotations.NullMarked
package heist.service.game;
