package heist.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What going over an audit chain found.
 *
 * @param service whose audit
 * @param intact whether nothing was changed, put in, taken out or cut off
 * @param rows how many rows there are
 * @param brokenAt the number of the first row that is wrong
 * @param message the same for people
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Verdict(
    String service, boolean intact, long rows, @Nullable Long brokenAt, String message) {
  /** The same with a remark: the program was cut off, or somebody has put rows in. */
  Verdict saying(String more) {
    return new Verdict(service, intact, rows, brokenAt, message + "; " + more);
  }
}
