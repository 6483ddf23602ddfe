package heist.app;

import heist.cli.Door;
import heist.cli.Launcher.Address;
import heist.client.AddressBook;
import heist.client.AuthClient;
import heist.client.Credentials;
import heist.client.HttpJson;
import heist.client.SecretStore;
import heist.client.Target;
import heist.client.TokenClient;
import heist.event.EventCodec;
import heist.web.Json;
import heist.web.Service;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The whole program on free ports, wired as in production, reached through its doors. */
final class TestHeist implements AutoCloseable {
  private static final Set<String> OVER = Set.of("completed", "stopped", "failed");

  private final Host host;
  private final Running running;
  private final SecretStore secrets;

  /** The services that hold tools. */
  static final Set<Target> TOOLS =
      Set.of(Target.CALCULATOR, Target.FILES, Target.DATABASE, Target.MEMORY, Target.GAME);

  /** Everything that a session needs, and the dashboard's neighbours if they exist. */
  static TestHeist start(Path data) {
    return start(data, EnumSet.copyOf(Targets.all()), true);
  }

  static TestHeist start(Path data, Set<Target> targets, boolean worksOn) {
    return new TestHeist(data, targets, worksOn);
  }

  /** On these addresses, so that it can come back on them. */
  static TestHeist on(AddressBook addresses, Path data) {
    return new TestHeist(data, EnumSet.copyOf(Targets.all()), true, addresses);
  }

  /** With a clock of the test's own. */
  static TestHeist start(Path data, InstantSource clock) {
    return new TestHeist(
        data, EnumSet.copyOf(Targets.all()), true, AddressBook.onFreePorts(), clock);
  }

  private TestHeist(Path data, Set<Target> targets, boolean worksOn) {
    this(data, targets, worksOn, AddressBook.onFreePorts());
  }

  private TestHeist(Path data, Set<Target> targets, boolean worksOn, AddressBook addresses) {
    this(data, targets, worksOn, addresses, InstantSource.system());
  }

  private TestHeist(
      Path data, Set<Target> targets, boolean worksOn, AddressBook addresses, InstantSource clock) {
    Installation installation = new Installation(Path.of("").toAbsolutePath(), data, null, clock);
    secrets = installation.secrets();
    host =
        installation.start(
            targets, "127.0.0.1", addresses, t -> addresses.of(t).getPort(), worksOn, _ -> {});
    running = new Running(Installation.addresses(host), secrets, clock, host::close);
  }

  Door game() {
    return running.door("game");
  }

  Door door(String target) {
    return running.door(target);
  }

  List<Address> addresses() {
    return running.addresses();
  }

  URI address(Target target) {
    return addresses().stream()
        .filter(a -> a.target().equals(target.id()))
        .findFirst()
        .orElseThrow()
        .uri();
  }

  /** What runs. */
  List<Service> services() {
    return host.services();
  }

  /** One of the installation's secrets. */
  String secret(String name) {
    return secrets.find(name).orElseThrow();
  }

  /** A token of a client for all that it may do at a service. */
  String token(String client, Target target) {
    return new TokenClient(address(Target.AUTH), InstantSource.system())
        .token(
            new TokenClient.Wish(
                secrets.credentials(client), Set.of(target.audience()), Set.of(), null));
  }

  /** A service's own API, with a token of the client {@code client}. */
  HttpJson http(Target target, String client, String... scopes) {
    TokenClient tokens = new TokenClient(address(Target.AUTH), InstantSource.system());
    var wish =
        new TokenClient.Wish(
            secrets.credentials(client), Set.of(target.audience()), Set.of(scopes), null);
    return HttpJson.to(target.id(), address(target)).withToken(tokens.bearer(wish));
  }

  /** The client of an agent, as the game makes it: the same, with the same secret. */
  Credentials agent(String crew, String agent) {
    String client = crew + "." + agent;
    JsonNode known =
        http(Target.AUTH, "operator", "clients:read")
            .<JsonNode>get("/clients", JsonNode.class)
            .path("clients")
            .valueStream()
            .filter(c -> c.path("client_id").asString().equals(client))
            .findFirst()
            .orElse(
                Json.tree(
                    "{\"scopes\":[\"discovery:read\"],\"audiences\":%s}"
                        .formatted(Json.write(TOOLS.stream().map(Target::audience).toList()))));
    return new AuthClient(http(Target.AUTH, "operator", "clients:write"), secret("agent-seed"))
        .ensureAgent(client, agent, words(known, "scopes"), words(known, "audiences"));
  }

  private static Set<String> words(JsonNode node, String field) {
    return node.path(field).valueStream().map(n -> n.asString("")).collect(Collectors.toSet());
  }

  /** A token of an agent in a session, for all its tool services. */
  String agentToken(String crew, String agent, String session) {
    Set<String> audiences = TOOLS.stream().map(Target::audience).collect(Collectors.toSet());
    return new TokenClient(address(Target.AUTH), InstantSource.system())
        .token(new TokenClient.Wish(agent(crew, agent), audiences, Set.of(), session));
  }

  /** What a service has noted, the newest last. */
  List<JsonNode> audit(Target target) {
    JsonNode answer =
        http(target, "operator", "audit:read").get("/audit/tail?limit=1000", JsonNode.class);
    return answer.path("entries").valueStream().map(row -> row.path("entry")).toList();
  }

  /** Starts a session; settings as {@code name, value} pairs of the API. */
  String create(ObjectNode body) {
    return game().post("/api/v1/sessions", body).path("id").asString("");
  }

  static ObjectNode request(String seed, int rounds) {
    return Json.mapper()
        .createObjectNode()
        .put("seed", seed)
        .put("rounds", rounds)
        .put("accuse", "none");
  }

  /** Waits until the session is over, or until an event of the wanted kind. */
  List<JsonNode> await(String id, Predicate<JsonNode> enough) {
    Door game = game();
    List<JsonNode> seen = new ArrayList<>();
    long last = 0;
    while (true) {
      JsonNode page = game.get("/api/v1/sessions/" + id + "/events?after=" + last + "&wait=20");
      for (JsonNode event : page.path("events")) {
        seen.add(event);
        if (enough.test(event)) {
          return seen;
        }
      }
      last = Math.max(last, page.path("last").asLong(last));
      if (OVER.contains(page.path("state").asString("")) && page.path("events").isEmpty()) {
        return seen;
      }
    }
  }

  List<JsonNode> awaitEnd(String id) {
    return await(id, _ -> false);
  }

  String export(String id) {
    return game().text("/api/v1/sessions/" + id + "/export?format=jsonl");
  }

  static long count(List<JsonNode> events, String type) {
    return events.stream().filter(e -> e.path("type").asString("").equals(type)).count();
  }

  /** Every line is an event that can be read. */
  static void readable(String export) {
    export.lines().map(EventCodec::parse).filter(n -> n.has("type")).forEach(EventCodec::read);
  }

  @Override
  public void close() {
    running.close();
  }
}
