package heist.app;

import heist.HeistException;
import heist.audit.AuditLog;
import heist.audit.AuditLog.Inspection;
import heist.cli.Launcher.Address;
import heist.cli.Launcher.Run;
import heist.client.Target;
import heist.web.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The audits of all services on a data folder: those of services that run are asked for over HTTP,
 * the others read where they lie.
 */
final class AuditBooks {
  private final Installation installation;
  private final Optional<Run> run;
  private final InstantSource clock;

  AuditBooks(Installation installation, Optional<Run> run, InstantSource clock) {
    this.installation = installation;
    this.run = run;
    this.clock = clock;
  }

  /** What was found of each, by name. */
  List<JsonNode> verdicts() {
    List<JsonNode> verdicts = new ArrayList<>();
    for (Address service : running()) {
      try {
        verdicts.add(ask(service, "/audit/verify"));
      } catch (HeistException e) {
        if (e.kind() != HeistException.Kind.NOT_FOUND) {
          verdicts.add(
              Json.mapper()
                  .createObjectNode()
                  .put("service", service.target())
                  .put("intact", false)
                  .put("message", service.target() + ": not verified: " + e.getMessage()));
        }
      }
    }
    for (String service : atRest()) {
      verdicts.add(Json.mapper().valueToTree(inspect(service, 1).verdict()));
    }
    verdicts.sort(Comparator.comparing(v -> v.path("service").asString("")));
    return verdicts;
  }

  /** The newest of all together, the latest last. */
  List<JsonNode> entries(int limit) {
    List<JsonNode> entries = new ArrayList<>();
    for (Address service : running()) {
      try {
        ask(service, "/audit/tail?limit=" + limit)
            .path("entries")
            .forEach(row -> entries.add(named(service.target(), row)));
      } catch (HeistException e) {
        if (e.kind() != HeistException.Kind.NOT_FOUND) {
          throw e;
        }
      }
    }
    for (String service : atRest()) {
      inspect(service, limit)
          .tail()
          .forEach(row -> entries.add(named(service, Json.mapper().valueToTree(row))));
    }
    entries.sort(Comparator.comparing(e -> e.path("at").asString("")));
    return entries.subList(Math.max(0, entries.size() - limit), entries.size());
  }

  private static JsonNode named(String service, JsonNode row) {
    ObjectNode named = Json.mapper().createObjectNode().put("service", service);
    row.properties().forEach(p -> named.set(p.getKey(), p.getValue()));
    return named;
  }

  /** The offline model keeps no audit: nobody does anything there. */
  private List<Address> running() {
    return run.map(Run::services).orElse(List.of()).stream()
        .filter(a -> !a.target().equals(Target.MODEL.id()))
        .toList();
  }

  private JsonNode ask(Address service, String path) {
    Running services = new Running(running(), installation.secrets(), clock, null);
    return services.door(service.target()).get(path);
  }

  private Inspection inspect(String service, int limit) {
    return AuditLog.inspect(
        service,
        installation.data(),
        installation.settings().service().databaseUrl(),
        installation.secrets().getOrCreate("audit-key"),
        limit);
  }

  /** Services that have noted something here, by their heads, or by what is left of them. */
  private List<String> atRest() {
    Path folder = installation.data().resolve("audit");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    TreeSet<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.list(folder)) {
      files
          .map(f -> String.valueOf(f.getFileName()))
          .forEach(f -> {
            if (f.endsWith(".head")) {
              names.add(f.substring(0, f.length() - 5));
            } else if (f.startsWith("audit_") && f.endsWith(".db")) {
              names.add(f.substring(6, f.length() - 3));
            }
          });
    } catch (IOException e) {
      throw new HeistException(
          HeistException.Kind.UNAVAILABLE, "The audits in " + folder + " cannot be read.", e);
    }
    run.map(Run::services).orElse(List.of()).forEach(a -> names.remove(a.target()));
    return names.stream().filter(AuditBooks::isTarget).toList();
  }

  private static boolean isTarget(String name) {
    return Targets.all().stream().anyMatch(t -> t.id().equals(name));
  }
}
