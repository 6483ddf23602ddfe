package heist.web;

import java.time.Duration;

/**
 * How long a server waits for a client.
 *
 * @param keepAlive for the next request on an open connection
 * @param idle for the next byte within a request or its answer
 * @param body for a whole body, and a second more for each {@code rate} bytes of it
 * @param rate bytes a second
 */
record Timeouts(Duration keepAlive, Duration idle, Duration body, long rate) {
  /** How long the JDK's HTTP client keeps a connection that it does not use. */
  static final Duration CLIENT_KEEP_ALIVE =
      Duration.ofSeconds(Long.getLong("jdk.httpclient.keepalive.timeout", 30));

  /**
   * A client gives an idle connection up long before the server does: a request that meets the
   * server's closing is lost, and one that may have been carried out cannot be sent again.
   */
  static final Timeouts STANDARD =
      new Timeouts(
          CLIENT_KEEP_ALIVE.plusSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(10), 1024);

  /** Whether a body of which so much came is behind. */
  boolean behind(long bytes, long nanos) {
    return bytes < (nanos - body.toNanos()) / 1e9 * rate;
  }
}
