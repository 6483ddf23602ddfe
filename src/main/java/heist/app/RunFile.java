package heist.app;

import heist.HeistException;
import heist.cli.Launcher.Address;
import heist.cli.Launcher.Run;
import heist.web.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code data/run/services.json}: which process serves a data folder, and where. A file whose
 * process is gone, or whose number now belongs to another process, counts as none.
 */
final class RunFile {
  private final Path data;
  private final Path file;

  RunFile(Path data) {
    this.data = data;
    this.file = data.resolve("run").resolve("services.json");
  }

  /** Writes this process's services, all at once. */
  void write(List<Address> services) {
    ObjectNode node = Json.mapper().createObjectNode();
    node.put("pid", ProcessHandle.current().pid());
    node.put("started", started(ProcessHandle.current()));
    ObjectNode addresses = node.putObject("services");
    services.forEach(s -> addresses.put(s.target(), s.uri().toString()));
    try {
      Files.createDirectories(file.getParent());
      Path fresh = file.resolveSibling("services.json." + ProcessHandle.current().pid());
      Files.writeString(fresh, Json.mapper().writeValueAsString(node) + "\n");
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new HeistException(
          HeistException.Kind.UNAVAILABLE,
          "Cannot write " + file + ": make the data folder writable, or name another with --data.",
          e);
    }
  }

  /** What runs, if its process does. */
  Optional<Run> read() {
    try {
      JsonNode node = Json.mapper().readTree(Files.readString(file));
      long pid = node.path("pid").asLong(-1);
      String started = node.path("started").asString("");
      boolean alive =
          ProcessHandle.of(pid)
              .filter(ProcessHandle::isAlive)
              .map(p -> started(p).equals(started))
              .orElse(false);
      if (!alive) {
        return Optional.empty();
      }
      List<Address> services = new ArrayList<>();
      node.path("services")
          .properties()
          .forEach(
              s -> services.add(new Address(s.getKey(), URI.create(s.getValue().asString("")))));
      return Optional.of(new Run(pid, data, started, services));
    } catch (IOException | JacksonException | IllegalArgumentException e) {
      return Optional.empty(); // nothing there, or nothing that we have written
    }
  }

  /** Removes the file if it is this process's. */
  void remove() {
    read()
        .filter(r -> r.pid() == ProcessHandle.current().pid())
        .ifPresent(_ -> {
          try {
            Files.deleteIfExists(file);
          } catch (IOException e) {
            // It is stale now, and seen to be.
          }
        });
  }

  private static String started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("");
  }
}
