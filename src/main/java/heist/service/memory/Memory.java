package heist.service.memory;

import heist.model.Extract;

/**
 * One thing remembered.
 *
 * @param id its row
 * @param whose to whom it may be told
 * @param n number among its like: of the conversation the event's number
 * @param seq the session's last event when it was stored; of the conversation the event's number
 * @param kind {@code message}, {@code plan}, {@code news}, {@code note} or {@code forgotten}
 * @param author who said or stored it
 * @param round the round it was said in, 0 if none
 * @param words author and text as {@link heist.model.Folding} leaves them
 * @param withdrawn whether it rested on the word of somebody who was accused
 */
record Memory(
    long id,
    Whose whose,
    long n,
    long seq,
    String kind,
    String author,
    int round,
    String text,
    String words,
    boolean withdrawn) {

  /** The kind that says that its author left the crew after the accusation. */
  static final String LEFT = "news";

  /** The kind of a note that was forgotten: only its number is left. */
  static final String FORGOTTEN = "forgotten";

  /** To whom a memory may be told. */
  enum Whose {
    /** Said to everybody. */
    CREW,
    /** Kept by an agent and shared with the crew on purpose. */
    SHARED,
    /** Kept by an agent for itself. */
    OWN
  }

  /** Something that is not stored yet. */
  static Memory of(
      Whose whose, long n, long seq, String kind, String author, int round, String text) {
    return new Memory(0, whose, n, seq, kind, author, round, text, "", false);
  }

  /** Whether it is one agent's alone. */
  boolean own() {
    return whose == Whose.OWN;
  }

  /** On one line, with its source, for a model to read as quoted data. */
  String line() {
    return source() + ": " + plain();
  }

  /** The same to take sentences from; notes and plans go before talk. */
  Extract.Line toldLine() {
    return new Extract.Line("", source(), text, own() || kind.equals("plan"));
  }

  /** The text on one line, so that it cannot pretend to be another memory. */
  String plain() {
    return text.strip().replaceAll("\\s*[\\r\\n\\u000B\\f\\u0085\\u2028\\u2029]+\\s*", " ");
  }

  /** Where it comes from: {@code #12 planner} or {@code your note 3 (after #12)}. */
  String source() {
    String mark = withdrawn ? " (withdrawn)" : "";
    String after = seq > 0 ? " (after #" + seq + ")" : "";
    return switch (whose) {
      case OWN -> "your note " + n + after;
      case SHARED -> "shared note " + n + " of " + author + mark + after;
      case CREW ->
          "#" + n + " " + author + mark + (kind.equals("message") ? "" : " (" + kind + ")");
    };
  }
}
