package heist.tool;

import static org.assertj.core.api.Assertions.assertThat;

import heist.client.HttpJson;
import heist.client.Target;
import heist.service.calculator.CalculatorService;
import heist.service.database.DatabaseService;
import heist.service.discovery.DiscoveryService;
import heist.service.files.FilesService;
import heist.service.memory.MemoryService;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bodies that are wrong in every way, at every tool and both doors: a clear 4xx, never a 500. */
class BadRequestsTest {
  private static final String ALL =
      "calculator:use file_reader:use database_query:use simulation:read memory:read memory:write"
          + " discovery:read discovery:register";
  private static final Map<String, Target> TOOLS = new LinkedHashMap<>();

  static {
    TOOLS.put("/tools/calculator", Target.CALCULATOR);
    TOOLS.put("/tools/file_reader", Target.FILES);
    TOOLS.put("/tools/database_query", Target.DATABASE);
    TOOLS.put("/tools/simulation_data", Target.DATABASE);
    TOOLS.put("/tools/store_memory", Target.MEMORY);
    TOOLS.put("/tools/retrieve_memory", Target.MEMORY);
    TOOLS.put("/tools/register", Target.DISCOVERY);
  }

  @TempDir static Path folder;
  private static ToolHouse house;
  private static String token;

  @BeforeAll
  static void start() {
    house = new ToolHouse(folder);
    house.game();
    house.close(DiscoveryService.start(house.context(Target.DISCOVERY)));
    house.close(CalculatorService.start(house.context(Target.CALCULATOR)));
    house.close(FilesService.start(house.context(Target.FILES)));
    house.close(DatabaseService.start(house.context(Target.DATABASE)));
    house.close(MemoryService.start(house.context(Target.MEMORY)));
    token = house.issuer.agent("hacker", "s1", ALL);
  }

  @AfterAll
  static void stop() throws Exception {
    house.close();
  }

  private static List<byte[]> bodies() {
    List<byte[]> bodies = new ArrayList<>();
    for (String text :
        List.of(
            "{",
            "nonsense",
            "null",
            "5",
            "\"text\"",
            "[]",
            "[{}]",
            "true",
            "{\"expression\": 5, \"filename\": 5, \"query\": 5, \"kind\": 5, \"text\": 5}",
            "{\"expression\": {\"a\": []}, \"service\": [], \"tools\": {}}",
            "{\"unknown\": \"field\"}",
            "{\"query\": null, \"text\": null}",
            "{\"query\": \"x\", \"limit\": \"many\"}",
            "{\"query\": \"x\", \"limit\": -1}",
            "{\"query\": \"x\", \"limit\": 1e99}",
            "{\"a\": 1}{\"b\": 2}",
            "{\"a\":".repeat(5_000),
            "{\"text\": " + "[".repeat(2_000) + "]".repeat(2_000) + "}",
            "{\"text\": " + "9".repeat(100_000) + "}",
            "{'single': 'quotes'}",
            "{\"a\": NaN}")) {
      bodies.add(text.getBytes(StandardCharsets.UTF_8));
    }
    bodies.add(new byte[] {'{', '"', 't', 'e', 'x', 't', '"', ':', '"', (byte) 0xff, '"', '}'});
    bodies.add(
        new byte[] {'{', '"', 'q', 'u', 'e', 'r', 'y', '"', ':', '"', (byte) 0xc3, '"', '}'});
    bodies.add(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80});
    bodies.add(new byte[] {0, 0, 0, 0});
    return bodies;
  }

  private static HttpResponse<String> post(URI address, byte[] body) throws Exception {
    return HttpJson.client()
        .send(
            HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofByteArray(body))
                .build(),
            BodyHandlers.ofString());
  }

  @Test
  void everyWrongBodyIsA4xxThatSaysSo() throws Exception {
    int tried = 0;
    for (var tool : TOOLS.entrySet()) {
      URI address = house.addresses.of(tool.getValue()).resolve(tool.getKey());
      for (byte[] body : bodies()) {
        HttpResponse<String> answer = post(address, body);
        String said =
            tool.getKey() + " " + new String(body, StandardCharsets.UTF_8).split("9999")[0];
        assertThat(answer.statusCode()).as(said + " -> " + answer.body()).isBetween(400, 499);
        assertThat(answer.body()).as(said).contains("detail").doesNotContain("Exception", "java.");
        tried++;
      }
    }
    for (Target target : List.of(Target.CALCULATOR, Target.DISCOVERY)) {
      for (byte[] body : bodies()) {
        HttpResponse<String> answer = post(house.addresses.of(target).resolve("/mcp"), body);
        assertThat(answer.statusCode()).as(answer.body()).isBetween(400, 499);
        assertThat(answer.body()).contains("error").doesNotContain("Exception", "java.");
        tried++;
      }
    }
    System.out.println("bad bodies: " + tried + " refused with a 4xx");
  }

  /** Neither a stated nor an unstated length of 100 MB is read. */
  @Test
  void aHundredMegabytesAreNotRead() throws Exception {
    for (String tool : List.of("/tools/calculator", "/tools/database_query", "/tools/register")) {
      URI address = house.addresses.of(java.util.Objects.requireNonNull(TOOLS.get(tool)));
      for (String path : List.of(tool, "/mcp")) {
        for (boolean chunked : List.of(false, true)) {
          assertThat(huge(address, path, chunked)).as(path + chunked).contains(" 413 ");
        }
      }
    }
  }

  private static String huge(URI address, String path, boolean chunked) throws IOException {
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket.setSoTimeout(60_000);
      OutputStream out = socket.getOutputStream();
      out.write(
          ("POST "
                  + path
                  + " HTTP/1.1\r\nHost: "
                  + address.getAuthority()
                  + "\r\nAuthorization: Bearer "
                  + token
                  + "\r\nContent-Type: application/json\r\n"
                  + (chunked ? "Transfer-Encoding: chunked" : "Content-Length: 100000000")
                  + "\r\n\r\n")
              .getBytes(StandardCharsets.ISO_8859_1));
      byte[] part = new byte[1 << 16];
      java.util.Arrays.fill(part, (byte) ' ');
      try {
        for (int sent = 0; sent < 4 << 20; sent += part.length) {
          if (chunked) {
            out.write("10000\r\n".getBytes(StandardCharsets.ISO_8859_1));
          }
          out.write(part);
          if (chunked) {
            out.write("\r\n".getBytes(StandardCharsets.ISO_8859_1));
          }
        }
      } catch (IOException e) {
        // It has answered already and reads no more.
      }
      byte[] answer = new byte[2_000];
      try {
        int read = socket.getInputStream().read(answer);
        return read < 0 ? " 413 (cut)" : new String(answer, 0, read, StandardCharsets.ISO_8859_1);
      } catch (IOException e) {
        return " 413 (cut)";
      }
    }
  }

  @Test
  void manyIdleConnectionsKeepNobodyOut() throws Exception {
    URI address = house.addresses.of(Target.CALCULATOR);
    List<Socket> idle = new ArrayList<>();
    try {
      for (int i = 0; i < 500; i++) {
        Socket socket = new Socket(address.getHost(), address.getPort());
        idle.add(socket);
        if (i % 2 == 0) {
          socket.getOutputStream().write("POST /tools/calculator HTTP/1.1\r\nHost: x".getBytes());
        }
      }
      HttpResponse<String> answer =
          post(
              address.resolve("/tools/calculator"),
              "{\"expression\":\"6*7\"}".getBytes(StandardCharsets.UTF_8));
      assertThat(answer.body()).contains("\"42\"");
    } finally {
      for (Socket socket : idle) {
        socket.close();
      }
    }
  }

  /** Their bodies never end; they hold a connection each, and nothing else. */
  @Test
  void manySlowBodiesKeepNobodyOut() throws Exception {
    URI address = house.addresses.of(Target.CALCULATOR);
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 300; i++) {
        Socket socket = new Socket(address.getHost(), address.getPort());
        slow.add(socket);
        String path = i % 2 == 0 ? "/tools/calculator" : "/mcp";
        socket
            .getOutputStream()
            .write(
                ("POST "
                        + path
                        + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
                        + token
                        + "\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{")
                    .getBytes(StandardCharsets.US_ASCII));
      }
      HttpResponse<String> answer =
          post(
              address.resolve("/tools/calculator"),
              "{\"expression\":\"6*7\"}".getBytes(StandardCharsets.UTF_8));
      assertThat(answer.body()).contains("\"42\"");
      System.out.println("slow bodies: " + slow.size() + ", others are served");
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }
}
