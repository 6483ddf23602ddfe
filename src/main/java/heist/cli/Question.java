package heist.cli;

import heist.HeistException;
import heist.cli.render.Paint;
import heist.config.Suggestion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Asks the person whom they suspect, and locks the answer. */
final class Question {
  private static final String NOBODY = "nobody";
  private static final Duration PATIENCE = Duration.ofDays(1);

  private final Context context;
  private final Follower follower;
  private final Keyboard keyboard;
  private final AtomicBoolean interrupted;

  Question(Context context, Follower follower, Keyboard keyboard, AtomicBoolean interrupted) {
    this.keyboard = keyboard;
    this.context = context;
    this.follower = follower;
    this.interrupted = interrupted;
  }

  /** Asks until there is an answer; an end of input means nobody. False if interrupted. */
  boolean ask(Door game, String id) {
    List<String> crew = follower.tally().crew();
    Paint paint = context.paint();
    follower.say("");
    follower.say(paint.bold("  " + follower.text("ask.suspect")));
    for (int i = 0; i < crew.size(); i++) {
      follower.say("    " + (i + 1) + "  " + follower.renderer().agent(crew.get(i)));
    }
    follower.say("    0  " + follower.text("nobody"));
    while (true) {
      follower.prompt(follower.text("ask.prompt"));
      String answer =
          switch (keyboard.next(PATIENCE)) {
            case Keyboard.Typed.Line line -> line.text().strip().toLowerCase(Locale.ROOT);
            case Keyboard.Typed.End _ -> NOBODY;
            case Keyboard.Typed.Nothing _ -> "";
          };
      if (interrupted.get()) {
        context.out().println();
        return false;
      }
      Optional<String> suspect = meant(answer, crew);
      if (suspect.isPresent()) {
        lock(game, id, suspect.get());
        return true;
      }
      if (!answer.isEmpty()) {
        List<String> known = new ArrayList<>(crew);
        known.add(follower.words().say("nobody"));
        Suggestion.nearest(answer, known)
            .ifPresentOrElse(
                near -> follower.tell("ask.near", answer, near),
                () -> follower.tell("ask.unknown", answer, String.join(", ", known)));
      }
    }
  }

  private Optional<String> meant(String answer, List<String> crew) {
    if (answer.equals("0")
        || answer.equals(NOBODY)
        || answer.equals(follower.words().say("nobody"))) {
      return Optional.of(NOBODY);
    }
    if (answer.matches("[1-9][0-9]{0,2}") && Integer.parseInt(answer) <= crew.size()) {
      return Optional.of(crew.get(Integer.parseInt(answer) - 1));
    }
    List<String> near =
        crew.stream().filter(n -> !answer.isEmpty() && n.startsWith(answer)).toList();
    return near.size() == 1 || crew.contains(answer)
        ? Optional.of(crew.contains(answer) ? answer : near.getFirst())
        : Optional.empty();
  }

  private void lock(Door game, String id, String suspect) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    if (suspect.equals(NOBODY)) {
      body.putNull("suspect");
    } else {
      body.put("suspect", suspect);
    }
    try {
      game.post("/api/v1/sessions/" + id + "/accusation", body.put("lock", true));
    } catch (HeistException e) {
      if (e.kind() != HeistException.Kind.CONFLICT) {
        throw e;
      }
      follower.say("  " + e.getMessage()); // somebody else was faster, in the browser perhaps
    }
  }
}
