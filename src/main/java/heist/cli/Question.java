package heist.cli;

import heist.HeistException;
import heist.cli.render.Paint;
import heist.config.Suggestion;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Asks the person whom they suspect, and locks the answer. */
final class Question {
  private static final String NOBODY = "nobody";

  private final Context context;
  private final Follower follower;
  private final AtomicBoolean interrupted;

  Question(Context context, Follower follower, AtomicBoolean interrupted) {
    this.context = context;
    this.follower = follower;
    this.interrupted = interrupted;
  }

  /** Asks until there is an answer; an end of input means nobody. False if interrupted. */
  boolean ask(Door game, String id) {
    List<String> crew = follower.tally().crew();
    Paint paint = context.paint();
    follower.say("");
    follower.say(paint.bold("  Whom do you suspect?"));
    for (int i = 0; i < crew.size(); i++) {
      follower.say("    " + (i + 1) + "  " + follower.renderer().agent(crew.get(i)));
    }
    follower.say("    0  nobody");
    LinkedBlockingQueue<Optional<String>> typed = new LinkedBlockingQueue<>();
    Thread.ofVirtual().name("keyboard").start(() -> read(typed));
    while (true) {
      context.out().print("  Number or name: ");
      context.out().flush();
      Optional<String> line = next(typed);
      if (interrupted.get()) {
        context.out().println();
        return false;
      }
      String answer = line.orElse(NOBODY).strip().toLowerCase(Locale.ROOT);
      Optional<String> suspect = meant(answer, crew);
      if (suspect.isPresent()) {
        lock(game, id, suspect.get());
        return true;
      }
      if (!answer.isEmpty()) {
        List<String> known = new ArrayList<>(crew);
        known.add(NOBODY);
        follower.say(
            "  \"" + paint.text(answer) + "\" is nobody here" + Suggestion.hint(answer, known));
      }
    }
  }

  private static Optional<String> meant(String answer, List<String> crew) {
    if (answer.equals("0") || answer.equals(NOBODY)) {
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

  /** The keyboard cannot be interrupted, so that another thread waits for it. */
  private void read(LinkedBlockingQueue<Optional<String>> typed) {
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(context.in(), StandardCharsets.UTF_8));
    try {
      String line;
      do {
        line = reader.readLine();
        typed.add(Optional.ofNullable(line));
      } while (line != null);
    } catch (IOException e) {
      typed.add(Optional.empty());
    }
  }

  private Optional<String> next(LinkedBlockingQueue<Optional<String>> typed) {
    try {
      while (!interrupted.get()) {
        Optional<String> line = typed.poll(100, TimeUnit.MILLISECONDS);
        if (line != null) {
          return line;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      interrupted.set(true);
    }
    return Optional.empty();
  }
}
