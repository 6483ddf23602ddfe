package heist.web;

import heist.HeistException;
import heist.HeistException.Kind;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinBindException;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.SizeLimitHandler;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP door of one service: Javalin on Jetty with a virtual thread a request. It answers {@code
 * /health}, {@code /metrics}, {@code /openapi.json} and {@code /docs}, bounds bodies, and turns
 * every exception into problem details; routes, servlets, static files and WebSockets are the
 * service's.
 */
public final class WebServer implements AutoCloseable {
  private final String name;
  private final Javalin javalin;
  private final URI address;
  private final Metrics metrics;
  private final AtomicBoolean closing;

  private WebServer(
      String name, Javalin javalin, URI address, Metrics metrics, AtomicBoolean closing) {
    this.name = name;
    this.javalin = javalin;
    this.address = address;
    this.metrics = metrics;
    this.closing = closing;
  }

  /** Begins a server for the target {@code name}. */
  public static Builder named(String name) {
    return new Builder(name);
  }

  /** Where it answers. A server bound to all addresses says 127.0.0.1. */
  public URI address() {
    return address;
  }

  /** The port it listens on. */
  public int port() {
    return address.getPort();
  }

  /** The target's name. */
  public String name() {
    return name;
  }

  /** What it routes, as {@code GET /path/{parameter}}; no servlets, no files. */
  public Set<String> routes() {
    return javalin.unsafe.internalRouter.allHttpHandlers().stream()
        .map(parsed -> parsed.endpoint)
        .filter(endpoint -> endpoint.method.isHttpMethod())
        .map(endpoint -> endpoint.method.name() + " " + endpoint.path)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** How long a connection may be idle between two requests. */
  Duration keepAlive() {
    return Duration.ofMillis(javalin.jettyServer().server().getConnectors()[0].getIdleTimeout());
  }

  /** For figures of the service's own. */
  public MeterRegistry metrics() {
    return metrics.registry();
  }

  /** Stops listening and cuts what is open. May be called twice. */
  @Override
  public void close() {
    closing.set(true);
    javalin.stop();
  }

  /** What a server is made of. Not thread-safe. */
  public static final class Builder {
    private final String name;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final Map<String, HealthCheck> dependencies = new LinkedHashMap<>();
    private final List<Consumer<JavalinConfig>> routes = new ArrayList<>();
    private final List<Consumer<ServletContextHandler>> servlets = new ArrayList<>();
    private String host = "127.0.0.1";
    private int port;
    private long maxBody = 1 << 20;
    private Timeouts timeouts = Timeouts.STANDARD;
    private final List<String> openApi = new ArrayList<>();
    private @Nullable URI issuer;

    private Builder(String name) {
      this.name = name;
    }

    /** Where to listen; 127.0.0.1 and any free port (0) unless told. */
    public Builder bind(String host, int port) {
      this.host = host;
      this.port = port;
      return this;
    }

    /** The largest body in bytes, 1 MiB unless told; a larger one is answered with 413. */
    public Builder maxBody(long bytes) {
      this.maxBody = bytes;
      return this;
    }

    /** How long to wait for clients; {@link Timeouts#STANDARD} unless told. */
    Builder timeouts(Timeouts timeouts) {
      this.timeouts = timeouts;
      return this;
    }

    /**
     * The service's OpenAPI document, YAML or JSON, on the class path: {@code openapi/NAME.yaml}.
     * May be called several times; a later part adds paths and components.
     */
    public Builder openApi(String resource) {
      openApi.add(resource);
      return this;
    }

    /**
     * The authorization server whose tokens are asked for here: challenges and metadata (RFC 9728)
     * lead clients to it.
     */
    public Builder authorizationServer(URI issuer) {
      this.issuer = issuer;
      return this;
    }

    /** Something that must be there for {@code /health} to say ready. */
    public Builder dependency(String name, HealthCheck check) {
      dependencies.put(name, check);
      return this;
    }

    /** Routes, before-handlers, static files, WebSockets. May be called several times. */
    public Builder routes(Consumer<JavalinConfig> routes) {
      this.routes.add(routes);
      return this;
    }

    /** Servlets and filters beside Javalin, whose before-handlers do not see them. */
    public Builder servlets(Consumer<ServletContextHandler> servlets) {
      this.servlets.add(servlets);
      return this;
    }

    /**
     * Starts listening.
     *
     * @throws HeistException CONFLICT if the port is taken, BAD_INPUT if the address is not ours
     */
    public WebServer start() {
      Metrics metrics = new Metrics(name);
      Javalin javalin = Javalin.create(config -> configure(config, metrics));
      try {
        javalin.start(host, port);
      } catch (JavalinBindException e) {
        throw new HeistException(
            Kind.CONFLICT,
            "%s cannot listen on %s:%d: the port is taken. Stop what uses it, or choose other ports with --port-offset."
                .formatted(name, host, port),
            e);
      } catch (RuntimeException e) {
        throw new HeistException(
            Kind.BAD_INPUT,
            "%s cannot listen on %s:%d: %s".formatted(name, host, port, rootMessage(e)),
            e);
      }
      return new WebServer(name, javalin, address(javalin.port()), metrics, closing);
    }

    private URI address(int actualPort) {
      boolean everywhere = host.isEmpty() || host.equals("0.0.0.0") || host.equals("::");
      String shown = everywhere ? "127.0.0.1" : host.contains(":") ? "[" + host + "]" : host;
      return URI.create("http://" + shown + ":" + actualPort);
    }

    private void configure(JavalinConfig config, Metrics metrics) {
      config.startup.showJavalinBanner = false;
      config.startup.showOldJavalinVersionWarning = false;
      config.startup.startupWatcherEnabled = false;
      config.concurrency.useVirtualThreads = true;
      config.http.maxRequestSize = maxBody;
      config.http.prefer405over404 = true;
      config.http.defaultContentType = "application/json";
      config.jsonMapper(new BodyMapper());
      config.jetty.modifyServer(this::limits);
      config.jetty.modifyHttpConfiguration(this::plain);
      config.jetty.addConnector(this::connector);
      OpenApi description = new OpenApi(name, openApi);
      Optional<ProtectedResource> resource =
          Optional.ofNullable(issuer).map(uri -> new ProtectedResource(name, uri, description));
      config.jetty.modifyServletContextHandler(handler -> {
        handler.setErrorHandler(new Problems.Handler());
        resource.ifPresent(known -> known.install(handler));
        servlets.forEach(own -> own.accept(handler));
      });
      config.requestLogger.http(metrics::request);
      config.routes.before(ctx -> ctx.header("X-Content-Type-Options", "nosniff"));
      Problems.install(config, closing::get);
      Health health = new Health(name, dependencies);
      resource.ifPresent(known -> known.install(config));
      config.routes.get("/health", health::answer);
      config.routes.get(
          "/metrics", ctx -> ctx.contentType("text/plain; version=0.0.4").result(metrics.scrape()));
      config.routes.get("/openapi.json", ctx -> ctx.json(description.document()));
      config.routes.get("/docs", ctx -> ctx.html(DocsPage.of(description.document())));
      routes.forEach(own -> own.accept(config));
    }

    private void limits(Server server) {
      server.setErrorHandler(new Problems.Handler());
      // The last one is asked first.
      server.insertHandler(new SizeLimitHandler(maxBody, -1));
      server.insertHandler(new LargeBodies(maxBody));
      server.insertHandler(new SlowBodies(timeouts));
      server.setStopTimeout(0);
    }

    private ServerConnector connector(Server server, HttpConfiguration http) {
      ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
      connector.setHost(host);
      connector.setPort(port);
      connector.setIdleTimeout(timeouts.keepAlive().toMillis());
      return connector;
    }

    private void plain(HttpConfiguration http) {
      http.setIdleTimeout(timeouts.idle().toMillis());
      http.setSendServerVersion(false);
      http.setSendDateHeader(false);
      // Jetty remembers a connection's header fields. A token nearly fills that memory, so that it
      // was emptied and filled anew with each request; values longer than this are left out.
      http.setHeaderCacheSize(512);
    }

    private static String rootMessage(Throwable e) {
      Throwable root = e;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      return String.valueOf(root.getMessage());
    }
  }
}
