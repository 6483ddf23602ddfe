package heist.session;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import heist.event.SessionEvent.Decision;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What somebody outside asks of a session: a row of its inbox. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Ask.Pause.class, name = "pause"),
  @JsonSubTypes.Type(value = Ask.Resume.class, name = "resume"),
  @JsonSubTypes.Type(value = Ask.Stop.class, name = "stop"),
  @JsonSubTypes.Type(value = Ask.Order.class, name = "command"),
  @JsonSubTypes.Type(value = Ask.Withdraw.class, name = "withdraw"),
  @JsonSubTypes.Type(value = Ask.Extend.class, name = "extend"),
  @JsonSubTypes.Type(value = Ask.Limit.class, name = "budget"),
  @JsonSubTypes.Type(value = Ask.Pace.class, name = "pace"),
  @JsonSubTypes.Type(value = Ask.Revoke.class, name = "revoke"),
  @JsonSubTypes.Type(value = Ask.Accuse.class, name = "accuse"),
  @JsonSubTypes.Type(value = Ask.Decide.class, name = "decide"),
  @JsonSubTypes.Type(value = Ask.Say.class, name = "say"),
  @JsonSubTypes.Type(value = Ask.Use.class, name = "use"),
  @JsonSubTypes.Type(value = Ask.GiveUp.class, name = "give_up"),
})
public sealed interface Ask {
  /** Rest at the next turn boundary. */
  record Pause() implements Ask {}

  /** Go on, for so many turns if given. */
  record Resume(@Nullable Integer turns) implements Ask {}

  /** Stop at once. */
  record Stop() implements Ask {}

  /** A command to one agent. */
  record Order(String agent, String text, boolean standing) implements Ask {}

  /** Withdraw the command of this number. */
  record Withdraw(long command) implements Ask {}

  /** Set the number of rounds. */
  record Extend(int rounds) implements Ask {}

  /** Change a hard budget. */
  record Limit(String budget, long limit) implements Ask {}

  /** Wait so many milliseconds before each turn from now on. No fact of the session. */
  record Pace(long millis) implements Ask {}

  /** Take back an agent's access to tools, for good; auth has done it already. */
  record Revoke(String agent) implements Ask {}

  /** Name a suspect, or nobody; {@code lock} makes it final. */
  record Accuse(@Nullable String suspect, boolean lock) implements Ask {}

  /** The person who plays this agent leaves the seat for good. */
  record GiveUp(String agent) implements Ask {}

  /** What a wait within a turn waits for. */
  sealed interface Answer extends Ask {}

  /**
   * A person's decision on a tool call.
   *
   * @param arguments with EDIT, what the tool is called with instead
   */
  record Decide(long approval, Decision decision, @Nullable JsonNode arguments) implements Answer {}

  /** The person who plays this agent says something, which ends its turn. */
  record Say(String agent, String text) implements Answer {}

  /** The person who plays this agent uses a tool. */
  record Use(String agent, String tool, JsonNode arguments) implements Answer {}
}
