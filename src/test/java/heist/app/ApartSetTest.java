package heist.app;

import static org.assertj.core.api.Assertions.assertThat;

import heist.config.ConfigCheck;
import heist.config.Environment;
import heist.config.Problem;
import heist.service.model.speech.Speech;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The set that is kept apart can be used, and is the one that was committed. */
class ApartSetTest {
  private static final Path SET = Path.of("benchmarks/apart/v1.zip");

  @TempDir private Path folder;

  @Test
  void itsHashIsTheOneThatIsTold() throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(SET));
    assertThat(Files.readString(Path.of("benchmarks/apart/README.md")))
        .contains(HexFormat.of().formatHex(hash));
  }

  /** A failure tells how many problems there are and where, never what the set says. */
  @Test
  void unpackedItIsInOrder() throws Exception {
    try (ZipFile zip = new ZipFile(SET.toFile())) {
      for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
        ZipEntry entry = all.nextElement();
        Path to = folder.resolve(entry.getName());
        Files.createDirectories(to.getParent());
        Files.write(to, zip.getInputStream(entry).readAllBytes());
      }
    }
    ConfigCheck.Report report =
        ConfigCheck.check(
            folder,
            Environment.none(),
            f ->
                Speech.problems(f).stream()
                    .map(p -> new Problem(p.file(), p.line(), p.message()))
                    .toList());
    assertThat(report.kind()).isEqualTo(ConfigCheck.Kind.FOLDER);
    assertThat(report.problems().list().stream().map(Problem::line)).isEmpty();
    for (String part : new String[] {"crews", "strategies", "speech"}) {
      assertThat(folder.resolve(part)).isDirectory();
    }
  }
}
