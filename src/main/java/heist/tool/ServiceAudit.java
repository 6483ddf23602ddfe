package heist.tool;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.audit.AuditEntry;
import heist.audit.AuditLog;
import heist.client.ServiceContext;
import heist.web.TokenVerifier;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audit of a service: opened at its first entry, so that a start does not wait for it, and
 * shown to tokens with {@code audit:read}. Thread-safe.
 */
public final class ServiceAudit implements AutoCloseable {
  /** Describes {@code /audit/verify} and {@code /audit/tail}. */
  public static final String OPEN_API = "openapi/audit.yaml";

  private static final Logger LOG = LoggerFactory.getLogger(ServiceAudit.class);

  private final ServiceContext ctx;
  private final RefusalLimit limit;
  private volatile @Nullable AuditLog log;
  private boolean closed;

  /** The audit of the service {@code ctx} is for. */
  public ServiceAudit(ServiceContext ctx) {
    this.ctx = ctx;
    this.limit = new RefusalLimit(ctx.clock());
  }

  /** Notes {@code entry}; durable within a fraction of a second. */
  public void note(AuditEntry entry) {
    open().append(entry);
  }

  /**
   * Notes that something was refused; a flood of refusals is counted rather than noted. Never
   * fails: what is refused stays refused.
   */
  public void refused(AuditEntry entry) {
    refused(entry, true);
  }

  /**
   * The same.
   *
   * @param known whether the actor is somebody; whoever merely says a name counts with all
   *     strangers
   */
  public void refused(AuditEntry entry, boolean known) {
    limit
        .admit(entry, known ? entry.actor() : null)
        .ifPresent(admitted -> {
          try {
            note(admitted);
          } catch (HeistException e) {
            LOG.warn("{} could not be noted: {}", admitted.action(), e.getMessage());
          }
        });
  }

  /**
   * Makes sure that entries can be noted.
   *
   * @throws HeistException UNAVAILABLE if they cannot
   */
  public AuditLog open() {
    AuditLog known = log;
    return known == null ? first() : known;
  }

  private synchronized AuditLog first() {
    AuditLog known = log;
    if (closed) {
      throw new HeistException(Kind.UNAVAILABLE, "The audit of " + ctx.name() + " is closed.");
    }
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

  /** {@code /audit/verify} and {@code /audit/tail}; calls with revoked tokens are noted here. */
  public void install(JavalinConfig config, TokenVerifier verifier) {
    verifier.whenRevoked((caller, request) ->
        refused(
            AuditEntry.of("call.refused", caller.clientId(), "refused")
                .on(request)
                .with(null, caller.tokenId())
                .in(caller.sessionId())
                .saying("token revoked")));
    config.routes.before("/audit/*", verifier.before());
    config.routes.get("/audit/verify", request -> request.json(allowed(request).verify()));
    config.routes.get(
        "/audit/tail",
        request -> {
          AuditLog audit = allowed(request);
          int limit = request.queryParamAsClass("limit", Integer.class).getOrDefault(50);
          audit.flush();
          request.json(Map.of("entries", audit.tail(Math.clamp(limit, 1, 1000))));
        });
  }

  private AuditLog allowed(Context request) {
    TokenVerifier.caller(request).require("audit:read");
    return open();
  }

  @Override
  public synchronized void close() {
    closed = true;
    AuditLog known = log;
    log = null;
    if (known != null) {
      known.close();
    }
  }
}
