package heist.store;

import heist.HeistException;
import heist.HeistException.Kind;
import java.net.URI;
import java.net.URISyntaxException;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Understands both ways people write a PostgreSQL address. Messages never repeat it: it may hold a
 * password.
 */
final class PostgresUrl {
  private PostgresUrl() {}

  static PGSimpleDataSource parse(String url) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    try {
      if (url.startsWith("jdbc:postgresql:")) {
        source.setURL(url);
        return source;
      }
      URI uri = new URI(url);
      if (!"postgresql".equals(uri.getScheme()) && !"postgres".equals(uri.getScheme())
          || uri.getHost() == null) {
        throw unreadable();
      }
      String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
      String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
      source.setURL("jdbc:postgresql://" + uri.getHost() + port + uri.getRawPath() + query);
      String user = uri.getUserInfo();
      if (user != null) {
        int colon = user.indexOf(':');
        source.setUser(colon < 0 ? user : user.substring(0, colon));
        source.setPassword(colon < 0 ? null : user.substring(colon + 1));
      }
      return source;
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw unreadable();
    }
  }

  private static HeistException unreadable() {
    String message =
        "HEIST_DB_URL is not a database address. Write postgresql://user:password@host:5432/name, or leave it out for SQLite.";
    // The cause would repeat the address.
    return new HeistException(Kind.BAD_INPUT, message);
  }
}
