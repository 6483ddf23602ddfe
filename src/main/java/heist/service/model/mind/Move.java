package heist.service.model.mind;

import heist.service.model.prompt.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing that an agent wants to say. The family is closed; a speaker makes sentences of it. */
public sealed interface Move {
  /** Opens the talk: who does what first. {@code lead} if this agent runs the plan. */
  record Open(boolean lead, String next) implements Move {}

  /** Tells a fact it has read. {@code again} if it said so before. */
  record Report(Fact fact, boolean again) implements Move {}

  /** Says a wrong value and puts it right in one breath. */
  record Stumble(Fact fact, String wrong) implements Move {}

  /** Quotes a line of a source that fills no field. */
  record Quote(String line, String source) implements Move {}

  /** Its own source says the same as somebody said. */
  record Confirm(Claim claim, Fact fact) implements Move {}

  /** Takes note of what somebody said. */
  record TakeUp(Claim claim) implements Move {}

  /** Takes up something said that names no field. */
  record Echo(String speaker, String phrase) implements Move {}

  /** Its own source says otherwise. */
  record Contradict(Claim claim, Fact fact) implements Move {}

  /** Somebody misquotes what it said itself. */
  record Protest(Claim claim, String mine) implements Move {}

  /** It was wrong before. */
  record Correct(Field field, String wrong, Fact fact) implements Move {}

  /** Answers a question. */
  record Answer(String asker, Fact fact) implements Move {}

  /**
   * Answers whether a value it told before will hold; {@code whatIf} if asked what to do if not.
   */
  record Assure(String asker, Fact fact, boolean whatIf) implements Move {}

  /** Cannot answer a question. {@code knows} is who might, or null. */
  record Shrug(String asker, Field field, @Nullable String knows) implements Move {}

  /** Asks for a field; {@code whom} null asks the round. */
  record Ask(Field field, @Nullable String whom) implements Move {}

  /** Asks somebody to say a value again. */
  record Check(Claim claim, String heard) implements Move {}

  /** Passes on what somebody said. */
  record Relay(Claim claim, String value) implements Move {}

  /** The time between two known times. */
  record Gap(Field from, String a, Field to, String b, int minutes) implements Move {}

  /** What the calculator said. */
  record Sum(String expression, String result) implements Move {}

  /** A tool call went wrong. */
  record Lost(String tool, String what) implements Move {}

  /** The memory gave something back. */
  record Recall(String text) implements Move {}

  /** Follows an order of the operator. */
  record Obey(String order, boolean standing) implements Move {}

  /** Takes a post. */
  record Volunteer(Field field) implements Move {}

  /** Gives a post to somebody. */
  record Assign(Field field, String agent) implements Move {}

  /** Two say different things. */
  record Dispute(Claim one, Claim two) implements Move {}

  /** Decides between two values. */
  record Settle(Field field, String value, String believed) implements Move {}

  /** Sums up the plan. */
  record Recap(List<Entry> entries, boolean complete) implements Move {}

  /** One entry of a summary. */
  record Entry(Field field, String value, String from) {}

  /** Lists what is missing. */
  record Missing(List<Field> fields) implements Move {}

  /** The plan has been handed in. {@code guessed} are the fields filled by guess. */
  record Submitted(List<Entry> entries, List<Field> guessed, boolean again) implements Move {}

  /** Handing in failed. */
  record SubmitFailed(String why) implements Move {}

  /** Has no tools. */
  record NoTools() implements Move {}

  /** Guesses. */
  record Guess(Field field, String value) implements Move {}

  /** Has nothing in its sources for the form. */
  record Empty(String source) implements Move {}

  /** Withholds: promises a fact for later. {@code field} null if none is named. */
  record Stall(@Nullable Field field, String source) implements Move {}

  /** Asks back needlessly. */
  record AskBack(Claim claim) implements Move {}

  /** Opens a decision again. */
  record Reopen(Field field, String settled, String other) implements Move {}

  /** Warns of a value in its own papers that no longer holds. */
  record Warn(Fact fact, String old) implements Move {}

  /** Has computed a field from its parts. */
  record Computed(Field field, String expression, String value) implements Move {}

  /** Asks what happens if something goes wrong with a field. */
  record Worry(Field field, String value, @Nullable String whom) implements Move {}

  /** Sees a piece of the job before it: two values that belong together. */
  record Picture(Entry one, Entry two) implements Move {}

  /** Says how far the plan is. */
  record Progress(int known, int all) implements Move {}

  /** The plan stays as handed in. */
  record Stands(int lines) implements Move {}

  /** Takes up a line that somebody quoted. */
  record React(String speaker, String snippet) implements Move {}

  /** Says that its values are in the plan as handed in, and right. */
  record Seen(Entry entry, String planner) implements Move {}

  /** Hands over to the next speaker. */
  record HandOver(String next) implements Move {}

  /** Last words before the job; {@code start} is when it begins, or empty. */
  record Ready(String role, List<Entry> mine, String start) implements Move {}

  /** Votes. */
  record Vote(@Nullable String suspect, @Nullable Claim because) implements Move {}

  /** Free task: takes a part of the task; empty for something that every task has. */
  record TakePart(String part) implements Move {}

  /** Free task: proposes a step; either may be empty for something that every task has. */
  record Step(String part, String other) implements Move {}

  /** Says what this model is. */
  record WhoAmI() implements Move {}

  /** Answers somebody outside of a session. */
  record Chat(String topic) implements Move {}
}
