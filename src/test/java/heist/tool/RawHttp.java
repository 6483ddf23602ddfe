package heist.tool;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** Requests that the JDK's client would not send. */
final class RawHttp {
  /** The server closed the connection while the client still wrote: as good as 413. */
  static final int CUT = -1;

  private RawHttp() {}

  /** The whole answer to a request that asks for the connection to be closed. */
  static String send(URI address, String request) throws IOException {
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  interface Send {
    HttpResponse<String> send() throws Exception;
  }

  /** The status, or {@link #CUT}. */
  static int status(Send request) throws Exception {
    try {
      return request.send().statusCode();
    } catch (IOException e) {
      return CUT;
    }
  }
}
