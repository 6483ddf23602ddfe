package heist.service.model;

import static org.assertj.core.api.Assertions.assertThat;

import heist.service.model.Stage.Actor;
import heist.service.model.Stage.Job;
import heist.service.model.Stage.Paper;
import heist.service.model.Stage.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A scenario nobody has seen: names, facts and fields are made up by the test. */
class UnseenScenarioTest {
  private static final int JOBS = 25;

  @Test
  void plansComeOutRight() {
    long right = 0;
    long all = 0;
    for (long seed = 1; seed <= JOBS; seed++) {
      var stage = new Stage(job(seed)).play(seed);
      right += stage.right();
      all += stage.job.form().size();
    }
    assertThat((double) right / all).isGreaterThanOrEqualTo(0.95);
  }

  @Test
  void withoutToolsTheyGuess() {
    long right = 0;
    long all = 0;
    for (long seed = 1; seed <= 8; seed++) {
      var stage = new Stage(job(seed));
      stage.tools = false;
      stage.play(seed);
      right += stage.right();
      all += stage.job.form().size();
    }
    assertThat((double) right / all).isLessThan(0.4);
  }

  @Test
  void textFormOfToolCallsServesAsWell() {
    var stage = new Stage(job(2));
    stage.textForm = true;
    stage.play(2);
    assertThat(stage.right()).isGreaterThanOrEqualTo(stage.job.form().size() - 1);
  }

  private static Job job(long seed) {
    var r = new Random(seed);
    var names = new ArrayList<String>();
    while (names.size() < 4 + r.nextInt(3)) {
      var n = word(r, 2);
      if (!names.contains(n)) {
        names.add(n);
      }
    }
    var crew = new ArrayList<Actor>();
    for (int i = 0; i < names.size(); i++) {
      crew.add(
          new Actor(names.get(i), i == 0 ? "planner" : word(r, 2), "You are " + word(r, 3) + "."));
    }
    var papers = new ArrayList<Paper>();
    var form = new ArrayList<Slot>();
    for (int i = 0; i < names.size(); i++) {
      var lines = new ArrayList<String>();
      for (int k = 0; k < 2; k++) {
        var thing = word(r, 3);
        var place = word(r, 3);
        var field = word(r, 2) + "_" + thing;
        int kind = r.nextInt(4);
        var value = value(r, kind);
        var old = value(r, kind);
        var options =
            "one of: "
                + String.join(" | ", List.of("red " + place, "green " + place, "blue " + place));
        if (kind == 3) {
          value = List.of("red ", "green ", "blue ").get(r.nextInt(3)) + place;
          old = "red " + place;
        }
        form.add(
            new Slot(
                field,
                kind == 0 ? "time HH:MM" : kind == 1 ? "4 digits" : kind == 2 ? "number" : options,
                "The " + thing + " of the " + place,
                value));
        lines.add("- The " + thing + " of the " + place + " is " + value + ".");
        if (!old.equals(value)) {
          lines.add("- Until last month the " + thing + " of the " + place + " was " + old + ".");
        }
        lines.add("- " + word(r, 2) + " walks past the " + word(r, 3) + " without a word.");
      }
      java.util.Collections.shuffle(lines, r);
      papers.add(
          Paper.doc(
              word(r, 2) + ".md",
              "Notes on the " + word(r, 3),
              names.get(i),
              String.join("\n", lines)));
    }
    return new Job("English", "The " + word(r, 3), "Somebody wants it.", crew, papers, form, "");
  }

  private static String value(Random r, int kind) {
    return switch (kind) {
      case 0 -> String.format("%02d:%02d", r.nextInt(24), r.nextInt(60));
      case 1 -> String.format("%04d", r.nextInt(10000));
      default -> Integer.toString(2 + r.nextInt(90));
    };
  }

  private static String word(Random r, int syllables) {
    var b = new StringBuilder();
    for (int i = 0; i < syllables; i++) {
      b.append("bdfgklmnprtvz".charAt(r.nextInt(13))).append("aeiou".charAt(r.nextInt(5)));
    }
    return b.append("lmnrt".charAt(r.nextInt(5))).toString();
  }
}
