package heist.tool;

import heist.client.AddressBook;
import heist.client.HttpJson;
import heist.client.SecretStore;
import heist.client.ServiceContext;
import heist.client.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Everything around a tool service that a test starts: addresses, an issuer, a game service. */
public final class ToolHouse implements AutoCloseable {
  public final AddressBook addresses = AddressBook.onFreePorts();
  public final TestIssuer issuer = new TestIssuer(addresses);
  private final List<AutoCloseable> open = new ArrayList<>();
  private final Path folder;

  public ToolHouse(Path folder) {
    this.folder = folder;
    open.add(issuer);
  }

  public ServiceContext context(Target target) {
    return new ServiceContext(
        target,
        "127.0.0.1",
        addresses.of(target).getPort(),
        addresses,
        folder,
        new SecretStore(folder.resolve("secrets")),
        InstantSource.system(),
        null,
        feature -> true,
        Duration.ofSeconds(5));
  }

  /** Starts the stand-in for the game service. */
  public TestGame game() {
    return close(new TestGame(context(Target.GAME)));
  }

  public <T extends AutoCloseable> T close(T later) {
    open.add(later);
    return later;
  }

  /** Plain HTTP to a service with this token. */
  public HttpJson http(Target target, String token) {
    return HttpJson.to(target.id(), addresses.of(target)).withToken(() -> token);
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable service : open.reversed()) {
      service.close();
    }
  }
}
