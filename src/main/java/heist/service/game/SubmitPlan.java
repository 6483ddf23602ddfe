package heist.service.game;

import heist.scenario.PlanForm;
import heist.session.Plans;
import heist.session.SessionState;
import heist.session.Sessions;
import heist.tool.Tool;
import heist.tool.ToolCall;
import heist.tool.ToolResult;
import heist.tool.ToolSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tool {@code submit_plan}: checks the plan against the session's form; the engine records what
 * passes.
 */
final class SubmitPlan {
  private static final ToolSpec SPEC =
      ToolSpec.of(
              "submit_plan",
              """
              Hands in the crew's plan on the plan form. Give every field of the form you can, by its name. The last plan \
              handed in counts. Answers what was taken, and what is missing or does not fit.\
              """,
              "plan:submit",
              """
              {"properties": {"plan": {"type": "object", "additionalProperties": {"type": ["string", "number", "boolean"]},
                "description": "Field names of the plan form with their values"}},
               "required": ["plan"]}
              """)
          .changing();

  private SubmitPlan() {}

  static Tool tool(Sessions sessions) {
    return Tool.of(SPEC, call -> submit(sessions, call));
  }

  private static ToolResult submit(Sessions sessions, ToolCall call) {
    SessionState state = sessions.state(call.session());
    Map<String, String> raw = Plans.read(call.arguments());
    Optional<PlanForm> form = state.world().map(w -> w.form());
    if (form.isEmpty()) {
      return raw.isEmpty()
          ? ToolResult.failed("The plan is empty. Give it as {\"plan\": {\"field\": \"value\"}}.")
          : ToolResult.of("The plan is handed in, with " + raw.size() + " fields.");
    }
    List<String> names = state.crewNames();
    Map<String, String> plan = form.get().normalise(raw, names);
    if (plan.isEmpty()) {
      return ToolResult.failed(
          "No field of the form is filled in. The fields are: "
              + String.join(", ", form.get().fields().stream().map(PlanForm.Field::name).toList())
              + ".");
    }
    List<String> problems = form.get().problems(plan, names);
    return ToolResult.of(
        problems.isEmpty()
            ? "The plan is handed in; every field is filled in."
            : "The plan is handed in, but: "
                + String.join("; ", problems)
                + ". You may hand it in again.");
  }
}
