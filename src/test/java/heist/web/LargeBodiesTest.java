package heist.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LargeBodiesTest {
  private WebServer server;

  @BeforeEach
  void open() {
    server =
        WebServer.named("test")
            .maxBody(1000)
            .routes(config ->
                config.routes.post("/raw", ctx -> ctx.result(ctx.bodyInputStream().readAllBytes())))
            .start();
  }

  @AfterEach
  void close() {
    server.close();
  }

  /** The server closed the connection under a client that still wrote, which then read nothing. */
  @Test
  void aClientWhoseBodyIsTooLargeReadsWhyAndGoesOnOnTheSameConnection() throws Exception {
    String body = "x".repeat(1 << 20);
    String head =
        "POST /raw HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: " + body.length() + "\r\n\r\n";
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      socket.setSoTimeout(30_000);
      for (int i = 0; i < 3; i++) {
        socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
        byte[] answer = new byte[4096];
        int read = socket.getInputStream().read(answer);
        assertThat(new String(answer, 0, read, StandardCharsets.US_ASCII))
            .startsWith("HTTP/1.1 413 ")
            .doesNotContainIgnoringCase("Connection: close");
      }
    }
  }

  @Test
  void aBodyThatIsSaidToBeMuchTooLargeIsRefusedBeforeItIsSent() throws Exception {
    for (String more :
        new String[] {
          "Content-Length: " + (LargeBodies.MOST + 1) + "\r\n",
          "Content-Length: 5000\r\nExpect: 100-continue\r\n"
        }) {
      try (Socket socket = new Socket("127.0.0.1", server.port())) {
        socket.setSoTimeout(30_000);
        String head = "POST /raw HTTP/1.1\r\nHost: 127.0.0.1\r\n" + more + "\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
            .startsWith("HTTP/1.1 413 ");
      }
    }
  }
}
