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

  /** Appends a message to a session's feed; answers its number. */
  public long say(String session, String agent, String text) {
    List<ObjectNode> feed = feeds.computeIfAbsent(session, _ -> new ArrayList<>());
    synchronized (feed) {
      long seq = feed.size() + 1;
      feed.add(
          Json.mapper()
              .createObjectNode()
              .put("v", 1)
              .put("type", "message_spoken")
              .put("seq", seq)
              .put("turn", seq)
              .put("round", 1)
              .put("agent", agent)
              .put("text", text));
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
