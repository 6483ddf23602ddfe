package heist.app;

import heist.HeistException;
import heist.cli.Launcher.Address;
import heist.cli.Launcher.Llm;
import heist.cli.Launcher.Run;
import heist.client.AddressBook;
import heist.client.SecretStore;
import heist.client.ServiceContext;
import heist.client.Target;
import heist.config.Environment;
import heist.config.Library;
import heist.config.Settings;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One data folder of an installation: what is configured for it, and how it is served. */
final class Installation {
  private final Path home;
  private final Path data;
  private final Library library;
  private final Settings settings;
  private final InstantSource clock;

  Installation(Path home, Path data, @Nullable Llm llm, InstantSource clock) {
    this.home = home;
    this.data = data;
    this.clock = clock;
    this.library = new Library(home, data, Environment.system());
    this.settings = with(library.settings(null), llm);
  }

  /** A model endpoint named on the command line ranks above every file. */
  private static Settings with(Settings settings, @Nullable Llm llm) {
    if (llm == null) {
      return settings;
    }
    Settings.Model model = settings.model();
    return new Settings(
        settings.profile(),
        settings.features(),
        settings.session(),
        new Settings.Model(
            llm.baseUrl(),
            llm.model(),
            llm.apiKey(),
            model.temperature(),
            model.maxTokens(),
            model.timeout(),
            model.retries(),
            model.inFlight(),
            model.embeddings()),
        settings.service(),
        settings.tools(),
        settings.clients());
  }

  Path data() {
    return data;
  }

  Settings settings() {
    return settings;
  }

  SecretStore secrets() {
    return new SecretStore(data.resolve("secrets"));
  }

  /**
   * Starts targets.
   *
   * @param addresses where each target is for the others
   * @param ports where those started here listen
   * @param worksOn whether sessions are carried on
   * @param started told of each as it comes up
   * @throws HeistException one clear line
   */
  Host start(
      Set<Target> targets,
      String bind,
      AddressBook addresses,
      ToIntFunction<Target> ports,
      boolean worksOn,
      Consumer<heist.web.Service> started) {
    Parts parts = new Parts(library, settings, worksOn);
    SecretStore secrets = secrets();
    List<Host.Module> modules = new ArrayList<>();
    for (Target target : Target.values()) {
      if (targets.contains(target)) {
        ServiceContext context =
            new ServiceContext(
                target,
                bind,
                ports.applyAsInt(target),
                addresses,
                data,
                secrets,
                clock,
                settings.service().databaseUrl(),
                settings.features()::on,
                settings.service().startTimeout());
        modules.add(
            new Host.Module(
                target.id(),
                target.dependencies().stream().map(Target::id).collect(Collectors.toSet()),
                () -> Targets.factory(target).start(context, parts)));
      }
    }
    return Host.start(modules, started);
  }

  /**
   * Refuses ports that are taken before anything is started: told at once, and all of them.
   *
   * @throws HeistException CONFLICT that names the ports
   */
  static void refuseTakenPorts(Set<Target> targets, String bind, ToIntFunction<Target> ports) {
    List<String> taken = new ArrayList<>();
    for (Target target : targets) {
      int port = ports.applyAsInt(target);
      try (ServerSocket socket = new ServerSocket()) {
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(bind, port));
      } catch (BindException e) {
        taken.add(port + " (" + target.id() + ")");
      } catch (IOException | IllegalArgumentException e) {
        throw new HeistException(
            HeistException.Kind.BAD_INPUT, "Cannot listen on " + bind + ": " + e.getMessage(), e);
      }
    }
    if (!taken.isEmpty()) {
      throw new HeistException(
          HeistException.Kind.CONFLICT,
          (taken.size() == 1 ? "Port " : "Ports ")
              + String.join(", ", taken)
              + (taken.size() == 1 ? " is" : " are")
              + " taken on "
              + bind
              + (taken.size() == 1 ? ". Stop what uses it" : ". Stop what uses them")
              + ", or choose others with --port-offset.");
    }
  }

  /** Refuses a second server on the same folder, before it fails on some port or file. */
  void refuseSecond() {
    Optional<Run> run = new RunFile(data).read();
    if (run.isPresent()) {
      throw new HeistException(
          HeistException.Kind.CONFLICT,
          "Process "
              + run.get().pid()
              + " serves "
              + data
              + " already. End it with heist down, or name another folder with --data.");
    }
  }

  static List<Address> addresses(Host host) {
    return host.services().stream().map(s -> new Address(s.name(), s.address())).toList();
  }

  Path home() {
    return home;
  }
}
