package heist.client;

import heist.HeistException;
import heist.HeistException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The installation's secrets. One called {@code x-y} is the environment variable {@code
 * HEIST_SECRET_X_Y}, or the file named by {@code HEIST_SECRET_X_Y_FILE}, or else a file of the data
 * folder's {@code secrets/}, made at first use with mode 0600. Several processes that first ask at
 * once get the same secret. Thread-safe.
 */
public final class SecretStore {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,100}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path folder;
  private final Map<String, String> environment;

  /** Secrets in {@code folder}, with this process's environment before them. */
  public SecretStore(Path folder) {
    this(folder, System.getenv());
  }

  /** The same with another environment. */
  public SecretStore(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = environment;
  }

  /** A fresh secret of 256 bits. */
  public static String generate() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** The secret {@code name}, generated with 256 bits if there is none. */
  public String getOrCreate(String name) {
    return getOrCreate(name, SecretStore::generate);
  }

  /** The secret {@code name}, made by {@code generator} if there is none. */
  public synchronized String getOrCreate(String name, Supplier<String> generator) {
    return find(name).orElseGet(() -> create(folder.resolve(name), generator));
  }

  /** The secret {@code name}, if there is one. */
  public synchronized Optional<String> find(String name) {
    String variable = variable(name);
    String given = environment.get(variable);
    if (given != null && !given.isBlank()) {
      return Optional.of(given.strip());
    }
    String file = environment.get(variable + "_FILE");
    if (file != null && !file.isBlank()) {
      return Optional.of(read(Path.of(file.strip()), variable + "_FILE"));
    }
    Path own = folder.resolve(name);
    return Files.exists(own) ? Optional.of(read(own, "The data folder")) : Optional.empty();
  }

  /**
   * Puts {@code value} in place of the secret {@code name}, in one step: who reads meanwhile gets
   * the old one or the new one.
   *
   * @throws HeistException CONFLICT if the environment gives this secret, so that it must be
   *     changed there
   */
  public synchronized void replace(String name, String value) {
    mustBeOurs(name);
    try {
      Path draft = draft(value);
      Files.move(
          draft,
          folder.resolve(name),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** Removes the file of the secret {@code name}, if there is one. */
  public synchronized void remove(String name) {
    String unused = variable(name);
    try {
      Files.deleteIfExists(folder.resolve(name));
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /**
   * Makes sure that the secret {@code name} can be replaced here.
   *
   * @throws HeistException CONFLICT if the environment gives it, so that it must be changed there
   */
  public void mustBeOurs(String name) {
    String variable = variable(name);
    for (String source : new String[] {variable, variable + "_FILE"}) {
      String given = environment.get(source);
      if (given != null && !given.isBlank()) {
        throw new HeistException(
            Kind.CONFLICT,
            "The secret %s comes from %s: change it there and start again."
                .formatted(name, source));
      }
    }
  }

  private static String variable(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("Not a name for a secret: " + name);
    }
    return "HEIST_SECRET_" + name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }

  private Path draft(String value) throws IOException {
    Files.createDirectories(folder, permissions("rwx------"));
    Path draft = Files.createTempFile(folder, ".draft", "", permissions("rw-------"));
    Files.writeString(draft, value);
    return draft;
  }

  private HeistException unwritable(IOException e) {
    return new HeistException(
        Kind.UNAVAILABLE,
        "No secret can be kept in %s (%s). Make it writable, or name another data folder with --data."
            .formatted(folder, e.getMessage()),
        e);
  }

  /** The credentials of the client {@code id}, whose secret has its name. */
  public Credentials credentials(String id) {
    return new Credentials(id, getOrCreate(id));
  }

  private static String read(Path file, String source) {
    try {
      String secret = Files.readString(file, StandardCharsets.UTF_8).strip();
      if (secret.isEmpty()) {
        throw new HeistException(
            Kind.BAD_INPUT, "%s names the secret %s, which is empty.".formatted(source, file));
      }
      return secret;
    } catch (NoSuchFileException e) {
      throw new HeistException(
          Kind.BAD_INPUT,
          "%s names the secret %s, which does not exist.".formatted(source, file),
          e);
    } catch (IOException e) {
      throw new HeistException(
          Kind.BAD_INPUT, "The secret %s cannot be read: %s.".formatted(file, e.getMessage()), e);
    }
  }

  private String create(Path file, Supplier<String> generator) {
    try {
      Path draft = draft(generator.get());
      try {
        try {
          // A link, unlike a move, never replaces what another process has just made.
          Files.createLink(file, draft);
        } catch (UnsupportedOperationException e) {
          Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        }
      } catch (FileAlreadyExistsException e) {
        // Another process was quicker: its secret is the one.
      } finally {
        Files.deleteIfExists(draft);
      }
      return read(file, "The data folder");
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private static FileAttribute<Set<PosixFilePermission>> permissions(String mode) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
  }
}
