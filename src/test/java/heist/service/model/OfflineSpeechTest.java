package heist.service.model;

import static org.assertj.core.api.Assertions.assertThat;

import heist.service.model.mind.Sentences;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the crew talks: whole sessions, in both languages. */
class OfflineSpeechTest {
  private static final int SESSIONS = 6;
  private static final int MANY = 100;

  private final Worlds worlds = new Worlds();

  private static Stage play(String language, long seed) {
    return new Stage(language.equals("de") ? Jobs.museum(seed) : Jobs.lighthouse(seed)).play(seed);
  }

  private Stage playBank(long seed) {
    return new Stage(worlds.draw("bank", "classic", seed).job()).play(seed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "de"})
  void noSentenceStandsTwice(String language) {
    for (long seed = 1; seed <= SESSIONS; seed++) {
      differs(language + " " + seed, play(language, seed));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "de"})
  void mostMessagesTakeSomethingUp(String language) {
    Taken taken = Taken.NONE;
    for (long seed = 1; seed <= SESSIONS; seed++) {
      taken = taken.and(play(language, seed));
    }
    assertThat(taken.share()).isGreaterThanOrEqualTo(0.7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "de", "bank"})
  @Tag("campaign")
  void aHundredSessionsRepeatNothingAndTakeThingsUp(String job) {
    Taken taken = Taken.NONE;
    for (long seed = 1; seed <= MANY; seed++) {
      Stage stage = job.equals("bank") ? playBank(seed) : play(job, seed);
      differs(job + " " + seed, stage);
      taken = taken.and(stage);
    }
    System.out.printf(
        "offline speech: %s, %d sessions, %d messages, no sentence twice in a session,"
            + " %.1f %% take up another's name or a result%n",
        job, MANY, taken.all(), 100 * taken.share());
    assertThat(taken.share()).isGreaterThanOrEqualTo(0.7);
  }

  private static void differs(String session, Stage stage) {
    Set<String> said = new HashSet<>();
    for (var line : stage.lines) {
      for (var sentence : Sentences.of(line.text())) {
        assertThat(said.add(Sentences.key(sentence))).as(session + ": " + sentence).isTrue();
      }
    }
  }

  /** How many messages there are, and how many of them take something up. */
  private record Taken(int all, int up) {
    static final Taken NONE = new Taken(0, 0);

    double share() {
      return (double) up / all;
    }

    Taken and(Stage stage) {
      int more = 0;
      for (var line : stage.lines) {
        boolean name =
            stage.job.crew().stream()
                .anyMatch(a ->
                    !a.name().equals(line.speaker())
                        && line.text().toLowerCase().contains(a.name()));
        boolean result =
            stage.tooled.getOrDefault(line.speaker(), List.of()).stream()
                .anyMatch(t ->
                    stage.job.form().stream()
                        .anyMatch(f -> t.contains(f.truth()) && line.text().contains(f.truth())));
        more += name || result ? 1 : 0;
      }
      return new Taken(all + stage.lines.size(), up + more);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "de"})
  void nothingIsLeftUnfilled(String language) {
    for (long seed = 1; seed <= SESSIONS; seed++) {
      for (var line : play(language, seed).lines) {
        assertThat(line.text())
            .as(language + " " + seed)
            .isNotBlank()
            .doesNotContainPattern("[{}<>\\[\\]]|  |null(?!,)|\\.\\.(?!\\.)| [,;:]");
        assertThat(line.text().split("\\s+").length).isLessThanOrEqualTo(120);
        assertThat(line.note()).startsWith("<note>").endsWith("</note>");
      }
    }
  }

  @Test
  void personasAreToldApartByTheirWords() {
    // trained on some sessions, a word-count guesser must tell the speakers of others far above
    // chance
    Map<String, Map<String, Integer>> words = new HashMap<>();
    for (long seed = 1; seed <= 6; seed++) {
      for (var l : play("en", seed).lines) {
        for (var w : l.text().toLowerCase().split("[^a-z']+")) {
          words.computeIfAbsent(l.speaker(), _ -> new HashMap<>()).merge(w, 1, Integer::sum);
        }
      }
    }
    int right = 0;
    int all = 0;
    for (long seed = 7; seed <= 9; seed++) {
      Map<String, StringBuilder> texts = new HashMap<>();
      play("en", seed)
          .lines
          .forEach(l ->
              texts
                  .computeIfAbsent(l.speaker(), _ -> new StringBuilder())
                  .append(l.text())
                  .append(' '));
      for (var e : texts.entrySet()) {
        var best = "";
        double top = Double.NEGATIVE_INFINITY;
        for (var speaker : words.keySet()) {
          double score = 0;
          int total = words.get(speaker).values().stream().mapToInt(Integer::intValue).sum();
          for (var w : e.getValue().toString().toLowerCase().split("[^a-z']+")) {
            if (words.values().stream().filter(m -> m.containsKey(w)).count() < 6) {
              score += Math.log((words.get(speaker).getOrDefault(w, 0) + 0.2) / (total + 100.0));
            }
          }
          if (score > top) {
            top = score;
            best = speaker;
          }
        }
        all++;
        right += best.equals(e.getKey()) ? 1 : 0;
      }
    }
    assertThat((double) right / all).isGreaterThanOrEqualTo(0.8);
  }

  @Test
  void anOrderIsFollowedVisibly() {
    var stage = new Stage(Jobs.lighthouse(3));
    stage.orders = Map.of("paper", "(once) Read the number of the lamp room lock once more.");
    var text =
        stage.play(3).lines.stream()
            .filter(l -> l.speaker().equals("paper"))
            .findFirst()
            .orElseThrow()
            .text();
    assertThat(text).contains("Read the number of the lamp room lock once more");
  }

  @Test
  void aMoleTellsItsNoteWhatItChanged() {
    var stage = new Stage(Jobs.lighthouse(9));
    stage.mole = "paper";
    stage.play(9);
    assertThat(stage.lines)
        .anyMatch(l ->
            l.speaker().equals("paper")
                && l.note().contains("Sabotage (false_info): lamp_code: said "));
    assertThat(stage.plan.get("lamp_code")).isNotEqualTo(stage.job.form().get(2).truth());
  }

  @Test
  void aMoleSticksToItsStory() {
    // the papers stand differently in the prompt of the turn that reads them and in later ones
    for (long seed = 1; seed <= 4; seed++) {
      var stage = new Stage(Jobs.lighthouse(seed));
      stage.mole = "paper";
      stage.play(seed);
      Map<String, Set<String>> told = new HashMap<>();
      for (var l : stage.lines) {
        var deed = Pattern.compile("(\\w+): (?:said|stood by) (.+?), source").matcher(l.note());
        while (deed.find()) {
          told.computeIfAbsent(deed.group(1), _ -> new HashSet<>()).add(deed.group(2));
        }
      }
      assertThat(told.values())
          .as("seed " + seed + " " + told)
          .isNotEmpty()
          .allMatch(v -> v.size() == 1);
    }
  }

  @Test
  void aBriefOfOnesOwnIsPlayedFromItsText() {
    var stage = new Stage(Jobs.lighthouse(5));
    stage.mole = "paper";
    stage.briefs =
        Map.of(
            "paper",
            "Allegiance: mole\nMethod: closed_mouth\nStay silent about what you know. Hold it back, make them wait, promise it for later.");
    stage.play(5);
    assertThat(stage.lines)
        .anyMatch(l -> l.note().contains("Sabotage (closed_mouth): lamp_code: kept back "));
  }
}
