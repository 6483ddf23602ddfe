package heist.tool;

import heist.HeistException;
import heist.client.ServiceContext;
import heist.client.SessionWorld;
import heist.web.Json;
import heist.web.TokenVerifier;
import heist.web.WebServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the tool services ask the game service for: worlds and public feeds. */
public final class TestGame implements AutoCloseable {
  private final Map<String, SessionWorld> worlds = new ConcurrentHashMap<>();
  private final Map<String, List<ObjectNode>> feeds = new ConcurrentHashMap<>();
  private final WebServer server;

  public TestGame(ServiceContext ctx) {
    TokenVerifier verifier = ctx.verifier();
    server =
        WebServer.named("game")
            .bind("127.0.0.1", ctx.port())
            .routes(config -> {
              config.routes.before("/api/*", verifier.before());
              config.routes.get(
                  "/api/v1/sessions/{id}/world",
                  call -> {
                    TokenVerifier.caller(call).require("world:read");
                    SessionWorld world = worlds.get(call.pathParam("id"));
                    if (world == null) {
                      throw new HeistException(
                          HeistException.Kind.NOT_FOUND, "There is no such session");
                    }
                    call.json(world);
                  });
              config.routes.get(
                  "/api/v1/sessions/{id}/events",
                  call -> {
                    TokenVerifier.caller(call).require("feed:public");
                    long after = Long.parseLong(String.valueOf(call.queryParam("after")));
                    call.json(page(call.pathParam("id"), after));
                  });
            })
            .start();
  }

  public void world(SessionWorld world) {
    worlds.put(world.session(), world);
  }

  /** Begins a session's feed with a crew. */
  public void create(String session, String crew) {
    ObjectNode event = Json.mapper().createObjectNode().put("type", "session_created");
    event.putObject("settings").put("crew", crew);
    append(session, event);
  }

  /** Appends a message to a session's feed; answers its number. */
  public long say(String session, String agent, String text) {
    ObjectNode event = Json.mapper().createObjectNode().put("type", "message_spoken");
    return append(session, event.put("round", 1).put("agent", agent).put("text", text));
  }

  /** Appends that an agent left the crew after the accusation. */
  public void expel(String session, String agent) {
    append(
        session,
        Json.mapper().createObjectNode().put("type", "agent_expelled").put("agent", agent));
  }

  private long append(String session, ObjectNode event) {
    List<ObjectNode> feed = feeds.computeIfAbsent(session, _ -> new ArrayList<>());
    synchronized (feed) {
      long seq = feed.size() + 1;
      feed.add(event.put("v", 1).put("seq", seq).put("turn", seq));
      return seq;
    }
  }

  /** Two events at a time, so that a reader has to ask again. */
  private ObjectNode page(String session, long after) {
    ObjectNode answer = Json.mapper().createObjectNode();
    ArrayNode events = answer.putArray("events");
    List<ObjectNode> feed = feeds.getOrDefault(session, List.of());
    synchronized (feed) {
      feed.stream().skip(after).limit(2).forEach(events::add);
      return answer.put("last", feed.size()).put("state", "running");
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
