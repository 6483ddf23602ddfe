package heist.service.model.speech;

import heist.HeistException;
import heist.HeistException.Kind;
import heist.service.model.prompt.Language;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The phrases that the offline model speaks with, one book a language: its own, or those of a
 * folder ({@code en.phrases}, {@code de.phrases}). Immutable.
 */
public final class Speech {
  private static final Pattern SLOT = Pattern.compile("\\{(\\w*)}");
  private static final Pattern RULE = Pattern.compile("<([^>]*)>?");
  private static final String ENDING = ".phrases";
  private static final Speech SHIPPED = shippedBooks();

  private final Map<Language, PhraseBook> books;

  private Speech(Map<Language, PhraseBook> books) {
    this.books = new EnumMap<>(books);
  }

  /**
   * Something wrong in a file of phrases.
   *
   * @param line from 1; 0 if it concerns the whole file
   */
  public record Problem(String file, int line, String message) {}

  /** What the program speaks with unless somebody says otherwise. */
  public static Speech shipped() {
    return SHIPPED;
  }

  /**
   * The phrases of a folder; a language or a rule that it lacks, or a folder that is not there, is
   * spoken as shipped, so that a book stays good when there are more things to say.
   *
   * @throws HeistException BAD_INPUT with a line per problem, if a file cannot be used
   */
  public static Speech of(Path folder) {
    var problems = new ArrayList<Problem>();
    var speech = read(folder, problems);
    if (!problems.isEmpty()) {
      var text = new StringBuilder("the phrases of the offline model cannot be used:");
      for (var p : problems) {
        text.append('\n').append(p.file()).append(p.line() > 0 ? ":" + p.line() : "").append(": ");
        text.append(p.message());
      }
      throw new HeistException(Kind.BAD_INPUT, text.toString());
    }
    return speech;
  }

  /** What is wrong in a folder of phrases; empty if it can be used. */
  public static List<Problem> problems(Path folder) {
    var problems = new ArrayList<Problem>();
    Speech unused = read(folder, problems);
    return List.copyOf(problems);
  }

  PhraseBook book(Language language) {
    return Objects.requireNonNull(books.get(language));
  }

  private static Speech read(Path folder, List<Problem> problems) {
    var books = new EnumMap<Language, PhraseBook>(SHIPPED.books);
    for (var name : names(folder)) {
      var file = folder.resolve(name).toString();
      var language = language(name);
      if (language == null) {
        problems.add(new Problem(file, 0, "a file of phrases is called en.phrases or de.phrases"));
        continue;
      }
      try {
        var book =
            PhraseBook.read(
                Files.readAllLines(folder.resolve(name)),
                (line, what) -> problems.add(new Problem(file, line, what)));
        check(book, SHIPPED.book(language), file, problems);
        books.put(language, book.over(SHIPPED.book(language)));
      } catch (MalformedInputException e) {
        problems.add(new Problem(file, 0, "this is no text in UTF-8"));
      } catch (IOException e) {
        problems.add(new Problem(file, 0, "cannot be read: " + e.getMessage()));
      }
    }
    return new Speech(books);
  }

  /** Files of phrases, sorted; none if there is no folder. */
  private static Set<String> names(Path folder) {
    var names = new TreeSet<String>();
    if (Files.isDirectory(folder)) {
      try (var files = Files.list(folder)) {
        files.map(f -> String.valueOf(f.getFileName())).forEach(names::add);
      } catch (IOException e) {
        throw new HeistException(
            Kind.UNAVAILABLE, "cannot list the folder " + folder + ": " + e.getMessage(), e);
      }
    }
    names.removeIf(n -> !n.endsWith(ENDING));
    return names;
  }

  private static @Nullable Language language(String name) {
    for (var l : Language.values()) {
      if (name.equals(l.name().toLowerCase(Locale.ROOT) + ENDING)) {
        return l;
      }
    }
    return null;
  }

  /** What a book says must be wanted, and with values that there are. */
  private static void check(
      PhraseBook book, PhraseBook shipped, String file, List<Problem> problems) {
    var slots = new HashSet<String>();
    var flags = new HashSet<String>();
    for (var rule : shipped.rules()) {
      for (var a : shipped.alternatives(rule)) {
        SLOT.matcher(a.text()).results().forEach(m -> slots.add(m.group(1)));
        flags.addAll(a.flags());
        flags.addAll(a.without());
      }
    }
    for (var rule : new TreeSet<>(shipped.rules())) {
      var all = book.alternatives(rule);
      if (!all.isEmpty() && all.stream().allMatch(a -> !a.voices().isEmpty())) {
        problems.add(
            new Problem(
                file,
                all.getFirst().line(),
                "the rule '" + rule + "' needs a phrase that any voice can say"));
      }
    }
    for (var rule : new TreeSet<>(book.rules())) {
      for (var a : book.alternatives(rule)) {
        if (!shipped.rules().contains(rule)
            && book.rules().stream().noneMatch(r -> calls(book, r, rule))) {
          problems.add(new Problem(file, a.line(), "nothing says the rule '" + rule + "'"));
          break;
        }
        phrase(book, a, slots, flags)
            .forEach(what -> problems.add(new Problem(file, a.line(), what)));
      }
    }
  }

  private static boolean calls(PhraseBook book, String rule, String called) {
    return book.alternatives(rule).stream().anyMatch(a -> a.text().contains("<" + called + ">"));
  }

  private static List<String> phrase(
      PhraseBook book, PhraseBook.Alternative a, Set<String> slots, Set<String> flags) {
    var out = new ArrayList<String>();
    var used = new TreeSet<>(a.flags());
    used.addAll(a.without());
    used.removeAll(flags);
    used.forEach(
        f -> out.add("'" + f + "' is neither a voice nor anything that a phrase can depend on"));
    SLOT.matcher(a.text())
        .results()
        .map(m -> m.group(1))
        .filter(s -> !slots.contains(s))
        .forEach(s -> out.add("no value is called {" + s + "}"));
    RULE.matcher(a.text())
        .results()
        .map(m -> m.group(1))
        .filter(r -> !book.rules().contains(r))
        .forEach(r -> out.add("there is no rule '" + r + "' to put in"));
    int open = 0;
    for (int i = 0; i < a.text().length() && open >= 0; i++) {
      open += a.text().charAt(i) == '[' ? 1 : a.text().charAt(i) == ']' ? -1 : 0;
    }
    if (open != 0) {
      out.add("the brackets of [one|another] do not match");
    }
    if (a.text().isEmpty()) {
      out.add("there are conditions but no words");
    }
    return out;
  }

  private static Speech shippedBooks() {
    var books = new EnumMap<Language, PhraseBook>(Language.class);
    for (var l : Language.values()) {
      var name = l.name().toLowerCase(Locale.ROOT) + ENDING;
      var in = Speech.class.getResourceAsStream(name);
      if (in == null) {
        throw new IllegalStateException("The phrase book " + name + " is missing.");
      }
      try (var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
        books.put(
            l,
            PhraseBook.read(
                reader.lines().toList(),
                (line, what) -> {
                  throw new IllegalStateException(name + ":" + line + ": " + what);
                }));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new Speech(books);
  }
}
