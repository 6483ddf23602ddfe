package heist.cli.render;

import java.util.List;

/** Signs and colours, as far as the screen shows them. Immutable. */
public final class Paint {
  /** Told apart on light and dark backgrounds and by people who confuse red and green. */
  private static final List<String> AGENTS =
      List.of("36", "33", "35", "34", "32", "91", "96", "93", "95", "94");

  private static final List<String> SHAPES =
      List.of("●", "▲", "■", "◆", "★", "▼", "○", "△", "□", "◇");
  private static final List<String> SHAPES_ASCII =
      List.of("o", "^", "#", "+", "*", "v", "0", "%", "=", "&");

  private final Screen screen;

  /** Paints for {@code screen}. */
  public Paint(Screen screen) {
    this.screen = screen;
  }

  /** The screen painted for. */
  public Screen screen() {
    return screen;
  }

  /** A sign, or its stand-in where there is ASCII alone. */
  public String sign(String unicode, String ascii) {
    return screen.unicode() ? unicode : ascii;
  }

  /** Text of a session, in what the screen can show. */
  public String text(String text) {
    return screen.unicode() ? text : Text.ascii(text);
  }

  /** The mark for things left out. */
  public String ellipsis() {
    return sign("…", "...");
  }

  /** What separates two facts on a line. */
  public String dot() {
    return sign(" · ", " - ");
  }

  /** The shape of the agent at this place of the crew. */
  public String shape(int place) {
    List<String> shapes = screen.unicode() ? SHAPES : SHAPES_ASCII;
    return shapes.get(Math.floorMod(place, shapes.size()));
  }

  /** In the colour of the agent at this place of the crew. */
  public String agent(int place, String text) {
    return code("1;" + AGENTS.get(Math.floorMod(place, AGENTS.size())), text);
  }

  /** Less important. */
  public String dim(String text) {
    return code("2", text);
  }

  /** Important. */
  public String bold(String text) {
    return code("1", text);
  }

  /** Went well. */
  public String good(String text) {
    return code("32", text);
  }

  /** Went wrong. */
  public String bad(String text) {
    return code("31", text);
  }

  /** Wants attention: orders, pauses. */
  public String note(String text) {
    return code("33", text);
  }

  private String code(String code, String text) {
    return screen.colour() && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
