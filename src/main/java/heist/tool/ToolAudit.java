package heist.tool;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.audit.AuditEntry;
import heist.web.Caller;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Notes every call of a tool in the service's audit: who, which tool, with which right, on which
 * event of the session, how it ended; never what was asked or answered. A call that cannot be noted
 * is not made. Thread-safe.
 */
final class ToolAudit {
  private final ServiceAudit audit;

  ToolAudit(ServiceAudit audit) {
    this.audit = audit;
  }

  /** Makes sure that calls can be noted. */
  void open() {
    audit.open();
  }

  /** Notes a call that ran; {@code success} is the tool's own word. */
  void ran(Caller caller, ToolSpec spec, CallRef ref, boolean success) {
    note(caller, spec, ref, success ? "ok" : "failed", ref.id());
  }

  /** Notes a call that was refused or broke. */
  void broke(Caller caller, ToolSpec spec, CallRef ref, HeistException e) {
    String outcome = e.kind() == Kind.FORBIDDEN || e instanceof Withheld ? "refused" : "failed";
    String why = e.kind().name().toLowerCase(Locale.ROOT);
    note(caller, spec, ref, outcome, ref.id() == null ? why : why + ", " + ref.id());
  }

  private void note(
      Caller caller, ToolSpec spec, CallRef ref, String outcome, @Nullable String detail) {
    audit.note(
        AuditEntry.of("tool.call", caller.clientId(), outcome)
            .on(spec.name())
            .with(spec.scope(), caller.tokenId())
            .in(caller.sessionId(), ref.event())
            .saying(detail));
  }
}
