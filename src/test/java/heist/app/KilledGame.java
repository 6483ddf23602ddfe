package heist.app;

import heist.client.AddressBook;
import heist.client.HttpJson;
import heist.client.Target;
import heist.client.TokenClient;
import heist.web.Service;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/**
 * The game service as a process of its own that can be killed and started again, and all the others
 * in this one. Several such processes may share a PostgreSQL database. Their model can be held.
 */
final class KilledGame implements AutoCloseable {
  private static final Pattern LATE =
      Pattern.compile("Session (\\S+): .*did not answer within \\d+ ms");
  private static final Path HOME = Path.of("").toAbsolutePath();

  private final Path data;
  private final @Nullable String database;
  private final AddressBook addresses;
  private final Host others;
  private final HeldModel model;
  private final TokenClient tokens;
  private final Installation installation;
  private final List<Worker> workers = new ArrayList<>();
  private final String classPath;

  /** Classes in the form in which they load fast; null: none were written. */
  private @Nullable Path archive;

  /** A game process. */
  final class Worker {
    private final AddressBook book;
    private final int port;
    private @Nullable Process process;

    private Worker(int port, AddressBook book) {
      this.port = port;
      this.book = book;
    }

    /** Starts it and waits until it answers. */
    void start() throws IOException {
      launch(archive == null ? List.of() : List.of("-XX:AOTCache=" + archive));
      awaitAnswer();
    }

    /** Starts it for a life after which the next ones start in half the time. */
    void startAndLearn() throws IOException {
      launch(List.of("-XX:AOTCacheOutput=" + data.resolve("classes.jsa")));
      awaitAnswer();
    }

    /** Ends it in order, which writes what it has learned. */
    void end() throws InterruptedException {
      if (process != null) {
        process.destroy();
        process.waitFor();
      }
      Path written = data.resolve("classes.jsa");
      archive = Files.exists(written) ? written : null;
    }

    /** Starts it and kills it a moment later, whether it answers by then or not. */
    void startAndKill(Duration after) throws IOException, InterruptedException {
      launch(archive == null ? List.of() : List.of("-XX:AOTCache=" + archive));
      if (process != null) {
        boolean unused = process.waitFor(after.toMillis(), TimeUnit.MILLISECONDS);
      }
      kill();
    }

    private void launch(List<String> options) throws IOException {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      // A short life: what a compiler would gain later costs more now.
      command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
      command.addAll(options);
      command.addAll(List.of("-cp", classPath, "heist.app.Heist"));
      command.addAll(List.of("serve", "game", "--data", data.toString()));
      command.addAll(List.of("--port-offset", Integer.toString(port - Target.GAME.port())));
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectError(Redirect.appendTo(data.resolve("game-" + port + ".err").toFile()));
      Map<String, String> environment = builder.environment();
      environment.put("HEIST_HOME", HOME.toString());
      environment.put("HEIST_LOG", "INFO");
      if (database != null) {
        environment.put("HEIST_DB_URL", database);
      }
      for (Target target : Target.values()) {
        environment.put("HEIST_" + target.name() + "_URL", book.of(target).toString());
      }
      environment.put("HEIST_MODEL_URL", model.url());
      process = builder.start();
    }

    private void awaitAnswer() throws IOException {
      BufferedReader out =
          new BufferedReader(
              new InputStreamReader(
                  Objects.requireNonNull(process).getInputStream(), StandardCharsets.UTF_8));
      String line = out.readLine();
      while (line != null && !line.contains("answers at")) {
        line = out.readLine();
      }
      if (line == null) {
        throw new IOException("the game process ended; see " + data);
      }
    }

    /** SIGKILL: nothing is closed, nothing is said. */
    void kill() throws InterruptedException {
      if (process != null) {
        process.destroyForcibly().waitFor();
      }
    }

    void signal(String name) throws Exception {
      if (process != null) {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
      }
    }

    HttpJson door() {
      var wish =
          new TokenClient.Wish(
              installation.secrets().credentials("operator"),
              Set.of(Target.GAME.audience()),
              Set.of("session:read", "session:write", "feed:public"),
              null);
      return HttpJson.to("game", book.of(Target.GAME))
          .withToken(tokens.bearer(wish))
          .withTimeout(Duration.ofSeconds(120));
    }
  }

  /**
   * Starts the other services.
   *
   * @param database of the game process; null: SQLite
   */
  KilledGame(Path data, @Nullable String database) throws IOException {
    this.data = data;
    this.classPath = classPath(data);
    this.database = database;
    this.addresses = AddressBook.onFreePorts();
    this.installation = new Installation(HOME, data, null, InstantSource.system());
    Set<Target> targets = EnumSet.copyOf(Targets.all());
    targets.removeAll(Set.of(Target.GAME, Target.DASHBOARD, Target.ANALYTICS, Target.DETECTION));
    this.others =
        installation.start(
            targets,
            "127.0.0.1",
            addresses,
            t -> addresses.of(t).getPort(),
            true,
            (Service _) -> {});
    this.model = new HeldModel(addresses.of(Target.MODEL));
    this.tokens = new TokenClient(addresses.of(Target.AUTH), InstantSource.system());
  }

  /** The program's class path with its classes in a jar: folders cannot be archived. */
  private static String classPath(Path data) throws IOException {
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(entry);
      if (!Files.isDirectory(path)) {
        entries.add(entry);
      } else if (Files.exists(path.resolve("heist/app/Heist.class"))) {
        Path jar = data.resolve("classes.jar");
        pack(path, jar);
        entries.add(jar.toString());
      }
    }
    return String.join(File.pathSeparator, entries);
  }

  private static void pack(Path folder, Path jar) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(folder)) {
      out.setLevel(Deflater.NO_COMPRESSION);
      for (Path file : (Iterable<Path>) files.skip(1)::iterator) {
        boolean inner = Files.isDirectory(file);
        out.putNextEntry(new ZipEntry(folder.relativize(file) + (inner ? "/" : "")));
        if (!inner) {
          Files.copy(file, out);
        }
        out.closeEntry();
      }
    }
  }

  /** What stands between the game processes and their model. */
  HeldModel model() {
    return model;
  }

  /** The first one is where the other services look for the game. */
  Worker worker() {
    AddressBook book =
        workers.isEmpty()
            ? addresses
            : addresses.with(Target.GAME, AddressBook.onFreePorts().of(Target.GAME));
    Worker worker = new Worker(book.of(Target.GAME).getPort(), book);
    workers.add(worker);
    return worker;
  }

  /** What the game processes have warned of, for a failed test to show. */
  String warnings() throws IOException {
    StringBuilder text = new StringBuilder();
    for (Worker worker : workers) {
      Files.readString(data.resolve("game-" + worker.port + ".err"))
          .lines()
          .filter(line -> line.contains("WARN") || line.contains("ERROR"))
          .limit(40)
          .forEach(line -> text.append(line).append('\n'));
    }
    return text.toString();
  }

  /** Sessions in which somebody had to do without a service that did not answer in time. */
  Set<String> late() throws IOException {
    Set<String> sessions = new HashSet<>();
    for (Worker worker : workers) {
      Files.readString(data.resolve("game-" + worker.port + ".err"))
          .lines()
          .map(LATE::matcher)
          .filter(Matcher::find)
          .forEach(found -> sessions.add(found.group(1)));
    }
    return sessions;
  }

  @Override
  public void close() {
    for (Worker worker : workers) {
      if (worker.process != null) {
        worker.process.destroyForcibly();
      }
    }
    model.close();
    others.close();
  }
}
