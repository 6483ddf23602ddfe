package heist.service.memory;

import heist.model.Extract;

/**
 * One thing remembered.
 *
 * @param own whether the agent stored it for itself; else it was said to everybody
 * @param n number among its like: of the conversation the event's number
 * @param seq the session's last event when it was stored; of the conversation the event's number
 * @param kind {@code message}, {@code plan}, {@code news} or {@code note}
 * @param author who said or stored it
 * @param round the round it was said in, 0 if none
 */
record Memory(boolean own, long n, long seq, String kind, String author, int round, String text) {

  /** On one line, with its source, for a model to read as quoted data. */
  String line() {
    return source() + ": " + plain();
  }

  /** The same to take sentences from; own notes and plans go before talk. */
  Extract.Line toldLine() {
    return new Extract.Line("", source(), text, own || kind.equals("plan"));
  }

  /** The text on one line. */
  String plain() {
    return text.strip().replaceAll("\\s*\\R\\s*", " ");
  }

  /** Where it comes from: {@code #12 planner} or {@code your note 3 (after #12)}. */
  String source() {
    return own
        ? "your note " + n + (seq > 0 ? " (after #" + seq + ")" : "")
        : "#" + n + " " + author + (kind.equals("message") ? "" : " (" + kind + ")");
  }
}
