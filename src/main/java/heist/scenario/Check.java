package heist.scenario;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a step asks of the plan or of the crew. {@code failure} is told if it does not hold; it may
 * name {@code {{plan.FIELD}}} and {@code {{role.ROLE}}}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Check.OneOf.class, name = "one_of"),
  @JsonSubTypes.Type(value = Check.Within.class, name = "within"),
  @JsonSubTypes.Type(value = Check.Role.class, name = "role"),
  @JsonSubTypes.Type(value = Check.Differs.class, name = "differs"),
  @JsonSubTypes.Type(value = Check.Present.class, name = "present")
})
public sealed interface Check {
  /** The field of the plan it looks at, or null if it looks at the crew. */
  @Nullable String field();

  /** Told if it does not hold. */
  String failure();

  /** The field has one of these values; the first is the best. */
  record OneOf(String field, List<String> values, String failure) implements Check {
    /** Copies the list. */
    public OneOf {
      values = List.copyOf(values);
    }
  }

  /**
   * The field, a number or a time, lies in {@code from..to}, both included. An end that is null is
   * open; a range of times may run over midnight.
   *
   * @param best the value to aim at
   */
  record Within(
      String field, @Nullable String from, @Nullable String to, String best, String failure)
      implements Check {}

  /**
   * The field names an agent that does this: the first of these roles that is present. If none of
   * them is, anybody present will do, so that a crew of other trades can take the job too.
   */
  record Role(String field, List<String> roles, String failure) implements Check {
    /** Copies the list. */
    public Role {
      roles = List.copyOf(roles);
    }
  }

  /** The field differs from another field of the plan. */
  record Differs(String field, String other, String failure) implements Check {}

  /** At least so many agents are present. */
  record Present(int atLeast, String failure) implements Check {
    @Override
    public @Nullable String field() {
      return null;
    }
  }
}
