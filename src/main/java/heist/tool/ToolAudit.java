package heist.tool;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.audit.AuditEntry;
import heist.audit.AuditLog;
import heist.client.ServiceContext;
import heist.web.Caller;
import heist.web.TokenVerifier;
import io.javalin.config.JavalinConfig;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Notes every call of a tool in the service's audit: who, which tool, with which right, how it
 * ended; never what was asked or answered. Opens the audit at the first call, so a start does not
 * wait for it; a call that cannot be noted is not made. Thread-safe.
 */
final class ToolAudit implements AutoCloseable {
  private final ServiceContext ctx;
  private @Nullable AuditLog log;
  private boolean closed;

  ToolAudit(ServiceContext ctx) {
    this.ctx = ctx;
  }

  /** Notes a call that ran; {@code success} is the tool's own word. */
  void ran(Caller caller, ToolSpec spec, @Nullable String callId, boolean success) {
    note(caller, spec.name(), spec.scope(), success ? "ok" : "failed", callId);
  }

  /** Notes a call that was refused or broke. */
  void broke(Caller caller, ToolSpec spec, @Nullable String callId, HeistException e) {
    String outcome = e.kind() == Kind.FORBIDDEN ? "refused" : "failed";
    String why = e.kind().name().toLowerCase(Locale.ROOT);
    note(caller, spec.name(), spec.scope(), outcome, callId == null ? why : why + ", " + callId);
  }

  private void note(
      Caller caller, String tool, String scope, String outcome, @Nullable String detail) {
    open()
        .append(
            AuditEntry.of("tool.call", caller.clientId(), outcome)
                .on(tool)
                .with(scope, caller.tokenId())
                .in(caller.sessionId())
                .saying(detail));
  }

  /** Makes sure that calls can be noted. */
  synchronized AuditLog open() {
    if (closed) {
      throw new HeistException(Kind.UNAVAILABLE, "The audit of " + ctx.name() + " is closed.");
    }
    AuditLog known = log;
    if (known == null) {
      known =
          AuditLog.open(
              ctx.name(),
              ctx.dataDir(),
              ctx.dbUrl(),
              ctx.secrets().getOrCreate("audit-key"),
              ctx.clock());
      log = known;
    }
    return known;
  }

  /** {@code /audit/verify} and {@code /audit/tail}, for tokens with {@code audit:read}. */
  void install(JavalinConfig config, TokenVerifier verifier) {
    config.routes.before("/audit/*", verifier.before());
    answer(config, "/audit/verify", limit -> open().verify());
    answer(config, "/audit/tail", limit -> open().tail(limit));
  }

  private static void answer(JavalinConfig config, String path, Function<Integer, Object> answer) {
    config.routes.get(
        path,
        request -> {
          TokenVerifier.caller(request).require("audit:read");
          int limit = request.queryParamAsClass("limit", Integer.class).getOrDefault(50);
          request.json(answer.apply(Math.clamp(limit, 1, 1000)));
        });
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (log != null) {
      log.close();
    }
  }
}
