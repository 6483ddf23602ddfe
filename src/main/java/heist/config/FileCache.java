package heist.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Keeps what was read until one of its files changes (time or size), so that starting a session
 * costs no parsing. A reading that fails is not kept. Thread-safe; two threads may read the same.
 */
final class FileCache {
  private record Kept(String stamp, Object value) {}

  private final Map<String, Kept> kept = new ConcurrentHashMap<>();

  /** The value made from these files and folders, from memory if none has changed. */
  @SuppressWarnings("unchecked") // a key is used for one type alone
  <T> T get(String key, List<Path> files, Supplier<T> read) {
    String stamp = stamp(files);
    Kept before = kept.get(key);
    if (before != null && before.stamp().equals(stamp)) {
      return (T) before.value();
    }
    T value = read.get();
    kept.put(key, new Kept(stamp, value));
    return value;
  }

  private static String stamp(List<Path> files) {
    StringBuilder stamp = new StringBuilder();
    for (Path root : files) {
      try (Stream<Path> all = Files.walk(root)) {
        for (Path file : all.sorted().toList()) {
          stamp.append(file).append('|').append(Files.getLastModifiedTime(file)).append('|');
          stamp.append(Files.size(file)).append('\n');
        }
      } catch (IOException | UncheckedIOException e) {
        // A file went away while we looked: the reading will tell.
        stamp.append(root).append("|?\n");
      }
    }
    return stamp.toString();
  }
}
