package heist.cli;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.eval.Game;
import heist.eval.GameReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Corpora as files: one game a line, read one by one and never kept. */
final class EvalInput {
  private EvalInput() {}

  /** The corpora of a folder, in the order of their names. */
  static List<Path> corpora(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found = files.filter(f -> f.toString().endsWith(".jsonl")).sorted().toList();
      if (found.isEmpty()) {
        throw new HeistException(
            Kind.BAD_INPUT, folder + " holds no corpus; files that end in .jsonl are expected");
      }
      return found;
    } catch (IOException e) {
      throw new HeistException(Kind.BAD_INPUT, "cannot read " + folder + ": " + Reason.of(e), e);
    }
  }

  /** Hands on every game of a corpus. */
  static void each(Path file, Consumer<Game> game) {
    try (InputStream in = Files.newInputStream(file)) {
      lines(in, file.getFileName().toString(), game);
    } catch (IOException e) {
      throw new HeistException(Kind.BAD_INPUT, "cannot read " + file + ": " + Reason.of(e), e);
    }
  }

  /**
   * Hands on every game of every corpus in an archive, which is read in memory and not unpacked.
   */
  static void eachOfArchive(Path archive, Consumer<Game> game) {
    int corpora = 0;
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
      for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
        if (!e.isDirectory() && e.getName().endsWith(".jsonl")) {
          corpora++;
          lines(zip, e.getName(), game);
        }
      }
    } catch (IOException e) {
      throw new HeistException(Kind.BAD_INPUT, "cannot read " + archive + ": " + Reason.of(e), e);
    }
    if (corpora == 0) {
      throw new HeistException(Kind.BAD_INPUT, archive + " is no archive with a .jsonl file in it");
    }
  }

  private static void lines(InputStream in, String name, Consumer<Game> game) throws IOException {
    // Not closed: the stream belongs to the caller, and an archive goes on behind it.
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
    int number = 0;
    try {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        if (!line.isBlank()) {
          game.accept(GameReader.read(line, name + " line " + number));
        }
      }
    } catch (CharacterCodingException e) {
      throw new HeistException(
          Kind.BAD_INPUT, name + " line " + (number + 1) + " is not text in UTF-8", e);
    }
  }
}
