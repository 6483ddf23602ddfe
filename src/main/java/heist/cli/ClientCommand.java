package heist.cli;

import heist.HeistException;
import heist.cli.Launcher.Need;
import heist.cli.Launcher.Services;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code heist client}: who may ask for tokens. */
@Command(
    name = "client",
    description = "Programs that may ask for tokens: list, add, revoke, restore, rotate, remove.",
    subcommands = {
      ClientCommand.All.class,
      ClientCommand.Add.class,
      ClientCommand.Revoke.class,
      ClientCommand.Restore.class,
      ClientCommand.Rotate.class,
      ClientCommand.Remove.class
    })
final class ClientCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    throw new HeistException(
        HeistException.Kind.BAD_INPUT,
        "what to do is missing; there is: heist client list|add|revoke|restore|rotate|remove");
  }

  /** What they share: the way to the authorization server. */
  abstract static class AtAuth extends Sessions implements Callable<Integer> {
    @Option(names = "--json", description = "Answer as JSON.")
    boolean json;

    AtAuth(Context context) {
      super(context);
    }

    int withAuth(ToIntFunction<Door> work) {
      try (Services services = context.launcher().use(folder(), Need.TOKEN, null)) {
        return work.applyAsInt(services.door("auth"));
      }
    }

    int tell(JsonNode answer, String words) {
      context.out().println(json ? answer : words);
      return 0;
    }

    static String path(String id) {
      return "/clients/" + URLEncoder.encode(id, StandardCharsets.UTF_8);
    }
  }

  /** Something done to one client that answers nothing. */
  abstract static class One extends AtAuth {
    @Parameters(paramLabel = "CLIENT", description = "Its id; see: heist client list.")
    String id;

    One(Context context) {
      super(context);
    }

    static ObjectNode done(String id, String what) {
      return JsonNodeFactory.instance.objectNode().put("client_id", id).put("done", what);
    }
  }

  /** {@code heist client list}. */
  @Command(name = "list", description = "All clients; never a secret.", sortOptions = false)
  static final class All extends AtAuth {
    All(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      return withAuth(auth -> {
        JsonNode clients = auth.get("/clients").path("clients");
        if (json) {
          context.out().println(clients);
          return 0;
        }
        Table table = new Table("CLIENT", "KIND", "STATE", "PROOF", "FROM", "SCOPES");
        clients.forEach(c ->
            table.row(
                c.path("client_id").asString(""),
                c.path("kind").asString(""),
                c.path("revoked").asBoolean(false) ? "revoked" : "good",
                c.path("token_endpoint_auth_method").asString(""),
                from(c.path("source").asString("")),
                c.path("scopes")
                    .valueStream()
                    .map(s -> s.asString(""))
                    .collect(Collectors.joining(" "))));
        table.print(context.out(), context.paint());
        return 0;
      });
    }

    private static String from(String source) {
      return switch (source) {
        case "ours" -> "heist";
        case "file" -> "heist.yaml";
        default -> source;
      };
    }
  }

  /** {@code heist client add}. */
  @Command(
      name = "add",
      description = {
        "Register a program from outside, and print its secret: it is told this once.",
        "With --key the program proves itself with a private key (private_key_jwt) and "
            + "there is no secret."
      },
      footerHeading = "%nFor example:%n",
      footer = {
        "  heist client add desktop --scope calculator:use --audience calculator",
        "  curl -u desktop:SECRET -d grant_type=client_credentials localhost:8001/token"
      },
      sortOptions = false)
  static final class Add extends AtAuth {
    @Parameters(paramLabel = "CLIENT", description = "Its id: letters, digits, '.', '_', '-'.")
    private String id;

    @Option(
        names = "--scope",
        paramLabel = "SCOPE",
        split = "[, ]",
        required = true,
        description = "What it may do; several with commas.")
    private List<String> scopes;

    @Option(
        names = "--audience",
        paramLabel = "TARGET",
        split = "[, ]",
        required = true,
        description = "At which services; several with commas.")
    private List<String> audiences;

    @Option(
        names = "--method",
        paramLabel = "METHOD",
        description = "client_secret_basic (default), client_secret_post or private_key_jwt.")
    private @Nullable String method;

    @Option(
        names = "--key",
        paramLabel = "FILE",
        description = "Its public key: PEM, a JWK or a JWK set.")
    private @Nullable Path key;

    @Option(
        names = "--session",
        paramLabel = "ID",
        description = "The one session whose documents, tables and memory it may see.")
    private @Nullable String session;

    Add(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      ObjectNode body =
          JsonNodeFactory.instance.objectNode().put("client_id", id).put("kind", "outside");
      scopes.forEach(body.putArray("scopes")::add);
      audiences.forEach(a -> body.withArray("audiences").add(urn(a)));
      if (method != null) {
        body.put("token_endpoint_auth_method", method);
      }
      if (session != null) {
        body.put("session", session);
      }
      if (key != null) {
        body.set("jwks", PublicKeyFile.read(key));
      }
      return withAuth(auth -> {
        JsonNode answer = auth.post("/clients", body);
        String secret = answer.path("client_secret").asString("");
        if (!json && !secret.isEmpty()) {
          context.err().println("The secret of " + id + ", told this once:");
        }
        return tell(answer, secret.isEmpty() ? id + " is registered." : secret);
      });
    }

    private String urn(String name) {
      if (name.startsWith("urn:")) {
        return name;
      }
      if (!context.launcher().targets().contains(name)) {
        throw new HeistException(
            HeistException.Kind.BAD_INPUT,
            "there is no target '"
                + name
                + "'; there are: "
                + String.join(", ", context.launcher().targets()));
      }
      return "urn:heist:" + name;
    }
  }

  /** {@code heist client revoke}. */
  @Command(
      name = "revoke",
      description = "Cut a client off: its tokens end within a second, and it gets no new ones.",
      sortOptions = false)
  static final class Revoke extends One {
    Revoke(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      return withAuth(auth -> {
        auth.post(path(id) + "/revoke", null);
        return tell(
            done(id, "revoked"),
            id + " is cut off. Let it in again with: heist client restore " + id);
      });
    }
  }

  /** {@code heist client restore}. */
  @Command(name = "restore", description = "Let a revoked client in again.", sortOptions = false)
  static final class Restore extends One {
    Restore(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      return withAuth(auth -> {
        auth.post(path(id) + "/restore", null);
        return tell(done(id, "restored"), id + " may ask for tokens again.");
      });
    }
  }

  /** {@code heist client rotate}. */
  @Command(
      name = "rotate",
      description = {
        "Give a client a new secret; the old one is good no more.",
        "The secret of one of Heist's own services, or of the operator, is put into the "
            + "data folder, where they look for it."
      },
      sortOptions = false)
  static final class Rotate extends One {
    Rotate(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      return withAuth(auth -> {
        JsonNode answer = auth.post(path(id) + "/rotate", null);
        String secret = answer.path("client_secret").asString("");
        if (!json && !secret.isEmpty()) {
          context.err().println("The new secret of " + id + ", told this once:");
        }
        return tell(
            answer, secret.isEmpty() ? id + " has a new secret, in the data folder." : secret);
      });
    }
  }

  /** {@code heist client remove}. */
  @Command(
      name = "remove",
      description = "Forget a client; its tokens end within a second.",
      sortOptions = false)
  static final class Remove extends One {
    Remove(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      return withAuth(auth -> {
        auth.delete(path(id));
        return tell(done(id, "removed"), id + " is no client any more.");
      });
    }
  }
}
