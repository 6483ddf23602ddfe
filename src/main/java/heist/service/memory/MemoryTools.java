package heist.service.memory;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import heist.HeistException;
import heist.HeistException.Kind;
import heist.model.Extract;
import heist.model.Folding;
import heist.tool.Tool;
import heist.tool.ToolCall;
import heist.tool.ToolResult;
import heist.tool.ToolSpec;
import heist.web.Json;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tools of memory. Each call first catches up with the session, so that what was said before it
 * can be found; without the game service an agent still has its own notes. Thread-safe.
 */
final class MemoryTools {
  private static final int LONGEST_NOTE = 4_000;

  private static final ToolSpec STORE =
      ToolSpec.of(
              "store_memory",
              "Keeps a note for you alone, for the rest of this job.",
              "memory:write",
              """
              {"properties": {"text": {"type": "string", "description": "The note, in full sentences"}},
               "required": ["text"]}
              """)
          .changing();
  private static final ToolSpec RETRIEVE =
      ToolSpec.of(
          "retrieve_memory",
          """
          Finds what was said in the crew, and your own notes, by words: names, places, times, codes. \
          Endings and umlauts do not matter.\
          """,
          "memory:read",
          """
          {"properties": {
            "query": {"type": "string", "description": "Words to look for"},
            "limit": {"type": "integer", "minimum": 1, "maximum": 20, "description": "Default 5"}},
           "required": ["query"]}
          """);
  private static final ToolSpec COMPRESSED =
      ToolSpec.of(
          "get_compressed_memory",
          "Tells the whole conversation so far in extracts: figures, names, decisions; and your notes.",
          "memory:read",
          """
          {"properties": {"budget": {"type": "integer", "minimum": 50, "maximum": 4000,
            "description": "Most tokens of the answer, default 400"}},
           "required": []}
          """);
  private static final ToolSpec RECENT =
      ToolSpec.of(
          "get_recent_turns",
          "The latest messages of the crew, word for word.",
          "memory:read",
          """
          {"properties": {"count": {"type": "integer", "minimum": 1, "maximum": 50,
            "description": "Default 6"}},
           "required": []}
          """);

  private final MemoryStore store;
  private final SessionFeed feed;
  private final Encoding encoding =
      Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.CL100K_BASE);

  /** How far a call may look, and what to tell if it cannot look all the way. */
  private record Reach(long upto, @Nullable String caveat) {
    ToolResult answer(String text, ObjectNode data) {
      return ToolResult.of(caveat == null ? text : text + "\n(" + caveat + ")", data);
    }
  }

  MemoryTools(MemoryStore store, SessionFeed feed) {
    this.store = store;
    this.feed = feed;
  }

  List<Tool> tools() {
    return List.of(
        Tool.of(STORE, this::keep),
        Tool.of(RETRIEVE, this::retrieve),
        Tool.of(COMPRESSED, this::compressed),
        Tool.of(RECENT, this::recent));
  }

  private ToolResult keep(ToolCall call) {
    String text = call.text("text").strip();
    if (text.isEmpty() || text.length() > LONGEST_NOTE) {
      return ToolResult.failed(
          "a note has 1 to " + LONGEST_NOTE + " characters; this one has " + text.length());
    }
    Reach reach = reach(call);
    long n =
        store.keep(
            call.session(), call.caller().subject(), author(call), reach.upto, text, call.callId());
    return ToolResult.of(
        "Kept as your note " + n + ".", Json.mapper().createObjectNode().put("note", n));
  }

  private ToolResult retrieve(ToolCall call) {
    Reach reach = reach(call);
    String owner = call.caller().subject();
    Set<String> words = new LinkedHashSet<>(Folding.words(call.text("query")));
    List<Memory> found =
        Recall.best(
            store.candidates(call.session(), owner, words, reach.upto),
            words,
            store.size(call.session(), owner, reach.upto),
            call.number("limit", 5));
    String text =
        found.isEmpty()
            ? "Nothing remembered about that. Try other words: a name, a place, a time"
            : lines(found);
    return reach.answer(text, data(found));
  }

  private ToolResult recent(ToolCall call) {
    Reach reach = reach(call);
    List<Memory> found = store.recent(call.session(), reach.upto, call.number("count", 6));
    return reach.answer(found.isEmpty() ? "Nothing has been said yet" : lines(found), data(found));
  }

  private ToolResult compressed(ToolCall call) {
    Reach reach = reach(call);
    List<Memory> all = store.all(call.session(), author(call), reach.upto);
    String digest = digest(all, call.number("budget", 400));
    ObjectNode data = Json.mapper().createObjectNode().put("upto", reach.upto);
    return reach.answer(
        digest.isEmpty() ? "Nothing to tell yet" : digest,
        data.put("tokens", encoding.countTokensOrdinary(digest)));
  }

  /**
   * What was said up to an event, in extracts, and {@code agent}'s notes.
   *
   * @throws HeistException CONFLICT if there is no such event yet; UNAVAILABLE if the session's
   *     feed cannot be read
   */
  String digest(String session, @Nullable String agent, long upto, int budget) {
    feed.catchUp(session, upto);
    return digest(store.all(session, agent, upto), budget);
  }

  private String digest(List<Memory> memories, int budget) {
    Set<String> names =
        memories.stream()
            .flatMap(m -> Folding.words(m.author()).stream())
            .collect(Collectors.toSet());
    return Extract.of(
        memories.stream().map(Memory::toldLine).toList(),
        names,
        budget,
        encoding::countTokensOrdinary);
  }

  /** How many tokens {@code text} has, as the digest counts them. */
  int tokens(String text) {
    return encoding.countTokensOrdinary(text);
  }

  private Reach reach(ToolCall call) {
    String session = call.session();
    try {
      return new Reach(feed.catchUp(session), null);
    } catch (HeistException e) {
      if (e.kind() != Kind.UNAVAILABLE && e.kind() != Kind.NOT_FOUND) {
        throw e;
      }
      return new Reach(
          store.progress(session), "the latest of the conversation cannot be read at the moment");
    }
  }

  private static String author(ToolCall call) {
    String agent = call.caller().agent();
    return agent == null ? call.caller().clientId() : agent;
  }

  private static String lines(List<Memory> memories) {
    return memories.stream().map(Memory::line).collect(Collectors.joining("\n"));
  }

  private static ObjectNode data(List<Memory> memories) {
    ObjectNode data = Json.mapper().createObjectNode();
    ArrayNode list = data.putArray("memories");
    for (Memory memory : memories) {
      list.addObject()
          .put("source", memory.own() ? "note" : "conversation")
          .put("number", memory.n())
          .put("event", memory.seq())
          .put("kind", memory.kind())
          .put("author", memory.author())
          .put("text", memory.text());
    }
    return data.put("count", memories.size());
  }
}
