package heist.store;

import heist.HeistException;
import heist.HeistException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second process away from a data file. The lock is the operating system's, so it ends with
 * the process, however that ends; the process id in the file only serves the message.
 */
final class FileLock implements AutoCloseable {
  /**
   * Files this process holds. Asked before the file is opened: on POSIX, closing any channel on a
   * file gives up all locks the process has on it.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private FileLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  static FileLock of(Path dataFile) {
    Path file =
        dataFile.resolveSibling(dataFile.getFileName() + ".lock").toAbsolutePath().normalize();
    if (!HELD.add(file)) {
      throw new HeistException(
          Kind.CONFLICT, "The data file " + dataFile + " is already open in this process.");
    }
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        throw inUse(dataFile, channel);
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              String.valueOf(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
      return new FileLock(file, channel);
    } catch (IOException e) {
      throw failed(file, channel, notWritable(file, e));
    } catch (HeistException e) {
      throw failed(file, channel, e);
    }
  }

  /** The one line for a folder or file that cannot be written. */
  static HeistException notWritable(Path file, IOException cause) {
    Path folder = file.getParent();
    return new HeistException(
        Kind.UNAVAILABLE,
        "Cannot write in the data folder %s (%s). Make it writable, or name another with --data or HEIST_DATA."
            .formatted(folder, reason(cause)),
        cause);
  }

  private static String reason(IOException e) {
    return switch (e) {
      case java.nio.file.AccessDeniedException denied -> "permission denied";
      case java.nio.file.FileAlreadyExistsException exists -> "a file is in the way";
      default -> {
        String message = e.getMessage();
        yield message == null ? e.getClass().getSimpleName() : message;
      }
    };
  }

  private static HeistException inUse(Path dataFile, FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(20);
    channel.read(bytes, 0);
    String pid = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII).trim();
    return new HeistException(
        Kind.CONFLICT,
        "The data file %s is in use by process %s. Stop it (./heist down), or name another folder with --data."
            .formatted(dataFile, pid.isEmpty() ? "(unknown)" : pid));
  }

  private static HeistException failed(
      Path file, @Nullable FileChannel channel, HeistException failure) {
    HELD.remove(file);
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }
    return failure;
  }

  @Override
  public void close() {
    try {
      // The file stays: a process that has just opened it would otherwise lock a nameless one.
      channel.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("Closing the lock " + file + " failed", e);
    } finally {
      HELD.remove(file);
    }
  }

  /** Makes the folder that will hold {@code dataFile}. */
  static void makeFolder(Path dataFile) {
    try {
      Files.createDirectories(dataFile.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw notWritable(dataFile.toAbsolutePath(), e);
    }
  }
}
