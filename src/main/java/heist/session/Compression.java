package heist.session;

import heist.event.Envelope;
import heist.event.SessionEvent.SummaryAsked;
import heist.event.SessionEvent.SummaryMade;
import heist.model.Speakers;
import heist.session.Prompt.TokenEstimate;
import heist.session.Transcript.Said;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which messages are told in short, and which are about to be. Summaries form trees: those of level
 * 1 cover messages, those above cover summaries of the level below; what is covered is covered
 * once, oldest first. A fold of the log, so that a crash neither loses a message nor covers one
 * twice.
 *
 * @param roots summaries that no other one covers, in the order of what they cover
 * @param open asked for and not made yet
 * @param through the last message that a summary covers or will cover
 * @param asked summaries asked for so far
 * @param slow a summary once came too late
 */
record Compression(
    List<Node> roots, List<SummaryAsked> open, long through, int asked, boolean slow) {
  /** A summary is used from so many rounds after the one it was asked for in. */
  static final int ROUNDS_LATER = 2;

  /** Why a summary is not the model's: it was not there in time. */
  static final String SLOW = "the model had not answered two rounds later";

  /** Stands for words that no longer count. */
  private static final String WITHDRAWN = "(withdrawn)";

  static final Compression NONE = new Compression(List.of(), List.of(), 0, 0, false);

  /**
   * A summary.
   *
   * @param seq number of its event
   */
  record Node(long seq, int level, long from, long to, String text) {}

  /** Something to tell in short: its number, where it comes from, what it says. */
  record Part(long seq, String source, String text) {}

  Compression apply(Envelope envelope) {
    return switch (envelope.event()) {
      case SummaryAsked e ->
          new Compression(
              roots,
              Transcript.plus(open, e),
              e.level() == 1 ? Math.max(through, e.covers().getLast()) : through,
              Math.max(asked, e.summary()),
              slow);
      case SummaryMade e -> {
        List<Node> kept = new ArrayList<>(roots);
        kept.removeIf(n -> e.level() > 1 && e.covers().contains(n.seq()));
        kept.add(new Node(envelope.seq(), e.level(), e.from(), e.to(), e.text()));
        kept.sort(Comparator.comparingLong(Node::from));
        yield new Compression(
            List.copyOf(kept),
            open.stream().filter(a -> a.summary() != e.summary()).toList(),
            Math.max(through, e.to()),
            Math.max(asked, e.summary()),
            slow || SLOW.equals(e.cause()));
      }
      default -> this;
    };
  }

  /** Summaries made so far. */
  int made() {
    return asked - open.size();
  }

  /** Those of the open ones that must be there when this round begins, in order. */
  List<SummaryAsked> dueIn(int round) {
    return open.stream().filter(a -> a.round() + ROUNDS_LATER <= round).toList();
  }

  /**
   * What to ask for in this round: of each level the older half, once it has as many members as the
   * context says, or for messages once they have a quarter of the prompt's tokens.
   */
  static List<SummaryAsked> wanted(
      SessionState state, SessionConfig.Context context, int round, TokenEstimate tokens) {
    Compression now = state.compression();
    int most = most(state, context);
    List<SummaryAsked> wanted = new ArrayList<>();
    int number = now.asked();
    List<Part> waiting =
        state.transcript().messages().stream()
            .filter(m -> m.seq() > now.through())
            .map(m -> part(state, m))
            .toList();
    int size = waiting.stream().mapToInt(p -> tokens.count(p.text())).sum();
    if (waiting.size() >= context.compress()
        || (size > context.tokens() / 4 && waiting.size() > 1)) {
      wanted.add(new SummaryAsked(++number, round, 1, olderHalf(waiting, most, tokens)));
    }
    for (int level = 1; level <= now.highest(); level++) {
      List<Part> nodes = now.free(state, level);
      if (nodes.size() >= context.compress()) {
        wanted.add(new SummaryAsked(++number, round, level + 1, olderHalf(nodes, most, tokens)));
      }
    }
    return wanted;
  }

  /**
   * Most tokens of what one summary covers, by our own count: half of a prompt, so that the request
   * for it stays within the session's budget by the server's count, too.
   */
  static int most(SessionState state, SessionConfig.Context context) {
    return Math.min(context.tokens() / 2, state.gauge().fitting(context.tokens()) * 2 / 3);
  }

  private static List<Long> olderHalf(List<Part> parts, int most, TokenEstimate tokens) {
    List<Long> covers = new ArrayList<>();
    int left = most;
    for (Part part : parts.subList(0, (parts.size() + 1) / 2)) {
      left -= tokens.count(part.text());
      if (left < 0 && !covers.isEmpty()) {
        break;
      }
      covers.add(part.seq());
    }
    return List.copyOf(covers);
  }

  private int highest() {
    return roots.stream().mapToInt(Node::level).max().orElse(0);
  }

  /** Roots of a level that no open one is going to cover. */
  private List<Part> free(SessionState state, int level) {
    return roots.stream()
        .filter(n -> n.level() == level)
        .filter(n -> open.stream().noneMatch(a -> a.level() > 1 && a.covers().contains(n.seq())))
        .map(n -> part(state, n))
        .toList();
  }

  /** What an asked summary is about, in order. */
  static List<Part> parts(SessionState state, SummaryAsked asked) {
    return asked.level() == 1
        ? state.transcript().messages().stream()
            .filter(m -> asked.covers().contains(m.seq()))
            .map(m -> part(state, m))
            .toList()
        : state.compression().roots().stream()
            .filter(n -> asked.covers().contains(n.seq()))
            .map(n -> part(state, n))
            .toList();
  }

  /** The summary that came of what was asked. */
  static SummaryMade made(
      SessionState state, SummaryAsked asked, String text, Optional<String> cause) {
    List<Node> nodes =
        state.compression().roots().stream()
            .filter(n -> asked.level() > 1 && asked.covers().contains(n.seq()))
            .toList();
    long from = asked.level() == 1 ? asked.covers().getFirst() : nodes.getFirst().from();
    long to = asked.level() == 1 ? asked.covers().getLast() : nodes.getLast().to();
    return new SummaryMade(
        asked.summary(),
        asked.level(),
        from,
        to,
        asked.covers(),
        text,
        cause.isPresent() ? "extract" : "model",
        cause.orElse(null));
  }

  private static Part part(SessionState state, Said message) {
    return new Part(
        message.seq(),
        "#" + message.seq() + " " + message.agent(),
        state.game().withdrawnMessages().contains(message.seq())
            ? WITHDRAWN
            : SystemPrompt.oneLine(message.text()));
  }

  /** A summary without the lines of those whose messages it covers were withdrawn. */
  private static Part part(SessionState state, Node node) {
    String source = "#%d-#%d".formatted(node.from(), node.to());
    Set<Long> withdrawn = state.game().withdrawnMessages();
    Set<String> silenced =
        withdrawn.isEmpty()
            ? Set.of()
            : state.transcript().messages().stream()
                .filter(m -> m.seq() >= node.from() && m.seq() <= node.to())
                .filter(m -> withdrawn.contains(m.seq()))
                .map(Said::agent)
                .collect(Collectors.toSet());
    String text = node.text().strip();
    if (!silenced.isEmpty()) {
      text =
          Speakers.lines(text, silenced).stream()
              .filter(line -> !line.isBy(silenced))
              .map(Speakers.Line::whole)
              .collect(Collectors.joining("\n"));
    }
    return new Part(node.seq(), source, text.isBlank() && !silenced.isEmpty() ? WITHDRAWN : text);
  }
}
