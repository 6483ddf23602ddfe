package heist.session;

import heist.event.Envelope;
import heist.event.SessionEvent.ApprovalGiven;
import heist.event.SessionEvent.InformationShared;
import heist.event.SessionEvent.MessageSpoken;
import heist.event.SessionEvent.NoteWritten;
import heist.event.SessionEvent.PlanSubmitted;
import heist.event.SessionEvent.ToolRequested;
import heist.event.SessionEvent.ToolReturned;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What was said and done. */
record Transcript(
    List<Said> messages,
    List<ToolUse> toolUses,
    List<NoteWritten> notes,
    @Nullable PlanSubmitted plan,
    long planSeq,
    @Nullable ToolRequested asked,
    long askedSeq,
    List<InformationShared> shared) {

  static final Transcript EMPTY =
      new Transcript(List.of(), List.of(), List.of(), null, 0, null, 0, List.of());

  /**
   * A message.
   *
   * @param number how many messages there were with this one: what prompts call it. Unlike {@code
   *     seq} it does not move when somebody steers the session, so a pause changes no prompt
   * @param seq its event number
   */
  record Said(int number, long seq, int turn, int round, String agent, String text) {}

  /** A tool call that was answered. */
  record ToolUse(
      int turn,
      String agent,
      String call,
      String tool,
      JsonNode arguments,
      boolean success,
      String result) {}

  Transcript apply(Envelope envelope) {
    return switch (envelope.event()) {
      case MessageSpoken e ->
          new Transcript(
              plus(
                  messages,
                  new Said(
                      messages.size() + 1,
                      envelope.seq(),
                      e.turn(),
                      e.round(),
                      e.agent(),
                      e.text())),
              toolUses,
              notes,
              plan,
              planSeq,
              asked,
              askedSeq,
              shared);
      case NoteWritten e ->
          new Transcript(
              messages, toolUses, plus(notes, e), plan, planSeq, asked, askedSeq, shared);
      case PlanSubmitted e ->
          new Transcript(messages, toolUses, notes, e, envelope.seq(), asked, askedSeq, shared);
      case ToolRequested e ->
          new Transcript(messages, toolUses, notes, plan, planSeq, e, envelope.seq(), shared);
      case InformationShared e ->
          new Transcript(
              messages, toolUses, notes, plan, planSeq, asked, askedSeq, plus(shared, e));
      case ApprovalGiven e ->
          asked != null && asked.call().equals(e.call()) && e.arguments() != null
              ? new Transcript(
                  messages,
                  toolUses,
                  notes,
                  plan,
                  planSeq,
                  new ToolRequested(
                      asked.turn(), asked.agent(), asked.call(), asked.tool(), e.arguments()),
                  askedSeq,
                  shared)
              : this;
      case ToolReturned e -> {
        JsonNode arguments =
            asked != null && asked.call().equals(e.call())
                ? asked.arguments()
                : tools.jackson.databind.node.JsonNodeFactory.instance.objectNode();
        ToolUse use =
            new ToolUse(
                e.turn(), e.agent(), e.call(), e.tool(), arguments, e.success(), e.result());
        yield new Transcript(messages, plus(toolUses, use), notes, plan, planSeq, null, 0, shared);
      }
      default -> this;
    };
  }

  static <T> List<T> plus(List<T> list, T item) {
    List<T> more = new ArrayList<>(list.size() + 1);
    more.addAll(list);
    more.add(item);
    return java.util.Collections.unmodifiableList(more);
  }
}
