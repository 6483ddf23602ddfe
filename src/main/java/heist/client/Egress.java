package heist.client;

import heist.HeistException;
import heist.HeistException.Kind;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks where an address of a crew file leads before Heist goes there: never to the link-local and
 * metadata addresses at which clouds give away their credentials, however they are written. Names
 * are resolved as the JDK's own client resolves them, whose cache makes both see the same answer.
 */
public final class Egress {
  /** Metadata services that are not link-local: AWS over IPv6, Alibaba, Oracle. */
  private static final List<String> METADATA =
      List.of("fd00:ec2:0:0:0:0:0:254", "100.100.100.200", "192.0.0.192");

  private Egress() {}

  /**
   * The address of {@code url}.
   *
   * @throws HeistException BAD_INPUT if it is no address to go to, UNAVAILABLE if its name leads
   *     nowhere
   */
  public static URI check(String url) {
    URI uri;
    try {
      uri = URI.create(url);
    } catch (IllegalArgumentException e) {
      throw refused(url, "it cannot be read", e);
    }
    String scheme = String.valueOf(uri.getScheme());
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw refused(url, "it begins with neither http: nor https:", null);
    }
    String host = uri.getHost();
    if (host == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
      throw refused(url, "it has no host, or a user name or a fragment", null);
    }
    try {
      for (InetAddress address : InetAddress.getAllByName(host)) {
        if (isForbidden(address)) {
          throw refused(url, "it leads to " + address.getHostAddress(), null);
        }
      }
    } catch (UnknownHostException e) {
      throw new HeistException(
          Kind.UNAVAILABLE, "The host of %s is not known: %s".formatted(url, host), e);
    }
    return uri;
  }

  /** Whether nobody has business at {@code address}. */
  static boolean isForbidden(InetAddress address) {
    return address.isLinkLocalAddress()
        || address.isMulticastAddress()
        || address.isAnyLocalAddress()
        || METADATA.contains(address.getHostAddress())
        || embedded(address);
  }

  /** An IPv4 address in IPv6 clothes: NAT64 and 6to4. The JDK unwraps mapped ones itself. */
  private static boolean embedded(InetAddress address) {
    byte[] b = address.getAddress();
    if (b.length != 16) {
      return false;
    }
    boolean nat64 = b[0] == 0 && b[1] == 0x64 && b[2] == (byte) 0xff && b[3] == (byte) 0x9b;
    boolean sixToFour = b[0] == 0x20 && b[1] == 0x02;
    try {
      return nat64 && isForbidden(InetAddress.getByAddress(Arrays.copyOfRange(b, 12, 16)))
          || sixToFour && isForbidden(InetAddress.getByAddress(Arrays.copyOfRange(b, 2, 6)));
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e); // four bytes are an address
    }
  }

  private static HeistException refused(String url, String why, @Nullable Exception cause) {
    String message = "Heist does not go to '%s': %s.".formatted(url, why);
    return cause == null
        ? new HeistException(Kind.BAD_INPUT, message)
        : new HeistException(Kind.BAD_INPUT, message, cause);
  }
}
