package heist.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * One fact for the audit. Holds names and ids, never a secret, a token or what was said.
 *
 * @param action what was done, for example {@code token.issued} or {@code tool.call}
 * @param actor the client that did it, as far as it is known
 * @param what on which thing: a tool, a client, a document
 * @param scope with which right
 * @param tokenId the {@code jti} of the token
 * @param outcome {@code ok}, {@code refused} or {@code failed}
 * @param session the session it belongs to
 * @param event the number of the session's event
 * @param detail a few words more
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder(alphabetic = true)
public record AuditEntry(
    String action,
    @Nullable String actor,
    @Nullable String what,
    @Nullable String scope,
    @Nullable String tokenId,
    String outcome,
    @Nullable String session,
    @Nullable Long event,
    @Nullable String detail) {

  /** An entry of {@code action} that ended as {@code outcome}. */
  public static AuditEntry of(String action, @Nullable String actor, String outcome) {
    return new AuditEntry(action, actor, null, null, null, outcome, null, null, null);
  }

  /** The same about {@code what}. */
  public AuditEntry on(@Nullable String thing) {
    return new AuditEntry(action, actor, thing, scope, tokenId, outcome, session, event, detail);
  }

  /** The same, done with {@code scope} and the token {@code tokenId}. */
  public AuditEntry with(@Nullable String right, @Nullable String token) {
    return new AuditEntry(action, actor, what, right, token, outcome, session, event, detail);
  }

  /** The same in {@code session}. */
  public AuditEntry in(@Nullable String id) {
    return new AuditEntry(action, actor, what, scope, tokenId, outcome, id, event, detail);
  }

  /** The same in {@code session}, as its event {@code number} asks. */
  public AuditEntry in(@Nullable String id, @Nullable Long number) {
    return new AuditEntry(action, actor, what, scope, tokenId, outcome, id, number, detail);
  }

  /** The same, ended otherwise. */
  public AuditEntry ending(String end) {
    return new AuditEntry(action, actor, what, scope, tokenId, end, session, event, detail);
  }

  /** The same with a few words. */
  public AuditEntry saying(@Nullable String words) {
    return new AuditEntry(action, actor, what, scope, tokenId, outcome, session, event, words);
  }
}
