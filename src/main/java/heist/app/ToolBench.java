package heist.app;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.app.ToolLoad.Job;
import heist.client.Credentials;
import heist.client.HttpJson;
import heist.client.Target;
import heist.client.TokenClient;
import heist.web.Json;
import heist.web.WebServer;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code heist bench tools}: calls of the calculator by REST and by MCP, with one token and with
 * many, every call checked and noted in the audit as always; beside it the same server's echo
 * without a token. The load comes from a process of its own.
 */
final class ToolBench {
  private static final String BODY = "{\"expression\":\"10000 * 3 / 3600\"}";
  private static final String CALL =
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"calculator\","
          + "\"arguments\":"
          + BODY
          + "}}";
  private static final int MINTERS = 8;

  private final Function<Target, URI> addresses;
  private final Credentials operator;
  private final int connections;
  private final int seconds;

  ToolBench(Function<Target, URI> addresses, Credentials operator, int connections, int seconds) {
    this.addresses = addresses;
    this.operator = operator;
    this.connections = connections;
    this.seconds = seconds;
  }

  /** Measures and tells the figures. */
  ObjectNode run(int many) {
    List<String> tokens = tokens(many);
    List<String> one = tokens.subList(0, 1);
    ObjectNode all = Json.mapper().createObjectNode();
    try (WebServer echo = echo()) {
      long cpu = cpuNanos();
      all.set("echo", load(echo.address(), "/echo", BODY, List.of("")));
      measure(all, "rest_1_token", "/tools/calculator", BODY, one);
      measure(all, "rest_" + many + "_tokens", "/tools/calculator", BODY, tokens);
      measure(all, "mcp_1_token", "/mcp", CALL, one);
      measure(all, "mcp_" + many + "_tokens", "/mcp", CALL, tokens);
      // Again, since the neighbours of a shared machine come and go.
      all.set("echo_again", load(echo.address(), "/echo", BODY, List.of("")));
      all.put("server_cpu_s", Math.round((cpuNanos() - cpu) / 1e7) / 100.0);
    }
    double base =
        Math.max(
            all.path("echo").path("calls_per_s").asDouble(),
            all.path("echo_again").path("calls_per_s").asDouble());
    double rest = all.path("rest_1_token").path("calls_per_s").asDouble();
    all.put("rest_to_echo", Math.round(100 * rest / Math.max(1, base)) / 100.0);
    all.set("audit", audit());
    all.put("connections", connections).put("seconds", seconds).put("tokens", many);
    all.put("cpus", Runtime.getRuntime().availableProcessors());
    all.put("load_average", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    all.put("java", Runtime.version().toString());
    return all;
  }

  private void measure(ObjectNode all, String name, String path, String body, List<String> tokens) {
    all.set(name, load(addresses.apply(Target.CALCULATOR), path, body, tokens));
  }

  private ObjectNode load(URI address, String path, String body, List<String> tokens) {
    return ToolLoad.measure(
        new Job(
            address.toString(),
            path,
            body,
            "application/json",
            connections,
            Math.max(2, seconds / 2),
            seconds),
        tokens.stream().map(token -> token.isEmpty() ? "" : "Bearer " + token).toList());
  }

  private static WebServer echo() {
    return WebServer.named("echo")
        .routes(config ->
            config.routes.post(
                "/echo", ctx -> ctx.contentType("application/json").result(ctx.body())))
        .start();
  }

  /** That every call is in the audit, and the chain holds. */
  private JsonNode audit() {
    TokenClient client = new TokenClient(addresses.apply(Target.AUTH), InstantSource.system());
    var wish =
        new TokenClient.Wish(
            operator, Set.of(Target.CALCULATOR.audience()), Set.of("audit:read"), null);
    return HttpJson.to("calculator", addresses.apply(Target.CALCULATOR))
        .withTimeout(java.time.Duration.ofMinutes(5))
        .withToken(client.bearer(wish))
        .get("/audit/verify", JsonNode.class);
  }

  private List<String> tokens(int many) {
    List<Future<List<String>>> minting = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < MINTERS; i++) {
        int count = many / MINTERS + (i < many % MINTERS ? 1 : 0);
        minting.add(threads.submit(() -> mint(count)));
      }
    }
    List<String> tokens = new ArrayList<>();
    try {
      for (Future<List<String>> each : minting) {
        tokens.addAll(each.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HeistException(Kind.UNAVAILABLE, "Interrupted.", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof HeistException known ? known : new IllegalStateException(e);
    }
    return tokens;
  }

  private List<String> mint(int count) {
    TokenClient client = new TokenClient(addresses.apply(Target.AUTH), InstantSource.system());
    var wish =
        new TokenClient.Wish(
            operator, Set.of(Target.CALCULATOR.audience()), Set.of("calculator:use"), null);
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tokens.add(client.token(wish));
      client.forget(wish);
    }
    return tokens;
  }

  private static long cpuNanos() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean bean
        ? bean.getProcessCpuTime()
        : 0;
  }
}
