package heist.config;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/**
 * Builds nodes from parse events with a stack of its own, so that depth, size and what aliases
 * multiply are checked while reading and no hostile file costs more than it is long.
 */
final class YamlTree {
  static final int MAX_DEPTH = 40;
  static final int MAX_NODES = 50_000;
  private static final Set<String> KNOWN_TAGS =
      Set.of("!", "tag:yaml.org,2002:str", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq");

  /** A collection under construction. {@code weight} counts its nodes with aliases multiplied. */
  private static final class Frame {
    final int line;
    final @Nullable Anchor anchor;
    final @Nullable List<YamlNode> items;
    final Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
    @Nullable String key;
    int keyLine;
    int weight = 1;

    Frame(int line, @Nullable Anchor anchor, boolean sequence) {
      this.line = line;
      this.anchor = anchor;
      this.items = sequence ? new ArrayList<>() : null;
    }
  }

  private record Anchored(YamlNode node, int weight) {}

  /** Ends the reading of a file; what was wrong is already among the problems. */
  private static final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Stop() {
      super(null, null, false, false);
    }
  }

  private final String file;
  private final Environment environment;
  private final Problems problems;
  private final Deque<Frame> open = new ArrayDeque<>();
  private final Map<Anchor, Anchored> anchors = new HashMap<>();
  private @Nullable YamlNode root;
  private int documents;
  private int nodes;

  private YamlTree(String file, Environment environment, Problems problems) {
    this.file = file;
    this.environment = environment;
    this.problems = problems;
  }

  /** The tree of a text; empty if there is none, or if it cannot be read (then with a problem). */
  static Optional<YamlNode> of(String file, String text, Environment env, Problems problems) {
    YamlTree tree = new YamlTree(file, env, problems);
    LoadSettings settings = LoadSettings.builder().setLabel(file).setUseMarks(true).build();
    try {
      for (Event event : new Parse(settings).parseString(text)) {
        tree.take(event);
      }
      return Optional.ofNullable(tree.root);
    } catch (Stop stop) {
      return Optional.empty();
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().or(e::getContextMark).map(m -> m.getLine() + 1).orElse(0);
      problems.add(file, line, "not valid YAML: " + told(e));
      return Optional.empty();
    } catch (RuntimeException e) {
      // The reader has refused a character, or the library stumbled: either way the file is at
      // fault, and a person needs the file's name rather than our stack.
      problems.add(file, 0, "not valid YAML: " + firstLine(String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }

  private static String told(MarkedYamlEngineException e) {
    String problem = e.getProblem() == null ? "" : firstLine(e.getProblem());
    String context = e.getContext() == null ? "" : firstLine(e.getContext());
    String hint =
        problem.contains("'\\t'") || problem.contains("\\t(TAB)")
            ? "; indent with spaces, not with tabs"
            : "";
    return (context.isEmpty() ? problem : context + ", " + problem) + hint;
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("").strip();
  }

  private void take(Event event) {
    int line = event.getStartMark().map(Mark::getLine).orElse(-1) + 1;
    switch (event.getEventId()) {
      case DocumentStart -> {
        if (++documents > 1) {
          throw stop(line, "a second document begins here ('---'); one file holds one document");
        }
      }
      case Scalar -> scalar((ScalarEvent) event, line);
      case SequenceStart -> {
        tag(((SequenceStartEvent) event).getTag(), line);
        begin((NodeEvent) event, line, true);
      }
      case MappingStart -> {
        tag(((MappingStartEvent) event).getTag(), line);
        begin((NodeEvent) event, line, false);
      }
      case SequenceEnd, MappingEnd -> end();
      case Alias -> alias((AliasEvent) event, line);
      case StreamStart, StreamEnd, DocumentEnd, Comment -> {}
    }
  }

  private void scalar(ScalarEvent event, int line) {
    tag(event.getTag(), line);
    Frame top = open.peek();
    if (top != null && top.items == null && top.key == null) {
      key(top, event.getValue(), line);
      count(1, line);
      return;
    }
    String text = environment.expand(event.getValue(), file, line, problems);
    YamlNode node = new YamlNode.Scalar(line, text, event.isPlain());
    count(1, line);
    event.getAnchor().ifPresent(a -> anchors.put(a, new Anchored(node, 1)));
    put(node, 1);
  }

  private void key(Frame frame, String key, int line) {
    YamlNode.Entry before = frame.entries.get(key);
    if (before != null) {
      problems.add(
          file,
          line,
          "the key '" + key + "' stands here twice (first in line " + before.line() + ")");
    }
    frame.key = key;
    frame.keyLine = line;
  }

  private void begin(NodeEvent event, int line, boolean sequence) {
    Frame top = open.peek();
    if (top != null && top.items == null && top.key == null) {
      throw stop(line, "a key must be a word, not a list or a block");
    }
    if (open.size() >= MAX_DEPTH) {
      throw stop(line, "nested deeper than " + MAX_DEPTH + " levels");
    }
    count(1, line);
    open.push(new Frame(line, event.getAnchor().orElse(null), sequence));
  }

  private void end() {
    Frame frame = open.pop();
    YamlNode node =
        frame.items != null
            ? new YamlNode.Sequence(frame.line, frame.items)
            : new YamlNode.Mapping(frame.line, frame.entries);
    if (frame.anchor != null) {
      anchors.put(frame.anchor, new Anchored(node, frame.weight));
    }
    put(node, frame.weight);
  }

  private void alias(AliasEvent event, int line) {
    Anchored anchored = anchors.get(event.getAlias());
    if (anchored == null) {
      throw stop(line, "*" + event.getAlias() + " refers to an anchor that is not complete above");
    }
    Frame top = open.peek();
    if (top != null && top.items == null && top.key == null) {
      throw stop(line, "a key cannot be an alias");
    }
    count(anchored.weight(), line);
    put(anchored.node(), anchored.weight());
  }

  private void put(YamlNode node, int weight) {
    Frame top = open.peek();
    if (top == null) {
      root = node;
      return;
    }
    top.weight += weight;
    if (top.items != null) {
      top.items.add(node);
    } else if (top.key != null) {
      top.entries.putIfAbsent(top.key, new YamlNode.Entry(top.keyLine, node));
      top.key = null;
    }
  }

  private void count(int weight, int line) {
    nodes += weight;
    if (nodes > MAX_NODES) {
      throw stop(line, "more than " + MAX_NODES + " values, counting what aliases repeat");
    }
  }

  private void tag(Optional<String> tag, int line) {
    if (tag.isPresent() && !KNOWN_TAGS.contains(tag.get())) {
      throw stop(line, "the tag " + tag.get() + " is not supported");
    }
  }

  private Stop stop(int line, String message) {
    problems.add(file, line, message);
    return new Stop();
  }
}
