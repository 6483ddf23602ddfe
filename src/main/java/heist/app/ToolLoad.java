package heist.app;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.web.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The load of {@code heist bench tools} and {@code tokens}, a program of its own, so that the
 * server's process does the server's work alone. Each connection sends one request after the other
 * and reads each answer to its end. It speaks HTTP/1.1 itself, since the JDK's client costs more
 * than the server that is measured. It reads the job, a line of JSON, and then the value of an
 * {@code Authorization} header a line, from standard input, and writes the figures to standard
 * output.
 */
final class ToolLoad {
  private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};

  /**
   * A job.
   *
   * @param address where the server is
   * @param seconds how long to measure, after as long a warm-up as {@code warmUp}
   */
  record Job(
      String address,
      String path,
      String body,
      String contentType,
      int connections,
      int warmUp,
      int seconds) {}

  private final Job job;
  private final List<byte[]> requests;

  private ToolLoad(Job job, List<byte[]> requests) {
    this.job = job;
    this.requests = requests;
  }

  public static void main(String[] arguments) throws Exception {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    Job job = Json.read(in.readLine(), Job.class);
    List<byte[]> requests = in.lines().map(header -> request(job, header)).toList();
    System.out.println(new ToolLoad(job, requests).run());
  }

  private static byte[] request(Job job, String authorization) {
    URI address = URI.create(job.address);
    return ("POST "
            + job.path
            + " HTTP/1.1\r\nHost: "
            + address.getRawAuthority()
            + "\r\nAccept: application/json, text/event-stream\r\nContent-Type: "
            + job.contentType
            + (authorization.isEmpty() ? "" : "\r\nAuthorization: " + authorization)
            + "\r\nContent-Length: "
            + job.body.length()
            + "\r\n\r\n"
            + job.body)
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private ObjectNode run() throws InterruptedException, ExecutionException {
    long begin = System.nanoTime() + job.warmUp * 1_000_000_000L;
    long end = begin + job.seconds * 1_000_000_000L;
    List<Future<Connection>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(job.connections)) {
      for (int i = 0; i < job.connections; i++) {
        Connection connection = new Connection(i);
        running.add(threads.submit(() -> connection.drive(begin, end)));
      }
    }
    long[] all = new long[0];
    int failed = 0;
    for (Future<Connection> each : running) {
      Connection done = each.get();
      int from = all.length;
      all = Arrays.copyOf(all, from + done.count);
      System.arraycopy(done.nanos, 0, all, from, done.count);
      failed += done.failed;
    }
    Arrays.sort(all);
    ObjectNode figures = Json.mapper().createObjectNode();
    figures.put("calls_per_s", Math.round((double) all.length / job.seconds));
    figures.put("p50_ms", millis(all, 0.50)).put("p99_ms", millis(all, 0.99));
    figures.put("calls", all.length).put("failed", failed);
    return figures;
  }

  private static double millis(long[] sorted, double quantile) {
    return sorted.length == 0
        ? 0
        : Math.round(sorted[(int) Math.min(sorted.length - 1, quantile * sorted.length)] / 1e4)
            / 100.0;
  }

  /** One connection and what it saw. */
  private final class Connection {
    private final int number;
    private final byte[] buffer = new byte[64 * 1024];
    private long[] nanos = new long[1 << 16];
    private int count;
    private int failed;

    Connection(int number) {
      this.number = number;
    }

    Connection drive(long begin, long end) throws IOException {
      URI address = URI.create(job.address);
      try (Socket socket = new Socket(address.getHost(), address.getPort())) {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(20_000);
        OutputStream out = socket.getOutputStream();
        InputStream in = socket.getInputStream();
        int next = number;
        while (true) {
          long start = System.nanoTime();
          if (start >= end) {
            return this;
          }
          out.write(requests.get(next % requests.size()));
          next += job.connections;
          boolean good = answer(in);
          long now = System.nanoTime();
          if (start >= begin) {
            note(now - start, good);
          }
        }
      }
    }

    private void note(long took, boolean good) {
      if (!good) {
        failed++;
        return;
      }
      if (count == nanos.length) {
        nanos = Arrays.copyOf(nanos, 2 * count);
      }
      nanos[count++] = took;
    }

    /** Reads one answer; whether its status is 200. */
    private boolean answer(InputStream in) throws IOException {
      int length = 0;
      int head = -1;
      while (head < 0) {
        length += more(in, length);
        head = indexOf(END_OF_HEAD, length);
      }
      String text =
          new String(buffer, 0, head, StandardCharsets.ISO_8859_1)
              .toLowerCase(java.util.Locale.ROOT);
      int at = text.indexOf("content-length: ");
      if (at >= 0) {
        int from = at + "content-length: ".length();
        int to = text.indexOf('\r', from);
        int whole =
            head + 4 + Integer.parseInt(text.substring(from, to < 0 ? text.length() : to).strip());
        while (length < whole) {
          length += more(in, length);
        }
      } else {
        // Chunked: these answers are small, and end with an empty chunk.
        byte[] last = "0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
        while (indexOf(last, length) < 0) {
          length += more(in, length);
        }
      }
      return text.startsWith("http/1.1 200");
    }

    private int more(InputStream in, int length) throws IOException {
      int read = in.read(buffer, length, buffer.length - length);
      if (read <= 0) {
        throw new IOException("The server closed the connection, or its answer is too long");
      }
      return read;
    }

    private int indexOf(byte[] wanted, int length) {
      for (int i = 0; i <= length - wanted.length; i++) {
        if (Arrays.equals(buffer, i, i + wanted.length, wanted, 0, wanted.length)) {
          return i;
        }
      }
      return -1;
    }
  }

  /**
   * Runs a job in a process of its own.
   *
   * @param authorizations the requests' headers in turn; an empty one is left out
   * @throws HeistException if the load does not run, or a request fails
   */
  static ObjectNode measure(Job job, List<String> authorizations) {
    try {
      ObjectNode figures = inAProcess(job, authorizations);
      if (figures.path("failed").asInt() > 0) {
        throw new HeistException(
            Kind.INTERNAL, "Requests of " + job.path + " failed while measured: " + figures);
      }
      return figures;
    } catch (IOException e) {
      throw new HeistException(Kind.UNAVAILABLE, "The load did not run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HeistException(Kind.UNAVAILABLE, "Interrupted.", e);
    }
  }

  private static ObjectNode inAProcess(Job job, List<String> authorizations)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                java.nio.file.Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                ToolLoad.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (OutputStream out = process.getOutputStream()) {
      out.write((Json.write(job) + "\n").getBytes(StandardCharsets.UTF_8));
      out.write(String.join("\n", authorizations).getBytes(StandardCharsets.UTF_8));
      out.write('\n');
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("the load's process ended with " + process.exitValue());
    }
    JsonNode figures = Json.tree(said);
    return (ObjectNode) figures;
  }
}
