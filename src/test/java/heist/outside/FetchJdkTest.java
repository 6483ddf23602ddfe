package heist.outside;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fetching a JDK, from a publisher that this test plays: a small archive and metadata in the form
 * of the Adoptium API.
 */
class FetchJdkTest {
  private static final Path SCRIPTS = Path.of("scripts").toAbsolutePath();

  @TempDir Path folder;
  private HttpServer publisher;
  private byte[] archive;
  private Shell shell;

  @BeforeEach
  void publish() throws Exception {
    Path jdk = Files.createDirectories(folder.resolve("made/jdk-25.0.9+1"));
    Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"25.0.9\"\n");
    Files.createDirectory(jdk.resolve("bin"));
    for (String name : List.of("java", "javac")) {
      Path program = Files.writeString(jdk.resolve("bin").resolve(name), "#!/bin/sh\necho fake\n");
      assertThat(program.toFile().setExecutable(true)).isTrue();
    }
    Path packed = folder.resolve("packed.tar.gz");
    shell =
        new Shell(
            folder,
            Map.of("PATH", System.getenv("PATH"), "HOME", folder.resolve("home").toString()));
    assertThat(
            shell
                .run(
                    "tar",
                    "-czf",
                    packed.toString(),
                    "-C",
                    folder.resolve("made").toString(),
                    "jdk-25.0.9+1")
                .exit())
        .isZero();
    archive = Files.readAllBytes(packed);
    publisher = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    publisher.start();
    serve("/jdk.tar.gz", archive);
    describe(sha256(archive));
  }

  @AfterEach
  void stop() {
    publisher.stop(0);
  }

  @Test
  void keepsAnArchiveWithTheRightChecksum() throws Exception {
    var said = fetch();
    Path home = folder.resolve("home/.cache/heist/jdk/jdk-25.0.9+1");
    assertThat(said.out()).isEqualTo(home + "\n");
    assertThat(home.resolve("bin/java")).isExecutable();
    assertThat(said.err()).contains("No JDK 25 was found: fetching Temurin");
    assertThat(left()).containsExactly("jdk-25.0.9+1");
  }

  @Test
  void putsItWhereTheCacheIsSaidToBe() throws Exception {
    shell = shell.with("XDG_CACHE_HOME", folder.resolve("elsewhere").toString());
    assertThat(fetch().out()).startsWith(folder.resolve("elsewhere/heist/jdk").toString());
  }

  @Test
  void refusesAnArchiveWithAnotherChecksum() throws Exception {
    describe("0".repeat(64));
    var said = fetch();
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.err())
        .contains("is not what its publisher made: it was refused")
        .contains("0".repeat(64))
        .contains(sha256(archive));
    assertThat(left()).isEmpty();
  }

  @Test
  void refusesAnArchiveThatWasCutOff() throws Exception {
    publisher.removeContext("/jdk.tar.gz");
    publisher.createContext(
        "/jdk.tar.gz",
        exchange -> {
          exchange.sendResponseHeaders(200, archive.length);
          exchange.getResponseBody().write(archive, 0, archive.length / 2);
          exchange.close(); // half of it unsent: the connection ends here
        });
    var said = fetch();
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.err())
        .contains("The JDK could not be downloaded from " + address("/jdk.tar.gz"));
    assertThat(left()).isEmpty();
  }

  @Test
  void saysSoWithoutNetwork() throws Exception {
    String gone = address("/metadata");
    publisher.stop(0);
    var said = fetchFrom(gone);
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.err())
        .contains("no JDK 25 was found, and none could be fetched from " + gone)
        .contains("set HEIST_JAVA_HOME");
    assertThat(said.err().lines().filter(line -> line.contains("heist:"))).hasSize(1);
  }

  @Test
  void refusesMetadataWithoutAnArchive() throws Exception {
    serve("/metadata", "[]".getBytes(StandardCharsets.UTF_8));
    assertThat(fetch().err()).contains("names no archive with a checksum: nothing was fetched");
  }

  @Test
  void saysSoWhenThereIsNoPlaceForIt() throws Exception {
    Files.writeString(folder.resolve("home"), "a file where the home should be");
    var said = fetch();
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.err()).contains("cannot be written").contains("Set XDG_CACHE_HOME");
  }

  @Test
  void refusesAJavaHomeThatIsAnother() throws Exception {
    var said = shell.with("HEIST_JAVA_HOME", "/usr").run("bash", "-c", sourced("find_jdk"));
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.err()).contains("HEIST_JAVA_HOME is /usr, and that is no JDK 25");
  }

  @Test
  void refusesAMavenThatIsNotThePublished() throws Exception {
    serve("/apache-maven-3.9.11-bin.zip", archive);
    var said =
        new Shell(
                folder,
                Map.of(
                    "PATH",
                    pathWithoutMaven(),
                    "HOME",
                    folder.resolve("home").toString(),
                    "HEIST_HOME",
                    SCRIPTS.getParent().toString()))
            .with("HEIST_MAVEN_URL", address("/apache-maven-3.9.11-bin.zip"))
            .run("bash", "-c", sourced("find_maven " + System.getProperty("java.home")));
    assertThat(said.err())
        .contains(
            "Maven from "
                + address("/apache-maven-3.9.11-bin.zip")
                + " is not what its publisher made: it was refused");
    assertThat(said.exit()).isEqualTo(1);
  }

  private Shell.Said fetch() throws Exception {
    return fetchFrom(address("/metadata"));
  }

  private Shell.Said fetchFrom(String metadata) throws Exception {
    return shell
        .with("HEIST_JDK_URL", metadata)
        .run("bash", "-c", sourced("home=$(fetch_jdk) || exit 1; echo \"$home\""));
  }

  private static String sourced(String command) {
    return "set -euo pipefail; . %1$s/common.sh; . %1$s/jdk.sh; . %1$s/build.sh; %2$s"
        .formatted(SCRIPTS, command);
  }

  /** A PATH with the few programs that the script needs, and no mvn. */
  private String pathWithoutMaven() throws IOException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    for (String name :
        List.of(
            "bash",
            "sh",
            "curl",
            "sed",
            "head",
            "tail",
            "mkdir",
            "mktemp",
            "basename",
            "dirname",
            "sha256sum",
            "cut",
            "rm",
            "mv",
            "chmod",
            "id",
            "cat")) {
      for (String place : System.getenv("PATH").split(":", -1)) {
        if (Files.isExecutable(Path.of(place, name)) && !Files.exists(bin.resolve(name))) {
          Path call =
              Files.writeString(
                  bin.resolve(name), "#!/bin/sh\nexec " + Path.of(place, name) + " \"$@\"\n");
          assertThat(call.toFile().setExecutable(true)).isTrue();
        }
      }
    }
    return bin.toString();
  }

  /** The metadata names an installer too, with another checksum, as it does for some systems. */
  private void describe(String checksum) {
    String text =
        """
        [ { "binary": { "architecture": "x64", "image_type": "jdk",
            "installer": { "checksum": "%s", "link": "%s", "name": "jdk.pkg" },
            "package": {
              "checksum": "%s",
              "checksum_link": "%s.sha256.txt",
              "link": "%s",
              "name": "jdk.tar.gz", "size": %d
            }, "project": "jdk" }, "release_name": "jdk-25.0.9+1" } ]
        """
            .formatted(
                "1".repeat(64),
                address("/installer"),
                checksum,
                address("/jdk.tar.gz"),
                address("/jdk.tar.gz"),
                archive.length);
    serve("/metadata", text.getBytes(StandardCharsets.UTF_8));
  }

  private void serve(String path, byte[] body) {
    try {
      publisher.removeContext(path);
    } catch (IllegalArgumentException firstTime) {
      // nothing was served there yet
    }
    publisher.createContext(
        path,
        exchange -> {
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }

  private String address(String path) {
    return "http://127.0.0.1:" + publisher.getAddress().getPort() + path;
  }

  private List<String> left() throws IOException {
    Path jdks = folder.resolve("home/.cache/heist/jdk");
    try (Stream<Path> files = Files.list(jdks)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
