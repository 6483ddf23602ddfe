package heist.service.discovery;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.tool.ToolInfo;
import heist.tool.ToolRegistration;
import heist.tool.ToolSpec;
import heist.web.Caller;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The tools that services have told of, in memory: services tell again when this is a new one,
 * which they see by {@link #instance}. Holds no secret. Thread-safe.
 */
final class Registry {
  /** A token with this scope sees and changes everything. */
  static final String REGISTER = "discovery:register";

  private static final int MOST = 500;

  private record Entry(ToolInfo info, String by) {}

  private final String instance = UUID.randomUUID().toString();
  private final Set<URI> allowed;
  private final TreeMap<String, Entry> tools = new TreeMap<>();
  private final AtomicLong lookups = new AtomicLong();
  private long changes;

  /**
   * @param allowed the only addresses a tool may be at: discovery must not lead agents, and their
   *     tokens, anywhere else
   */
  Registry(Collection<URI> allowed) {
    this.allowed = Set.copyOf(allowed);
  }

  /** What the registry looks like from outside. */
  record Stats(
      String instance, int tools, List<String> services, long registrations, long lookups) {}

  /** The tools that the caller may use, by name. */
  synchronized List<ToolInfo> visible(Caller caller) {
    lookups.incrementAndGet();
    return tools.values().stream().map(Entry::info).filter(t -> visible(t, caller)).toList();
  }

  synchronized Optional<ToolInfo> find(String name, Caller caller) {
    lookups.incrementAndGet();
    return Optional.ofNullable(tools.get(name)).map(Entry::info).filter(t -> visible(t, caller));
  }

  /** The tool of this name, whoever asks. */
  synchronized Optional<ToolInfo> tool(String name) {
    return Optional.ofNullable(tools.get(name)).map(Entry::info);
  }

  /** All tools, by name. */
  synchronized List<ToolInfo> all() {
    return tools.values().stream().map(Entry::info).toList();
  }

  private static boolean visible(ToolInfo tool, Caller caller) {
    // Whoever may read audits sees what there is, though not use it: the dashboard shows scopes.
    return caller.may(tool.scope()) || caller.may(REGISTER) || caller.may("audit:read");
  }

  /**
   * Takes in tools. A service that tells of its own tells of all: those it told of before and does
   * not tell of now are gone. Whoever else registers adds to what there is.
   *
   * @throws HeistException BAD_INPUT if the address is not one of ours or a tool is incomplete;
   *     CONFLICT if another service has a tool of that name
   */
  synchronized List<ToolInfo> register(ToolRegistration registration, String by) {
    String address = registration.address();
    if (allowed.stream().noneMatch(a -> a.toString().equals(address))) {
      throw new HeistException(
          Kind.BAD_INPUT,
          "address: '%s' is not a service of this installation; its addresses: %s"
              .formatted(
                  address,
                  allowed.stream().map(URI::toString).sorted().collect(Collectors.joining(", "))));
    }
    List<ToolInfo> told =
        registration.tools().stream().map(tool -> info(registration, tool)).toList();
    for (ToolInfo tool : told) {
      Entry known = tools.get(tool.name());
      if (known != null && !known.info().service().equals(registration.service())) {
        throw new HeistException(
            Kind.CONFLICT,
            "%s is already a tool of %s; remove it first"
                .formatted(tool.name(), known.info().service()));
      }
    }
    if (by.equals(registration.service())) {
      tools.values().removeIf(e -> e.info().service().equals(by) && e.by().equals(by));
    }
    if (tools.size() + told.size() > MOST) {
      throw new HeistException(Kind.LIMIT, "There would be more than " + MOST + " tools");
    }
    told.forEach(tool -> tools.put(tool.name(), new Entry(tool, by)));
    changes++;
    return told;
  }

  private static ToolInfo info(ToolRegistration registration, ToolRegistration.Entry tool) {
    try {
      // Checks name, schema and scope as the service itself does.
      ToolSpec spec =
          new ToolSpec(
              given(tool.name()),
              given(tool.description()),
              given(tool.parameters()),
              given(tool.scope()));
      return new ToolInfo(
          spec.name(),
          spec.description(),
          spec.schema(),
          spec.scope(),
          registration.service(),
          registration.address());
    } catch (IllegalArgumentException e) {
      throw new HeistException(
          Kind.BAD_INPUT,
          "tools: each needs name, description, parameters (a schema of type object) and scope: "
              + e.getMessage(),
          e);
    }
  }

  private static <T> T given(@Nullable T part) {
    if (part == null) {
      throw new IllegalArgumentException("one of them is missing");
    }
    return part;
  }

  /**
   * Takes a tool out, until its service tells of it again.
   *
   * @throws HeistException NOT_FOUND if there is none
   */
  synchronized void remove(String name) {
    if (tools.remove(name) == null) {
      throw new HeistException(Kind.NOT_FOUND, "There is no tool \"" + name + "\"");
    }
    changes++;
  }

  synchronized Stats stats() {
    List<String> services =
        tools.values().stream().map(e -> e.info().service()).distinct().sorted().toList();
    return new Stats(instance, tools.size(), services, changes, lookups.get());
  }

  String instance() {
    return instance;
  }
}
