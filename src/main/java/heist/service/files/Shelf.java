package heist.service.files;

import heist.HeistException;
import heist.client.SessionWorld;
import heist.client.SessionWorld.Document;
import heist.tool.Withheld;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The documents of one session as one agent may read them. They are looked up by name in memory:
 * there is no file system behind it, so a path leads nowhere. Immutable.
 */
final class Shelf {
  private static final int LONGEST_NAME = 200;

  private final List<Document> documents;
  private final @Nullable String agent;

  Shelf(SessionWorld world, @Nullable String agent) {
    this.documents = world.documents();
    this.agent = agent;
  }

  /**
   * The document of this name. Case, folders before it and a missing ending do not matter.
   *
   * @throws HeistException BAD_INPUT if there is none, or another agent alone may read it; says
   *     what can be read instead
   */
  Document read(String filename) {
    String name = filename.strip();
    if (name.length() > LONGEST_NAME) {
      throw bad("the file name is longer than " + LONGEST_NAME + " characters. " + readable());
    }
    if (name.isEmpty()) {
      throw bad("give the name of a file. " + readable());
    }
    String last =
        plain(name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1));
    Document document =
        first(d -> d.name().equals(name))
            .or(() -> first(d -> plain(d.name()).equals(last)))
            .or(() -> first(d -> stem(plain(d.name())).equals(stem(last))))
            .orElseThrow(() -> bad("no such file \"" + name + "\". " + readable()));
    if (!SessionWorld.mayRead(document.owner(), agent)) {
      throw new Withheld(
          "%s may be read by %s alone: ask %s in the conversation. %s"
              .formatted(document.name(), document.owner(), document.owner(), readable()));
    }
    return document;
  }

  private Optional<Document> first(Predicate<Document> test) {
    return documents.stream().filter(test).findFirst();
  }

  /** What this agent may read, in words. */
  String readable() {
    String names =
        documents.stream()
            .filter(d -> SessionWorld.mayRead(d.owner(), agent))
            .map(d -> d.name() + " (" + d.title() + ")")
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "There are no files for you" : "There are: " + names;
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace(' ', '_').replace('-', '_');
  }

  private static String stem(String name) {
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private static HeistException bad(String message) {
    return new HeistException(HeistException.Kind.BAD_INPUT, message);
  }
}
