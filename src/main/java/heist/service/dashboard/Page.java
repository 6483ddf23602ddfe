package heist.service.dashboard;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The page's own files, from the class path. Browsers keep them and ask whether they are still the
 * same (ETag). The policy in the headers lets no script or style run that is not such a file.
 */
final class Page {
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final Pattern NAME =
      Pattern.compile("[a-z0-9-]+(/[a-z0-9-]+)*\\.(html|js|css|svg)");

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml");

  /** lit-html comes as a WebJar; its version stays out of the page. */
  private static final String LIT = "META-INF/resources/webjars/lit-html/3.3.2/";

  private static final String CHART =
      "META-INF/resources/webjars/chart.js/4.5.1/dist/chart.umd.min.js";

  private record File(String type, String tag, byte[] bytes) {}

  private final Map<String, File> files = new ConcurrentHashMap<>();

  void install(JavalinConfig config) {
    config.routes.after(ctx -> {
      ctx.header("X-Frame-Options", "DENY");
      ctx.header("Referrer-Policy", "no-referrer");
      ctx.header("Cross-Origin-Opener-Policy", "same-origin");
      ctx.header("Cross-Origin-Resource-Policy", "same-origin");
    });
    config.routes.get("/", ctx -> serve(ctx, "index.html"));
    config.routes.get("/index.html", ctx -> serve(ctx, "index.html"));
    config.routes.get("/icon.svg", ctx -> serve(ctx, "icon.svg"));
    config.routes.get("/favicon.ico", ctx -> serve(ctx, "icon.svg"));
    for (String folder : new String[] {"css", "js", "lib"}) {
      config.routes.get(
          "/" + folder + "/<file>", ctx -> serve(ctx, folder + "/" + ctx.pathParam("file")));
    }
  }

  private void serve(Context ctx, String name) {
    File file = file(name).orElseThrow(NotFoundResponse::new);
    ctx.header("Content-Security-Policy", POLICY);
    ctx.header("Cache-Control", "no-cache");
    ctx.header("ETag", file.tag());
    if (file.tag().equals(ctx.header("If-None-Match"))) {
      ctx.status(304);
      return;
    }
    ctx.contentType(file.type()).result(file.bytes());
  }

  private Optional<File> file(String name) {
    File known = files.get(name);
    if (known != null || !NAME.matcher(name).matches()) {
      return Optional.ofNullable(known);
    }
    String resource =
        name.equals("lib/chart.js")
            ? CHART
            : name.startsWith("lib/") ? LIT + name.substring(4) : "dashboard/" + name;
    try (InputStream in = Page.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        return Optional.empty();
      }
      byte[] bytes = in.readAllBytes();
      String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "");
      File file = new File(type, tag(bytes), bytes);
      files.put(name, file);
      return Optional.of(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Reading " + resource + " failed", e);
    }
  }

  private static String tag(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return '"' + HexFormat.of().formatHex(hash, 0, 12) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has SHA-256
    }
  }
}
