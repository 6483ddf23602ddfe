package heist.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The one door through which YAML comes in. It never throws for what a file holds: whatever is
 * wrong ends up in {@link Problems}, and the caller gets an empty block to go on with.
 *
 * <pre>{@code
 * Problems problems = new Problems();
 * YamlMap top = YamlSource.read(file, Environment.system(), problems);
 * String name = top.string("name");
 * int rounds = top.integer("rounds", 5, 1, 50);
 * for (YamlMap agent : top.maps("agents")) { ... agent.done(); }
 * top.done();              // unknown keys are problems
 * problems.throwIfAny();   // all at once, numbered
 * }</pre>
 */
public final class YamlSource {
  /** No configuration that a person writes is larger (bytes). */
  public static final int MAX_BYTES = 1 << 20;

  private YamlSource() {}

  /** The file's top block, named in problems by its path as given. */
  public static YamlMap read(Path path, Environment environment, Problems problems) {
    String file = path.toString();
    return text(path, problems)
        .map(text -> parse(file, text, environment, problems))
        .orElseGet(() -> YamlMap.unreadable(file, problems));
  }

  /** The top block of a text; {@code file} is what problems call it. */
  public static YamlMap parse(
      String file, String text, Environment environment, Problems problems) {
    if (text.length() > MAX_BYTES) {
      problems.add(file, 0, "larger than " + MAX_BYTES / 1024 + " KiB");
      return YamlMap.unreadable(file, problems);
    }
    int before = problems.count();
    Optional<YamlNode> root = YamlTree.of(file, text, environment, problems);
    if (root.isPresent() && root.get() instanceof YamlNode.Mapping mapping) {
      return new YamlMap(file, mapping, problems);
    }
    if (root.isPresent() && !(root.get() instanceof YamlNode.Scalar s && s.isNull())) {
      problems.add(
          file,
          root.get().line(),
          "expected keys such as 'name: ...' but found " + root.get().kind());
    } else if (problems.count() == before) {
      problems.add(file, 0, "is empty");
    }
    return YamlMap.unreadable(file, problems);
  }

  /** An empty block, for a file that may be missing. */
  public static YamlMap empty(String file, Problems problems) {
    return new YamlMap(file, new YamlNode.Mapping(1, Map.of()), problems);
  }

  /** The text of a regular UTF-8 file of sensible size; else empty, with a problem. */
  public static Optional<String> text(Path path, Problems problems) {
    String file = path.toString();
    try {
      if (!Files.exists(path)) {
        problems.add(file, 0, "no such file");
        return Optional.empty();
      }
      if (!Files.isRegularFile(path)) {
        problems.add(file, 0, "not a file");
        return Optional.empty();
      }
      byte[] bytes;
      try (InputStream in = Files.newInputStream(path)) {
        bytes = in.readNBytes(MAX_BYTES + 1);
      }
      if (bytes.length > MAX_BYTES) {
        problems.add(file, 0, "larger than " + MAX_BYTES / 1024 + " KiB");
        return Optional.empty();
      }
      return decode(file, bytes, problems);
    } catch (IOException e) {
      problems.add(file, 0, "cannot be read: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<String> decode(String file, byte[] bytes, Problems problems) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(in)
              .toString();
      return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
    } catch (CharacterCodingException e) {
      int line = 1;
      for (int i = 0; i < in.position(); i++) {
        line += bytes[i] == '\n' ? 1 : 0;
      }
      problems.add(file, line, "not UTF-8 text");
      return Optional.empty();
    }
  }
}
