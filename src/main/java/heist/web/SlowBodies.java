package heist.web;

import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.NanoTime;
import org.jspecify.annotations.Nullable;

/**
 * Ends requests whose body trickles in, with 408. Jetty's own handler counts the bytes of all
 * requests together, and its setting refuses whoever pauses after the first byte.
 */
final class SlowBodies extends Handler.Wrapper {
  private final Timeouts timeouts;

  SlowBodies(Timeouts timeouts) {
    this.timeouts = timeouts;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    return super.handle(new Timed(request), response, callback);
  }

  private final class Timed extends Request.Wrapper {
    private long begun;
    private long arrived = -1;

    Timed(Request request) {
      super(request);
    }

    @Override
    public Content.@Nullable Chunk read() {
      if (arrived < 0) {
        begun = NanoTime.now();
        arrived = 0;
      }
      Content.Chunk chunk = super.read();
      if (chunk == null || Content.Chunk.isFailure(chunk)) {
        return chunk;
      }
      arrived += chunk.remaining();
      if (chunk.isLast() || !timeouts.behind(arrived, NanoTime.since(begun))) {
        return chunk;
      }
      chunk.release();
      getWrapped().fail(new HttpException.RuntimeException(HttpStatus.REQUEST_TIMEOUT_408));
      return super.read();
    }
  }
}
