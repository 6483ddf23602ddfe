package heist.service.model.prompt;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that a prompt says, taken apart. Nothing here comes from anywhere else.
 *
 * @param me the agent that is to speak
 * @param parts what computed fields are made of, looked up like fields
 * @param maxWords the longest message allowed, in words
 * @param textCalls whether tools are called in the text form {@code [TOOL:name:argument]}
 * @param textTools names of the tools told in the text form
 * @param earlier what this agent's tools said in earlier turns
 * @param current what they said in this turn
 * @param tools names of the tools offered now
 */
public record View(
    String me,
    Language language,
    String persona,
    List<Order> orders,
    String title,
    String briefing,
    List<Member> crew,
    Brief brief,
    List<Field> fields,
    List<Field> parts,
    List<Source> sources,
    Rates rates,
    int maxWords,
    boolean textCalls,
    List<String> textTools,
    String memory,
    List<ToolOutput> earlier,
    List<ToolOutput> current,
    List<Said> conversation,
    Now now,
    List<String> tools) {

  /** An order of the operator. */
  public record Order(boolean standing, String text) {}

  /** A member of the crew. */
  public record Member(String name, String role) {}

  /**
   * The private brief.
   *
   * @param method id of the mole's method, or {@code open_cards}
   */
  public record Brief(boolean mole, String method, String text) {}

  /** Where facts may be found. {@code columns} only for tables. */
  public record Source(String name, Kind kind, boolean mine, String title, List<String> columns) {
    /** How a source is read. */
    public enum Kind {
      /** With the file reader. */
      DOCUMENT,
      /** With SQL. */
      TABLE,
      /** With simulation data. */
      SURVEY
    }
  }

  /**
   * How often an honest agent errs, 0..1 each.
   *
   * @param difficulty how hard the mole is to find: how openly it works
   */
  public record Rates(
      double mishear,
      double stale,
      double relay,
      double lostCalls,
      double slip,
      Difficulty difficulty) {}

  /** How hard the mole is to find. */
  public enum Difficulty {
    /** It hardly hides. */
    EASY,
    /** As people do. */
    NORMAL,
    /** It gives in early and changes little. */
    HARD
  }

  /**
   * A tool's answer.
   *
   * @param turn the turn it came in, 0 for this one
   * @param arguments the arguments as written in the prompt (JSON, or the argument of the text
   *     form)
   * @param marked whether the prompt marks it as failed
   */
  public record ToolOutput(int turn, String tool, String arguments, String text, boolean marked) {
    /** Whether the answer reads like a failure. */
    public boolean failed() {
      var t = text.strip().toLowerCase(java.util.Locale.ROOT);
      return marked
          || t.startsWith("error")
          || t.startsWith("failed")
          || t.startsWith("fehler")
          || t.startsWith("no document")
          || t.startsWith("no such ")
          || t.startsWith("{\"success\":false")
          || t.startsWith("tool failed")
          || t.isEmpty();
    }
  }

  /** A message of the conversation; {@code seq} is its event number. */
  public record Said(int seq, int round, String speaker, String text, boolean withdrawn) {
    /** A message that stands. */
    public static Said of(int seq, int round, String speaker, String text) {
      return new Said(seq, round, speaker, text, false);
    }
  }

  /**
   * Where the session stands.
   *
   * @param order who speaks in which order in this round, if told
   * @param plan the plan as handed in, without what was withdrawn; empty if none
   * @param gone who has left the crew, or empty
   * @param open names of the sources that whoever has left alone could read
   * @param handover whether I am to read those and tell the crew
   * @param revision why the plan must be revised, or null
   */
  public record Now(
      int round,
      int rounds,
      int turn,
      int turns,
      List<String> order,
      boolean last,
      String gone,
      List<String> open,
      boolean handover,
      @Nullable String revision,
      boolean vote,
      java.util.Map<String, String> plan,
      String text) {
    /** Whether the turn is there to mend the plan after somebody has left. */
    public boolean mends() {
      return handover || revision != null;
    }
  }

  /** This agent's role, or its name if none is told. */
  public String role() {
    return member(me).map(Member::role).orElse(me);
  }

  /** Everybody that can be spoken of: the crew, and whoever has left it. */
  public List<String> people() {
    var out = new java.util.ArrayList<>(crew.stream().map(Member::name).toList());
    if (!now.gone().isEmpty()) {
      out.add(now.gone());
    }
    return out;
  }

  /** The member of this name. */
  public Optional<Member> member(String name) {
    return crew.stream().filter(m -> m.name().equalsIgnoreCase(name)).findFirst();
  }

  /** Names of the others. */
  public List<String> others() {
    return crew.stream().map(Member::name).filter(n -> !n.equals(me)).toList();
  }

  /** What I said so far, oldest first. */
  public List<Said> mine() {
    return conversation.stream().filter(s -> s.speaker().equals(me)).toList();
  }

  /** What others said since I last spoke, oldest first. */
  public List<Said> sinceMine() {
    int last = -1;
    for (int i = 0; i < conversation.size(); i++) {
      if (conversation.get(i).speaker().equals(me)) {
        last = i;
      }
    }
    return conversation.subList(last + 1, conversation.size()).stream()
        .filter(s -> !s.speaker().equals(me))
        .toList();
  }

  /** Everything my tools said, oldest first. */
  public List<ToolOutput> outputs() {
    return java.util.stream.Stream.concat(earlier.stream(), current.stream()).toList();
  }

  /** Whether this tool can be called now. */
  public boolean has(String tool) {
    return tools.contains(tool) || (textCalls && textTools.contains(tool));
  }

  /** What can be looked up: fields that are not computed, and the parts of those that are. */
  public List<Field> facts() {
    return java.util.stream.Stream.concat(
            fields.stream().filter(f -> !f.computed()), parts.stream())
        .toList();
  }

  /** All that people may name: fields and parts. */
  public List<Field> named() {
    return java.util.stream.Stream.concat(fields.stream(), parts.stream()).toList();
  }

  /** The field or part of this name. */
  public Optional<Field> field(String name) {
    return named().stream().filter(f -> f.name().equals(name)).findFirst();
  }
}
