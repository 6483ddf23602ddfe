package heist.cli;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.cli.Keyboard.Typed;
import heist.event.Envelope;
import heist.event.SessionEvent.ApprovalAsked;
import java.time.Duration;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Asks the person at the terminal whether a tool may be called. */
final class LeaveQuestion {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Context context;
  private final Follower follower;
  private final Keyboard keyboard;

  LeaveQuestion(Context context, Follower follower, Keyboard keyboard) {
    this.context = context;
    this.follower = follower;
    this.keyboard = keyboard;
  }

  /** Asks if this event does; no answer in time denies the call. */
  void seen(Door game, String id, Envelope event) {
    if (!(event.event() instanceof ApprovalAsked asked)) {
      return;
    }
    long until = System.nanoTime() + Duration.ofSeconds(asked.seconds()).toNanos();
    while (true) {
      follower.prompt(follower.text("ask.leave"));
      Duration left = Duration.ofNanos(Math.max(0, until - System.nanoTime()));
      ObjectNode body = JsonNodeFactory.instance.objectNode().put("by", "operator");
      switch (keyboard.next(left)) {
        case Typed.Nothing _ -> {
          context.out().println();
          return;
        }
        case Typed.End _ -> body.put("decision", "deny");
        case Typed.Line line -> {
          if (!read(line.text().strip(), body)) {
            continue;
          }
        }
      }
      try {
        game.post("/api/v1/sessions/" + id + "/approvals/" + asked.approval(), body);
      } catch (HeistException e) {
        if (e.kind() != Kind.CONFLICT) {
          throw e;
        }
        follower.say("  " + e.getMessage()); // somebody else was faster, or the time is up
      }
      return;
    }
  }

  private boolean read(String line, ObjectNode body) {
    String word = line.toLowerCase(Locale.ROOT);
    if (!word.isEmpty() && ("allow".startsWith(word) || word.equals("y") || word.equals("yes"))) {
      body.put("decision", "allow");
      return true;
    }
    if (!word.isEmpty() && ("deny".startsWith(word) || word.equals("n") || word.equals("no"))) {
      body.put("decision", "deny");
      return true;
    }
    if (line.startsWith("{")) {
      try {
        if (MAPPER.readTree(line) instanceof ObjectNode arguments) {
          body.put("decision", "edit").set("arguments", arguments);
          return true;
        }
      } catch (JacksonException e) {
        follower.tell("ask.json", e.getOriginalMessage());
      }
    }
    return false;
  }
}
