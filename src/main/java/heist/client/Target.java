package heist.client;

import heist.HeistException;
import heist.HeistException.Kind;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The services of Heist, in the order in which they start: each comes after those it needs. Its
 * dependencies are what {@code /health} waits for, not all that it may ever call.
 */
public enum Target {
  /** The authorization server. */
  AUTH(8001),
  /** The offline model. */
  MODEL(8011),
  /** Which tools there are. */
  DISCOVERY(8006, AUTH),
  /** Safe arithmetic. */
  CALCULATOR(8002, AUTH),
  /** The session engine. */
  GAME(8009, AUTH, DISCOVERY),
  /** Documents of a session's world. */
  FILES(8003, AUTH, GAME),
  /** The security database of a session's world. */
  DATABASE(8004, AUTH, GAME),
  /** What agents remember. */
  MEMORY(8005, AUTH, GAME),
  /** Figures from the event feed. */
  ANALYTICS(8007, AUTH, GAME),
  /** Who is suspicious, and why. */
  DETECTION(8010, AUTH, GAME),
  /** The web application: the only door for people. */
  DASHBOARD(8008, AUTH, GAME);

  private final int port;
  private final Set<Target> dependencies;

  Target(int port, Target... dependencies) {
    this.port = port;
    // An EnumSet of this very class cannot be made while the class is being set up.
    this.dependencies =
        Collections.unmodifiableSet(new java.util.LinkedHashSet<>(List.of(dependencies)));
  }

  /** The name on the command line, in addresses of containers, and of its OAuth client. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The port it has unless {@code --port-offset} says otherwise. */
  public int port() {
    return port;
  }

  /** What it cannot do without. */
  public Set<Target> dependencies() {
    return dependencies;
  }

  /** What a token must name in {@code aud} to be good there. */
  public String audience() {
    return "urn:heist:" + id();
  }

  /**
   * The target called {@code id}.
   *
   * @throws HeistException BAD_INPUT that lists the targets
   */
  public static Target of(String id) {
    return Arrays.stream(values())
        .filter(target -> target.id().equals(id))
        .findFirst()
        .orElseThrow(() ->
            new HeistException(
                Kind.BAD_INPUT,
                "There is no target '%s'. There are: %s, and 'all'.".formatted(id, names())));
  }

  /** The targets of a list such as {@code auth,game}; {@code all} is every one. */
  public static Set<Target> parse(String list) {
    if (list.strip().equals("all")) {
      return EnumSet.allOf(Target.class);
    }
    Set<Target> targets = EnumSet.noneOf(Target.class);
    for (String id : list.split(",", -1)) {
      targets.add(of(id.strip()));
    }
    return targets;
  }

  /** {@code targets} and all that they need, directly or not. */
  public static Set<Target> withDependencies(Set<Target> targets) {
    Set<Target> all = EnumSet.noneOf(Target.class);
    for (Target target : targets) {
      all.add(target);
      if (!target.dependencies.isEmpty()) {
        all.addAll(withDependencies(target.dependencies));
      }
    }
    return all;
  }

  private static String names() {
    return Arrays.stream(values()).map(Target::id).sorted().collect(Collectors.joining(", "));
  }
}
