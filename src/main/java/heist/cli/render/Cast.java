package heist.cli.render;

import heist.event.SessionEvent.Member;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who plays, and how they look on the screen. Not thread-safe. */
final class Cast {
  private final Paint paint;
  private final Map<String, Integer> places = new HashMap<>();
  private Layout layout;
  private Words words = Words.ENGLISH;

  Cast(Screen screen) {
    this.paint = new Paint(screen);
    this.layout = new Layout(paint, 10);
  }

  /** The crew and its language are known now. */
  void meet(List<Member> crew, String language) {
    words = Words.of(language);
    crew.forEach(m -> places.putIfAbsent(m.name(), places.size()));
    layout = new Layout(paint, crew.stream().mapToInt(m -> Text.width(m.name())).max().orElse(8));
  }

  Paint paint() {
    return paint;
  }

  Layout layout() {
    return layout;
  }

  /** Words in the session's language, in what the screen can show. */
  String say(String key, Object... values) {
    return paint.text(words.say(key, values));
  }

  Words words() {
    return words;
  }

  List<String> heading(String key, Object... values) {
    return layout.heading(say(key, values));
  }

  List<String> remark(String text) {
    return layout.remark("", paint.text(text));
  }

  int size() {
    return places.size();
  }

  Layout.Who who(String agent) {
    return new Layout.Who(place(agent), shown(agent));
  }

  int place(String agent) {
    return places.getOrDefault(agent, 0);
  }

  String shown(String agent) {
    return paint.text(Text.oneLine(agent));
  }

  /** The agent's sign and name, kept together by a space that no line is broken at. */
  String badge(String agent) {
    return paint.shape(place(agent)) + "\u00a0" + shown(agent);
  }

  /** Colours the badges in a line that was set without colours. */
  String inColour(String line) {
    String coloured = line;
    for (String agent : places.keySet()) {
      String plain = badge(agent);
      coloured = coloured.replace(plain, paint.agent(place(agent), plain.replace('\u00a0', ' ')));
    }
    return coloured.replace('\u00a0', ' ');
  }

  /** A remark that wants attention. */
  List<String> sign(String unicode, String ascii, String text) {
    return layout.remark(paint.sign(unicode, ascii), paint.text(text)).stream()
        .map(paint::note)
        .toList();
  }

  List<String> good(String text) {
    return layout.remark(paint.sign("✓", "+"), paint.text(text)).stream().map(paint::good).toList();
  }

  List<String> bad(String text) {
    return layout.remark(paint.sign("✗", "x"), paint.text(text)).stream().map(paint::bad).toList();
  }

  static String capital(String text) {
    return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
