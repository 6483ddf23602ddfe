package heist;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds the boundaries between the rooms of the program. A room is a package right below {@code
 * heist}, or one service below {@code heist.service}. The table of ARCHITECTURE.md must say the
 * same.
 */
class ArchitectureTest {
  private static final Path SOURCES = Path.of("src/main/java");
  private static final int LONGEST_FILE = 400;

  /** Files above the limit, each with its reason. */
  private static final Map<String, String> LONG_FOR_A_REASON =
      Map.of(
          "src/main/java/heist/cli/render/SessionRenderer.java",
              "a line or two for each type of event, in the order of a session",
          "src/main/java/heist/cli/Steering.java",
              "the commands that steer a session, a few lines each",
          "src/main/java/heist/event/SessionEvent.java",
              "one closed family: every fact there can be, with its audience",
          "src/test/java/heist/model/ModelClientTest.java",
              "one server that misbehaves in every way, a test for each",
          "src/test/java/heist/service/auth/AuthServiceTest.java",
              "a test for each rule of the RFCs against one server",
          "src/test/java/heist/service/model/Stage.java",
              "the stage on which whole sessions with the offline model are played");

  private static final String EVERY_SERVICE =
      "config event crew scenario tool client audit store web";

  /** What each room may import of ours, beside {@link HeistException}. {@code *} is everything. */
  private static final Map<String, Set<String>> MAY_IMPORT =
      Map.ofEntries(
          room("app", "*"),
          room("cli", "config client event detect eval monitor"),
          room("config", "crew scenario"),
          room("event", ""),
          room("crew", ""),
          room("scenario", "event crew"),
          room("detect", ""),
          room("eval", "detect"),
          room("monitor", "detect event model web"),
          room("session", "event crew scenario model tool client store"),
          room("model", "web"),
          room("tool", "client audit web"),
          room("client", "web"),
          room("audit", "store"),
          room("store", ""),
          room("web", ""),
          room("service.auth", EVERY_SERVICE),
          room("service.calculator", EVERY_SERVICE),
          room("service.files", EVERY_SERVICE),
          room("service.database", EVERY_SERVICE),
          room("service.memory", EVERY_SERVICE + " model"),
          room("service.discovery", EVERY_SERVICE),
          room("service.analytics", EVERY_SERVICE),
          room("service.dashboard", EVERY_SERVICE),
          room("service.game", EVERY_SERVICE + " session model"),
          room("service.detection", EVERY_SERVICE + " detect eval monitor model"),
          room("service.model", "web"));

  /** Rooms that know the machine; all others are told what time it is. */
  private static final Set<String> EDGE = Set.of("app", "cli");

  private static final JavaClasses PROGRAM = program();

  @Test
  void roomsImportOnlyWhatTheyMay() {
    Set<String> broken = new TreeSet<>();
    for (JavaClass from : PROGRAM) {
      String room = roomOf(from);
      Set<String> allowed = MAY_IMPORT.getOrDefault(room, Set.of());
      for (var dependency : from.getDirectDependenciesFromSelf()) {
        JavaClass to = dependency.getTargetClass().getBaseComponentType();
        boolean ours =
            to.getPackageName().equals("heist") || to.getPackageName().startsWith("heist.");
        if (!ours
            || roomOf(to).equals(room)
            || to.getFullName().startsWith("heist.HeistException")) {
          continue;
        }
        if (!allowed.contains("*") && !allowed.contains(roomOf(to))) {
          broken.add(
              room
                  + " may not import "
                  + roomOf(to)
                  + ": "
                  + from.getName()
                  + " -> "
                  + to.getName());
        }
      }
    }
    assertThat(broken).as("imports that cross a boundary (ARCHITECTURE.md)").isEmpty();
  }

  @Test
  void everyRoomIsOnTheMap() {
    Set<String> rooms =
        PROGRAM.stream()
            .map(ArchitectureTest::roomOf)
            .filter(room -> !room.isEmpty())
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(MAY_IMPORT.keySet()).as("rooms that ArchitectureTest knows").containsAll(rooms);
  }

  @Test
  void thePageSaysTheSame() throws IOException {
    Map<String, Set<String>> page = new TreeMap<>();
    var row = Pattern.compile("\\| `heist\\.([a-z.]+)` \\|.*\\| ([^|]*) \\|");
    for (String line : Files.readAllLines(Path.of("ARCHITECTURE.md"))) {
      var matcher = row.matcher(line);
      if (matcher.matches()) {
        String imports =
            matcher
                .group(2)
                .replace("everything", "*")
                .replace("nothing", "")
                .replace("what every service may", EVERY_SERVICE);
        page.put(matcher.group(1), words(imports.replace(",", " ")));
      }
    }
    assertThat(page)
        .as("the table of rooms in ARCHITECTURE.md")
        .isEqualTo(new TreeMap<>(MAY_IMPORT));
  }

  @Test
  void noCyclesBetweenRooms() {
    SlicesRuleDefinition.slices()
        .matching("heist.(*)..")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .check(PROGRAM);
    SlicesRuleDefinition.slices()
        .matching("heist.service.(*)..")
        .should()
        .notDependOnEachOther()
        .allowEmptyShould(true)
        .check(PROGRAM);
  }

  /** Where time is told by others, a test can set it: a session must not care what time it is. */
  @Test
  void onlyTheEdgeReadsTheWallClock() {
    Set<String> reads = new TreeSet<>();
    for (JavaClass from : PROGRAM) {
      if (EDGE.contains(roomOf(from))) {
        continue;
      }
      for (var access : from.getCodeUnitAccessesFromSelf()) {
        String owner = access.getTargetOwner().getName();
        String called = access.getTarget().getName();
        boolean wall =
            owner.startsWith("java.time.")
                ? called.equals("now") || called.startsWith("system")
                : owner.equals("java.lang.System") && called.equals("currentTimeMillis")
                    || owner.equals("java.util.Date")
                        && called.equals("<init>")
                        && access.getTarget().getRawParameterTypes().isEmpty();
        if (wall) {
          reads.add(from.getName() + " calls " + owner + "." + called);
        }
      }
    }
    assertThat(reads).as("classes that read the wall clock; take an InstantSource").isEmpty();
  }

  @Test
  void everyPackageIsNullMarked() throws IOException {
    List<String> unmarked = new ArrayList<>();
    for (Path folder :
        javaFiles(SOURCES).stream()
            .map(Path::getParent)
            .collect(Collectors.toCollection(TreeSet::new))) {
      Path info = folder.resolve("package-info.java");
      if (!Files.exists(info) || !Files.readString(info).contains("NullMarked")) {
        unmarked.add(folder.toString());
      }
    }
    assertThat(unmarked).as("packages without a @NullMarked package-info.java").isEmpty();
  }

  @Test
  void filesAreShort() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path root : List.of(SOURCES, Path.of("src/test/java"))) {
      for (Path file : javaFiles(root)) {
        long lines;
        try (Stream<String> read = Files.lines(file)) {
          lines = read.count();
        }
        if (lines > LONGEST_FILE && !LONG_FOR_A_REASON.containsKey(file.toString())) {
          tooLong.add(file + " has " + lines + " lines");
        }
      }
    }
    assertThat(tooLong)
        .as(
            "files above %d lines: split them, or write the reason into LONG_FOR_A_REASON",
            LONGEST_FILE)
        .isEmpty();
  }

  private static JavaClasses program() {
    // What libraries are made of is of no interest here, and reading them takes longer than all the
    // rest.
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    return new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .importPackages("heist");
  }

  private static List<Path> javaFiles(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }

  /** The room of a class: {@code store}, {@code service.auth}; empty for the root package. */
  private static String roomOf(JavaClass type) {
    String[] names = type.getPackageName().split("\\.", -1);
    if (names.length < 2) {
      return "";
    }
    return names[1].equals("service") && names.length > 2 ? "service." + names[2] : names[1];
  }

  private static Map.Entry<String, Set<String>> room(String name, String imports) {
    return Map.entry(name, words(imports));
  }

  private static Set<String> words(String text) {
    return Stream.of(text.strip().split("\\s+"))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
