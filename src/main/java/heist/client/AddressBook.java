package heist.client;

import heist.HeistException;
import heist.HeistException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where each service answers. The only thing that differs between one process and many containers.
 * Immutable.
 */
public final class AddressBook {
  private static final int LOWEST_PORT = 10_000;
  private static final int BLOCK = Target.values().length + 1;
  private static final int BLOCKS = 22_000 / BLOCK;

  /** Where to look next; programs begin at different places. */
  private static final AtomicInteger NEXT =
      new AtomicInteger((int) (ProcessHandle.current().pid() % BLOCKS));

  /** The first port of each block that was given: it keeps the others from being given again. */
  private static final List<ServerSocket> HELD = Collections.synchronizedList(new ArrayList<>());

  private final Map<Target, URI> addresses;

  private AddressBook(Map<Target, URI> addresses) {
    this.addresses = new EnumMap<>(addresses);
  }

  /** All on this machine, ports moved by {@code offset}. */
  public static AddressBook loopback(int offset) {
    return build(target -> URI.create("http://127.0.0.1:" + (target.port() + offset)));
  }

  /** Each on a host of its own name, as in containers. */
  public static AddressBook hosts() {
    return build(target -> URI.create("http://" + target.id() + ":" + target.port()));
  }

  /**
   * All on this machine, ports moved together to where they are free. No other call, of this
   * program or another, is given them as long as this program runs; they lie below those that
   * systems give to clients.
   */
  public static AddressBook onFreePorts() {
    for (int i = 0; i < BLOCKS; i++) {
      int first = LOWEST_PORT + Math.floorMod(NEXT.getAndIncrement(), BLOCKS) * BLOCK;
      Optional<ServerSocket> guard = listen(first);
      if (guard.isPresent()) {
        AddressBook book = loopback(first + 1 - Target.AUTH.port());
        if (Arrays.stream(Target.values()).allMatch(target -> isFree(book.of(target).getPort()))) {
          HELD.add(guard.get());
          return book;
        }
        close(guard.get());
      }
    }
    throw new HeistException(Kind.UNAVAILABLE, "No free ports on this machine.");
  }

  private static boolean isFree(int port) {
    Optional<ServerSocket> socket = listen(port);
    socket.ifPresent(AddressBook::close);
    return socket.isPresent();
  }

  private static Optional<ServerSocket> listen(int port) {
    try {
      return Optional.of(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static AddressBook build(Function<Target, URI> address) {
    Map<Target, URI> addresses = new EnumMap<>(Target.class);
    Arrays.stream(Target.values()).forEach(target -> addresses.put(target, address.apply(target)));
    return new AddressBook(addresses);
  }

  /** The same with what the environment says: {@code HEIST_AUTH_URL} and so on. */
  public AddressBook overriddenBy(Map<String, String> environment) {
    AddressBook book = this;
    for (Target target : Target.values()) {
      String variable = "HEIST_" + target.name() + "_URL";
      @Nullable String url = environment.get(variable);
      if (url != null && !url.isBlank()) {
        book = book.with(target, parse(variable, url.strip()));
      }
    }
    return book;
  }

  private static URI parse(String variable, String url) {
    try {
      URI uri = URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
      if (uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Told below, together with what parses but is no address.
    }
    throw new HeistException(
        Kind.BAD_INPUT,
        variable + " is not an address: write http://host:port (it is '" + url + "').");
  }

  /** The base address of {@code target}, without a slash at its end. */
  public URI of(Target target) {
    URI address = addresses.get(target);
    if (address == null) {
      throw new IllegalStateException("No address for " + target);
    }
    return address;
  }

  /** The same book with one address changed. */
  public AddressBook with(Target target, URI address) {
    Map<Target, URI> changed = new EnumMap<>(addresses);
    changed.put(target, address);
    return new AddressBook(changed);
  }

  @Override
  public String toString() {
    return addresses.toString();
  }
}
