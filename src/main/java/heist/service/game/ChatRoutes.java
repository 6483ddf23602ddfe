package heist.service.game;

import com.fasterxml.jackson.annotation.JsonProperty;
import heist.HeistException;
import heist.HeistException.Kind;
import heist.config.Library;
import heist.config.Settings;
import heist.crew.Agent;
import heist.crew.Crew;
import heist.model.ChatTurn;
import heist.model.ModelClient;
import heist.model.ModelException;
import heist.model.ModelRequest;
import heist.model.TokenCounter;
import heist.session.Desk;
import heist.session.Interview;
import heist.session.SessionConfig;
import heist.session.SessionRow;
import heist.session.SessionState;
import heist.session.Sessions;
import heist.web.Json;
import heist.web.TokenVerifier;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Talks with one agent. Outside of any heist it answers as its persona, knows what was said to it
 * in this talk, and has no tools, since those belong to a session's world. Asked within a session
 * it answers from what it knows there and from its own sources, and the session goes on as if
 * nobody had asked.
 */
final class ChatRoutes {
  private static final int LONGEST = 4000;
  private static final int MOST_TOKENS = 800;
  private static final int MOST_EXCHANGES = 5;

  /** First number of a call outside of all turns, for seeds of its own. */
  private static final int CALLS = 1_000;

  private final Sessions sessions;
  private final Chats chats;
  private final Library library;
  private final Settings settings;
  private final Function<Crew.@Nullable Llm, ModelClient> models;
  private final Function<SessionConfig, Desk> desks;
  private final TokenCounter counter;
  private final InstantSource clock;

  record ChatBody(
      @Nullable String agent,
      @Nullable String message,
      @JsonProperty("session_id") @Nullable String session,
      @Nullable String crew) {}

  record Question(@Nullable String message, @JsonProperty("session_id") @Nullable String session) {}

  /**
   * @param models a client for an endpoint as it is given; null stands for the offline model
   * @param desks what a session works with
   */
  ChatRoutes(
      Sessions sessions,
      Chats chats,
      Library library,
      Settings settings,
      Function<Crew.@Nullable Llm, ModelClient> models,
      Function<SessionConfig, Desk> desks,
      TokenCounter counter,
      InstantSource clock) {
    this.sessions = sessions;
    this.chats = chats;
    this.library = library;
    this.settings = settings;
    this.models = models;
    this.desks = desks;
    this.counter = counter;
    this.clock = clock;
  }

  void install(JavalinConfig config) {
    for (String base : List.of("", "/api/v1")) {
      config.routes.post(base + "/chat", this::chat);
      config.routes.get(base + "/history/{session_id}", this::history);
      config.routes.post(base + "/agents/{name}/ask", this::ask);
    }
  }

  private void chat(Context ctx) {
    TokenVerifier.caller(ctx).require("session:write");
    ChatBody body = Json.read(ctx.body(), ChatBody.class);
    String message = message(body.message());
    SessionRequest.checkId(body.session());
    String session = body.session() == null ? SessionRequest.newId() : body.session();
    Crew crew = library.crew(Objects.requireNonNullElse(body.crew(), settings.session().crew()));
    if (!crew.toolServers().isEmpty() && body.crew() != null && Library.isText(body.crew())) {
      TokenVerifier.caller(ctx).require("crew:servers");
    }
    Agent agent = agent(crew, body.agent());
    String response;
    try (ModelClient model = models.apply(SessionRequest.endpoint(crew, settings))) {
      response =
          said(
              model,
              agent,
              ChatPrompt.of(crew, agent, chats.history(session), message, counter),
              null);
    }
    chats.add(session, agent.name(), message, response, clock.instant());
    answer(ctx, session, agent.name(), response);
  }

  private static String message(@Nullable String given) {
    String message = given == null ? "" : given.strip();
    if (message.isEmpty() || message.length() > LONGEST) {
      throw new HeistException(
          Kind.BAD_INPUT, "The field message needs 1 to " + LONGEST + " characters.");
    }
    return message;
  }

  private static void answer(Context ctx, String session, String agent, String response) {
    ctx.json(
        Json.mapper()
            .createObjectNode()
            .put("response", response)
            .put("agent", agent)
            .put("session_id", session));
  }

  private void ask(Context ctx) {
    TokenVerifier.caller(ctx).require("session:write");
    Question body = Json.read(ctx.body(), Question.class);
    String question = message(body.message());
    if (body.session() == null) {
      throw new HeistException(Kind.BAD_INPUT, "The field session_id is missing.");
    }
    SessionRow row = sessions.row(body.session());
    SessionState state = sessions.state(row.id());
    if (!Interview.possible(state)) {
      throw new HeistException(
          Kind.CONFLICT,
          "This session is a recording of what outsiders saw; its agents cannot be asked.");
    }
    String name = ctx.pathParam("name");
    List<Interview.Exchange> before = exchanges(row.id(), name);
    Desk desk = desks.apply(row.config());
    String response;
    try {
      List<ChatTurn> prompt =
          Interview.prompt(
              state, row.config(), name, before, question, desk::tokens, desk::remember);
      Agent agent = row.config().crew().agent(name).orElseThrow();
      long seed = Interview.seed(state, CALLS + before.size());
      response = said(desk.model(agent), agent, prompt, seed);
    } finally {
      desk.close();
    }
    chats.add(row.id(), name, question, response, clock.instant());
    answer(ctx, row.id(), name, response);
  }

  private List<Interview.Exchange> exchanges(String session, String agent) {
    List<Chats.Line> lines =
        chats.history(session).stream().filter(l -> l.agent().equals(agent)).toList();
    List<Interview.Exchange> exchanges = new ArrayList<>();
    for (int i = Math.max(0, lines.size() - 2 * MOST_EXCHANGES); i + 1 < lines.size(); i += 2) {
      exchanges.add(new Interview.Exchange(lines.get(i).text(), lines.get(i + 1).text()));
    }
    return exchanges;
  }

  private static Agent agent(Crew crew, @Nullable String name) {
    return crew.agent(name == null ? "" : name)
        .orElseThrow(() ->
            new HeistException(
                Kind.BAD_INPUT,
                "There is no agent \"%s\" in the crew %s; there are: %s."
                    .formatted(
                        name == null ? "" : name,
                        crew.name(),
                        String.join(", ", crew.agents().stream().map(Agent::name).toList()))));
  }

  /** What the model says; an agent's private note is not part of it. */
  private static String said(
      ModelClient model, Agent agent, List<ChatTurn> turns, @Nullable Long seed) {
    try {
      String text =
          model
              .chat(
                  new ModelRequest(
                      agent.model(),
                      turns,
                      List.of(),
                      agent.temperature(),
                      Objects.requireNonNullElse(agent.maxTokens(), MOST_TOKENS),
                      seed))
              .text()
              .replaceAll("(?is)<note>.*?(</note>|$)", "")
              .strip();
      if (text.isEmpty()) {
        throw new HeistException(Kind.UNAVAILABLE, "The model gave an empty answer; ask again.");
      }
      return text;
    } catch (ModelException e) {
      throw new HeistException(Kind.UNAVAILABLE, "The model failed: " + e.getMessage(), e);
    }
  }

  private void history(Context ctx) {
    TokenVerifier.caller(ctx).require("session:read");
    String session = ctx.pathParam("session_id");
    List<Chats.Line> lines = chats.history(session);
    if (lines.isEmpty()) {
      throw new HeistException(
          Kind.NOT_FOUND, "There is no talk \"" + session + "\"; begin one with POST /chat.");
    }
    ObjectNode answer = Json.mapper().createObjectNode().put("session_id", session);
    ArrayNode messages = answer.putArray("messages");
    lines.forEach(l ->
        messages
            .addObject()
            .put("role", l.role())
            .put("agent", l.agent())
            .put("content", l.text())
            .put("at", l.at()));
    ctx.json(answer);
  }
}
