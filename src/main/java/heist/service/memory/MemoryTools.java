package heist.service.memory;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.service.memory.Reader.Filter;
import heist.tool.Tool;
import heist.tool.ToolCall;
import heist.tool.ToolResult;
import heist.tool.ToolSpec;
import heist.web.Json;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tools of memory. Each call first catches up with the session, so that what was said before it
 * can be found; without the game service an agent still has its own notes. What is remembered is
 * quoted, so that a memory which reads like an instruction is none. Thread-safe.
 */
final class MemoryTools {
  static final int LONGEST_NOTE = 4_000;
  private static final int LONGEST_QUERY = 2_000;

  private static final ToolSpec STORE =
      ToolSpec.of(
              "store_memory",
              """
              Keeps a note for you alone, for the rest of this job; with "share": true the whole crew can find it.\
              """,
              "memory:write",
              """
              {"properties": {
                "text": {"type": "string", "description": "The note, in full sentences"},
                "share": {"type": "boolean", "description": "Whether everybody in the crew may find it; default false"}},
               "required": ["text"]}
              """)
          .changing();
  private static final ToolSpec RETRIEVE =
      ToolSpec.of(
          "retrieve_memory",
          """
          Finds what was said in the crew, what was shared, and your own notes, by words: names, places, times, codes. \
          Endings and umlauts do not matter.\
          """,
          "memory:read",
          """
          {"properties": {
            "query": {"type": "string", "description": "Words to look for"},
            "limit": {"type": "integer", "minimum": 1, "maximum": 20, "description": "Default 5"},
            "agent": {"type": "string", "description": "Only what this member of the crew said"},
            "after": {"type": "integer", "minimum": 0, "description": "Only what is newer than this event number"},
            "before": {"type": "integer", "minimum": 0, "description": "Only what is older than this event number"}},
           "required": ["query"]}
          """);
  private static final ToolSpec COMPRESSED =
      ToolSpec.of(
          "get_compressed_memory",
          """
          Tells the whole conversation so far within a budget: summaries of what is long past, extracts of the rest, \
          and your notes.\
          """,
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
  private static final ToolSpec FORGET =
      ToolSpec.of(
              "forget",
              "Forgets one of your own notes for good.",
              "memory:write",
              """
              {"properties": {
                "note": {"type": "integer", "minimum": 1, "description": "The note's number"},
                "shared": {"type": "boolean", "description": "Whether it is one that you shared; default false"}},
               "required": ["note"]}
              """)
          .changing();

  private final MemoryStore store;
  private final Notebook notebook;
  private final SessionFeed feed;
  private final Recall recall;
  private final Digests digests;
  private final @Nullable Meaning meaning;

  /** How far a call may look, and what to tell if it cannot look all the way. */
  private record Reach(Reader reader, @Nullable String caveat) {
    ToolResult answer(String text, ObjectNode data) {
      return ToolResult.of(caveat == null ? text : text + "\n(" + caveat + ")", data);
    }
  }

  /**
   * The tools.
   *
   * @param meaning null: memory is searched by words alone
   */
  MemoryTools(
      MemoryStore store,
      SessionFeed feed,
      Recall recall,
      Digests digests,
      @Nullable Meaning meaning) {
    this.store = store;
    this.notebook = new Notebook(store);
    this.feed = feed;
    this.recall = recall;
    this.digests = digests;
    this.meaning = meaning;
  }

  List<Tool> tools() {
    return List.of(
        Tool.of(STORE, this::keep),
        Tool.of(RETRIEVE, this::retrieve),
        Tool.of(COMPRESSED, this::compressed),
        Tool.of(RECENT, this::recent),
        Tool.of(FORGET, this::forget));
  }

  private ToolResult keep(ToolCall call) {
    String text = call.text("text").strip();
    if (text.isEmpty() || text.length() > LONGEST_NOTE) {
      return ToolResult.failed(
          "a note has 1 to " + LONGEST_NOTE + " characters; this one has " + text.length());
    }
    boolean share = call.arguments().path("share").asBoolean(false);
    Reach reach = reach(call);
    String session = call.session();
    String sub = call.caller().subject();
    long upto = reach.reader().upto();
    long n =
        share
            ? notebook.share(session, sub, author(call), upto, text, call.callId())
            : notebook.keep(session, sub, author(call), upto, text, call.callId());
    return ToolResult.of(
        share
            ? "Kept as note " + n + " of the shared ones; the whole crew can find it."
            : "Kept as your note " + n + ".",
        Json.mapper().createObjectNode().put("note", n).put("shared", share));
  }

  private ToolResult forget(ToolCall call) {
    int n = call.number("note", 0);
    boolean shared = call.arguments().path("shared").asBoolean(false);
    String sub = call.caller().subject();
    boolean gone =
        shared
            ? notebook.forgetShared(call.session(), sub, author(call), n)
            : notebook.forget(call.session(), sub, n);
    return gone
        ? ToolResult.of(
            "Forgotten.", Json.mapper().createObjectNode().put("note", n).put("shared", shared))
        : ToolResult.failed(
            shared
                ? "you have shared no note " + n + "; only who shared a note can forget it"
                : "you have no note " + n);
  }

  private ToolResult retrieve(ToolCall call) {
    String query = call.text("query");
    if (query.length() > LONGEST_QUERY) {
      return ToolResult.failed(
          "a query has at most " + LONGEST_QUERY + " characters; this one has " + query.length());
    }
    Reach reach = reach(call);
    String agent = call.text("agent").strip();
    Filter filter =
        new Filter(
            agent.isEmpty() ? null : agent,
            call.number("after", -1),
            call.number("before", Integer.MAX_VALUE),
            false);
    int limit = call.number("limit", 5);
    List<Memory> found = recall.best(reach.reader(), query, filter, limit);
    if (meaning != null) {
      found = Meaning.merged(found, meaning.nearest(reach.reader(), query, filter, limit), limit);
    }
    String text =
        found.isEmpty()
            ? "Nothing remembered about that. Try other words: a name, a place, a time"
            : quoted(lines(found));
    return reach.answer(text, data(found));
  }

  private ToolResult recent(ToolCall call) {
    Reach reach = reach(call);
    List<Memory> found =
        store.recent(call.session(), reach.reader().upto(), call.number("count", 6));
    return reach.answer(
        found.isEmpty() ? "Nothing has been said yet" : quoted(lines(found)), data(found));
  }

  private ToolResult compressed(ToolCall call) {
    Reach reach = reach(call);
    String digest =
        digests.of(
            new Digests.Question(
                call.session(),
                reach.reader().owner(),
                reach.reader().upto(),
                Long.MAX_VALUE,
                call.number("budget", 400),
                List.of()));
    ObjectNode data = Json.mapper().createObjectNode().put("upto", reach.reader().upto());
    return reach.answer(
        digest.isEmpty() ? "Nothing to tell yet" : quoted(digest),
        data.put("tokens", Digests.tokens(digest)));
  }

  /**
   * What a question to memory's own API answers.
   *
   * @param agent the member of the session's crew whose own notes may be told; null: nobody's
   * @throws HeistException CONFLICT if there is no such event yet; UNAVAILABLE if the session's
   *     feed cannot be read
   */
  String digest(Digests.Question question, @Nullable String agent) {
    feed.catchUp(question.session(), question.upto());
    return digests.of(
        agent == null ? question : question.of(feed.owner(question.session(), agent)));
  }

  private Reach reach(ToolCall call) {
    String session = call.session();
    String owner = call.caller().subject();
    try {
      return new Reach(new Reader(session, owner, feed.catchUp(session)), null);
    } catch (HeistException e) {
      if (e.kind() != Kind.UNAVAILABLE && e.kind() != Kind.NOT_FOUND) {
        throw e;
      }
      return new Reach(
          new Reader(session, owner, store.progress(session)),
          "the latest of the conversation cannot be read at the moment");
    }
  }

  private static String author(ToolCall call) {
    String agent = call.caller().agent();
    return agent == null ? call.caller().clientId() : agent;
  }

  /** Quoted data cannot close its own quotes. */
  private static String quoted(String text) {
    return "<<<\n" + text.replace("<<<", "‹‹‹").replace(">>>", "›››") + "\n>>>";
  }

  private static String lines(List<Memory> memories) {
    return memories.stream().map(Memory::line).collect(Collectors.joining("\n"));
  }

  private static ObjectNode data(List<Memory> memories) {
    ObjectNode data = Json.mapper().createObjectNode();
    ArrayNode list = data.putArray("memories");
    for (Memory memory : memories) {
      list.addObject()
          .put("source", memory.whose() == Memory.Whose.CREW ? "conversation" : "note")
          .put("shared", memory.whose() == Memory.Whose.SHARED)
          .put("number", memory.n())
          .put("event", memory.seq())
          .put("kind", memory.kind())
          .put("author", memory.author())
          .put("withdrawn", memory.withdrawn())
          .put("text", memory.text());
    }
    return data.put("count", memories.size());
  }
}
