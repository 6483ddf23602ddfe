package heist.web;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Refuses bodies that are said to be too large, with 413. What the client sends is read first and
 * thrown away, up to {@link #MOST}: one that is cut off while it writes may never read the answer.
 */
final class LargeBodies extends Handler.Wrapper {
  /** Bytes; a client that says it has more, or that asks before it sends, is answered at once. */
  static final long MOST = 8L << 20;

  private final long allowed;

  LargeBodies(long allowed) {
    this.allowed = allowed;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    long length = request.getLength();
    if (length <= allowed) {
      return super.handle(request, response, callback);
    }
    Runnable refuse =
        () -> Response.writeError(request, response, callback, HttpStatus.PAYLOAD_TOO_LARGE_413);
    if (length > MOST || request.getHeaders().contains(HttpHeader.EXPECT)) {
      refuse.run();
    } else {
      Content.Source.consumeAll(
          request,
          Callback.from(
              refuse, failure -> Response.writeError(request, response, callback, failure)));
    }
    return true;
  }
}
