package heist.cli;

import heist.detect.Transcript;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Games one after the other, as if they were one. Not thread-safe. */
final class Stitched {
  private final List<String> agents;
  private final List<Transcript.Message> messages = new ArrayList<>();
  private final List<Transcript.ToolCall> calls = new ArrayList<>();
  private long seq;
  private int turn;
  private int round;

  Stitched(List<String> agents) {
    this.agents = agents;
  }

  Set<String> agents() {
    return Set.copyOf(agents);
  }

  int messages() {
    return messages.size();
  }

  void add(Transcript t) {
    long seqs = seq;
    int turns = turn;
    int rounds = round;
    for (Transcript.ToolCall c : t.toolCalls()) {
      calls.add(
          new Transcript.ToolCall(
              seqs + c.seq(),
              turns + c.turn(),
              c.agent(),
              c.tool(),
              c.arguments(),
              c.success(),
              c.result()));
      seq = Math.max(seq, seqs + c.seq());
    }
    for (Transcript.Message m : t.messages()) {
      messages.add(
          new Transcript.Message(
              seqs + m.seq(), turns + m.turn(), rounds + m.round(), m.agent(), m.text()));
      seq = Math.max(seq, seqs + m.seq());
      turn = Math.max(turn, turns + m.turn());
      round = Math.max(round, rounds + m.round());
    }
  }

  /** Up to its n-th message. */
  Transcript first(int n) {
    List<Transcript.Message> kept = messages.subList(0, n);
    long last = kept.getLast().seq();
    return new Transcript(agents, kept, calls.stream().filter(c -> c.seq() < last).toList());
  }
}
