package heist.outside;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code ./heist} in a small checkout of its own, whose Maven is a script that copies a ready jar.
 */
class LauncherTest {
  private static final Path REPOSITORY = Path.of("").toAbsolutePath();

  @TempDir Path folder;
  private Path checkout;
  private Shell shell;

  @BeforeEach
  void lay() throws Exception {
    checkout = Files.createDirectories(folder.resolve("a checkout"));
    Files.copy(REPOSITORY.resolve("heist"), checkout.resolve("heist"));
    assertThat(checkout.resolve("heist").toFile().setExecutable(true)).isTrue();
    Files.createDirectory(checkout.resolve("scripts"));
    try (Stream<Path> scripts = Files.list(REPOSITORY.resolve("scripts"))) {
      for (Path script : scripts.filter(file -> file.toString().endsWith(".sh")).toList()) {
        Files.copy(script, checkout.resolve("scripts").resolve(script.getFileName()));
      }
    }
    Files.writeString(checkout.resolve("pom.xml"), "<project/>");
    Path source = checkout.resolve("src/main/java/Program.java");
    Files.createDirectories(source.getParent());
    Files.writeString(
        source,
        """
        class Program {
          public static void main(String[] args) {
            System.out.println("ran " + String.join("|", args) + " in " + System.getenv("HEIST_HOME"));
            System.exit(args.length);
          }
        }
        """);
    makeMaven(source);
    shell =
        new Shell(
            folder,
            Map.of(
                "PATH",
                folder.resolve("bin") + ":" + System.getenv("PATH"),
                "HOME",
                folder.toString(),
                "HEIST_JAVA_HOME",
                System.getProperty("java.home")));
  }

  @Test
  void buildsAtFirstThenOnlyRuns() throws Exception {
    var first = heist("play", "two words");
    assertThat(first.out()).isEqualTo("ran play|two words in " + checkout + "\n");
    assertThat(first.exit()).isEqualTo(2);
    assertThat(first.err()).contains("Building Heist").contains("Built in");
    var second = heist();
    assertThat(second.err()).isEmpty();
    assertThat(second.exit()).isZero();
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void buildsAgainWhenASourceChanged() throws Exception {
    heist();
    Files.writeString(checkout.resolve("src/main/java/Other.java"), "class Other {}");
    heist();
    Files.delete(checkout.resolve("src/main/java/Other.java"));
    heist();
    assertThat(builds())
        .as("once, once more for the new file; back at the first sources its build is still there")
        .isEqualTo(2);
  }

  @Test
  void runsFromAnotherFolderThroughALink() throws Exception {
    Path link = Files.createDirectory(folder.resolve("links")).resolve("heist");
    Files.createSymbolicLink(link, Path.of("../a checkout/heist"));
    var said = shell.in(Path.of("/")).run(link.toString());
    assertThat(said.out()).endsWith("in " + checkout + "\n");
  }

  @Test
  void twoAtOnceBuildOnce() throws Exception {
    List<Process> running = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      running.add(
          shell.start(
              folder.resolve("out" + i),
              folder.resolve("err" + i),
              List.of(checkout.resolve("heist").toString())));
    }
    for (int i = 0; i < running.size(); i++) {
      assertThat(running.get(i).waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(folder.resolve("out" + i)).content().startsWith("ran ");
    }
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void aFailedBuildSaysWhyAndWhere() throws Exception {
    Files.writeString(folder.resolve("broken"), "");
    var said = heist();
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.out()).isEmpty();
    assertThat(said.err())
        .contains("[ERROR] Program.java:[1,1] something is missing")
        .contains("all of it is in " + checkout.resolve("target/build.log"));
    Files.delete(folder.resolve("broken"));
    assertThat(heist().out()).as("the next run tries again").startsWith("ran ");
  }

  @Test
  void saysSoWhereItCannotBuild() throws Exception {
    Files.writeString(checkout.resolve("target"), "a file where the build should go");
    var said = heist();
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.err())
        .startsWith(
            "heist: Heist is not built yet, and "
                + checkout.resolve("target")
                + " cannot be written");
  }

  @Test
  void knowsTheOptionsOfTest() throws Exception {
    var said = heist("test", "--everything");
    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.err()).contains("./heist test knows --all and --long, not --everything");
  }

  private Shell.Said heist(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(checkout.resolve("heist").toString()));
    command.addAll(List.of(arguments));
    return shell.run(command.toArray(String[]::new));
  }

  private int builds() throws Exception {
    return Files.readAllLines(folder.resolve("builds")).size();
  }

  private void makeMaven(Path source) throws Exception {
    Path made = Files.createDirectories(folder.resolve("made"));
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-d", made.toString(), source.toString()))
        .isZero();
    Path jar = folder.resolve("ready.jar");
    new Shell(made, Map.of())
        .run(
            System.getProperty("java.home") + "/bin/jar",
            "--create",
            "--file",
            jar.toString(),
            "--main-class",
            "Program",
            ".");
    Path maven = Files.createDirectories(folder.resolve("bin")).resolve("mvn");
    Files.writeString(
        maven,
        """
        #!/bin/bash
        if [ "$1" = -v ]; then echo 'Apache Maven 3.9.11 (of this test)'; exit; fi
        echo built >>'%1$s/builds'
        if [ -e '%1$s/broken' ]; then echo '[ERROR] Program.java:[1,1] something is missing'; exit 1; fi
        mkdir -p target/lib && cp '%1$s/ready.jar' target/heist-0.jar
        """
            .formatted(folder));
    assertThat(maven.toFile().setExecutable(true)).isTrue();
  }
}
