package heist.audit;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.audit.Chain.Seal;
import java.nio.file.Path;

/** Another key for audits at rest. */
public final class AuditKey {
  private AuditKey() {}

  /**
   * Seals the head of an audit that no process has open with another key; nothing else of it is
   * touched. Done already, it does nothing.
   *
   * @throws HeistException CONFLICT if the head is not sealed with {@code before}
   */
  public static void change(String service, Path dataDir, String before, String after) {
    Head head = AuditLog.head(service, dataDir, after);
    switch (AuditLog.head(service, dataDir, before).read()) {
      case Seal.Good good -> head.write(good.n(), good.hash(), good.damage());
      case Seal.Bad bad -> {
        if (head.read() instanceof Seal.Bad) {
          throw new HeistException(
              Kind.CONFLICT,
              "The audit of %s is not whole: %s. Its key stays as it is; see heist audit verify."
                  .formatted(service, bad.why()));
        }
      }
    }
  }
}
