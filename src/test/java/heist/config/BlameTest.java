package heist.config;

import static org.assertj.core.api.Assertions.assertThat;

import heist.event.Envelope;
import heist.event.SessionEvent;
import heist.scenario.AnswerKey;
import heist.scenario.Blame;
import heist.scenario.Execution;
import heist.scenario.Simulator;
import heist.scenario.SourceLines;
import heist.scenario.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Who brought the wrong fact in; event numbers are those of the log that each test writes. */
class BlameTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private final World world = Bank.world(5);
  private final Map<String, String> plan = new HashMap<>(AnswerKey.of(world, Bank.crew()));
  private final List<Envelope> log = new ArrayList<>();

  BlameTest() {
    add(
        new SessionEvent.SessionCreated(
            "bank",
            "t",
            "en",
            Bank.ROLES.stream().map(r -> new SessionEvent.Member(r, r, List.of())).toList(),
            3,
            true,
            false,
            false,
            null,
            Map.of()));
  }

  private void add(SessionEvent event) {
    log.add(new Envelope(log.size() + 1L, log.size() + 1L, Instant.EPOCH, event));
  }

  private void says(String agent, String text) {
    add(new SessionEvent.MessageSpoken(1, 1, agent, text));
  }

  private void returns(String agent, String text) {
    add(new SessionEvent.ToolReturned(1, agent, "c", "file_reader", true, text, 0));
  }

  private void submits() {
    add(new SessionEvent.PlanSubmitted(9, "planner", 1, Map.copyOf(plan)));
  }

  @Test
  void whoWroteWhatNobodySaidIsToBlameAndNotWhoReadAnOldLine() {
    String right = right("vault_method");
    returns("safecracker", "Vault method that was right before: thermal lance");
    says("safecracker", "The vault method is " + right + ".");
    plan.put("vault_method", "thermal lance");
    submits();
    assertThat(trace()).map(Blame::agent).contains("planner");
  }

  @Test
  void whoIsOnlySpokenToHasNoPost() {
    String right = right("second_key");
    String other = right.equals("driver") ? "hacker" : "driver";
    says("intel", other + ": " + right + " turns the second key, because that palm is enrolled.");
    says("lookout", "The second key is turned by " + right + ", " + other + ".");
    plan.put("second_key", other);
    submits();
    assertThat(trace()).map(Blame::agent).contains("planner");
  }

  private String right(String field) {
    return java.util.Objects.requireNonNull(plan.get(field));
  }

  private Optional<Blame> trace() {
    Execution execution = Simulator.run(world, plan, Bank.crew());
    return Blame.trace(world, execution, log);
  }

  @Test
  void aHeistThatSucceedsBlamesNobody() {
    submits();
    assertThat(trace()).isEmpty();
  }

  @Test
  void theFirstToSayTheWrongValue() {
    plan.put("vault_code", right("vault_code").equals("0001") ? "0002" : "0001");
    says("hacker", "Morning. I look into the badges.");
    says(
        "intel",
        "I have the code slips. The vault door code in force is " + plan.get("vault_code") + ".");
    says("planner", "Noted: vault code " + plan.get("vault_code") + ", says intel.");
    submits();
    assertThat(trace()).contains(new Blame(3, "intel"));
  }

  @Test
  void notTheOneWhoWarnedOrAsked() {
    String wrong = right("entry").equals("loading dock") ? "stairwell B" : "loading dock";
    plan.put("entry", wrong);
    says("hacker", "Is the " + wrong + " still an unwatched way in?");
    says("driver", "The " + wrong + " is not an unwatched way into the building.");
    says("lookout", "Way in: " + wrong + ", unwatched, I looked.");
    submits();
    assertThat(trace()).contains(new Blame(4, "lookout"));
  }

  @Test
  void thePartOfASumThatWasWrong() {
    int clear = Integer.parseInt(world.facts().get("clear_minutes"));
    int safe = Integer.parseInt(world.facts().get("safe_minutes"));
    plan.put("work_minutes", Integer.toString(safe - clear - 6));
    says("safecracker", "Safe working time with the sensors as set: " + safe + " minutes.");
    says("driver", "Street clearing time: " + (clear + 6) + " minutes.");
    says("planner", "That leaves " + (safe - clear - 6) + " minutes of work in the vault.");
    submits();
    assertThat(trace()).contains(new Blame(3, "driver"));
  }

  @Test
  void thePartOfATimeThatWasWrong() {
    says("lookout", "Yard delay: " + world.facts().get("yard_minutes") + " minutes.");
    says("intel", "The guard handover begins at 03:10.");
    plan.put("start", "03:1" + world.facts().get("yard_minutes"));
    submits();
    assertThat(trace()).contains(new Blame(3, "intel"));
  }

  @Test
  void theFirstOfTwoWrongPartsThatTogetherGiveThePlan() {
    int clear = Integer.parseInt(world.facts().get("clear_minutes"));
    int safe = Integer.parseInt(world.facts().get("safe_minutes"));
    plan.put("work_minutes", Integer.toString(safe - 11 - clear - 6));
    says("driver", "Street clearing time is " + (clear + 6) + " minutes, not " + clear + ".");
    says("safecracker", "Safe working time: " + (safe - 11) + " minutes.");
    says("planner", "That makes work minutes " + (safe - 11 - clear - 6) + ".");
    submits();
    assertThat(trace()).contains(new Blame(2, "driver"));
  }

  @Test
  void aToolResultIfNobodySaidIt() {
    plan.put("badge", world.facts().get("old_badge"));
    returns(
        "hacker",
        "badge | kind\n" + plan.get("badge") + " | master badge | inner door | revoked last month");
    submits();
    assertThat(trace()).contains(new Blame(2, "hacker"));
  }

  @Test
  void thePlanItselfIfTheValueStandsNowhereElse() {
    plan.put("box", right("box").equals("999") ? "998" : "999");
    says("planner", "The deposit box the client wants: " + world.facts().get("box") + ".");
    submits();
    assertThat(trace()).contains(new Blame(3, "planner"));
  }

  @Test
  void theOwnerWhoReadTheAnswerAndKeptIt() {
    SourceLines.Line line =
        SourceLines.find(world, world.form().field("camera_loop").orElseThrow(), Bank.ROLES)
            .orElseThrow()
            .lines()
            .getFirst();
    plan.remove("camera_loop");
    submits();
    assertThat(trace()).isEmpty();
    returns("hacker", "# Notes\n- other\n" + line.text());
    says("hacker", "Nothing of note in my papers.");
    assertThat(trace()).as("read when the plan was in already").isEmpty();
    submits();
    assertThat(trace()).contains(new Blame(3, "hacker"));
    says("hacker", line.text());
    assertThat(trace()).as("too late for the plan").contains(new Blame(3, "hacker"));
    submits();
    assertThat(trace()).as("told, but left out").contains(new Blame(7, "planner"));
  }

  @Test
  void aGuessLeadsToTheOneWhoKeptTheAnswer() {
    SourceLines.Line line =
        SourceLines.find(world, world.form().field("camera_loop").orElseThrow(), Bank.ROLES)
            .orElseThrow()
            .lines()
            .getFirst();
    plan.put("camera_loop", "99");
    returns("hacker", "# Notes\n" + line.text());
    submits();
    says("planner", "The plan is in: camera loop 99.");
    assertThat(trace()).contains(new Blame(2, "hacker"));
  }

  @Test
  void readsTheWorldBackFromALog() {
    World back = JSON.readValue(JSON.writeValueAsString(world), World.class);
    plan.put("getaway", "Elsewhere");
    says("driver", "Getaway route, driven through and clear: Elsewhere.");
    Execution execution = Simulator.run(back, plan, Bank.crew());
    assertThat(Blame.trace(back, execution, log)).contains(new Blame(2, "driver"));
  }
}
