package heist.model;

import heist.model.ModelException.Trouble;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One question, asked until there is an answer or nothing is left to try: a passing trouble is
 * waited out; a missing {@code /v1}, refused tools or parameters are worked around once and
 * remembered; broken and empty answers are asked for once more. Used by one thread.
 */
final class Attempts {
  /** Asks once. */
  interface Once {
    ModelReply ask(ModelRequest request, String base, List<String> repairs);
  }

  private final Door door;
  private final Patience patience;
  private final Once once;
  private final List<String> repairs = new ArrayList<>();
  private String base;
  private @Nullable ModelException beforeVersion;
  private int waited;
  private boolean brokenBefore;
  private boolean emptyBefore;

  Attempts(Door door, Patience patience, Once once) {
    this.door = door;
    this.patience = patience;
    this.once = once;
    this.base = door.base();
  }

  ModelReply run(ModelRequest request) {
    ModelRequest asked = request;
    while (true) {
      Optional<ModelReply> reply = attempt(asked);
      if (reply.isPresent()) {
        if (!reply.get().text().isBlank() || !reply.get().tools().isEmpty()) {
          return reply.get();
        }
        if (emptyBefore) {
          throw empty(request, reply.get());
        }
        emptyBefore = true;
        repairs.add("an empty answer was asked for again");
      }
      if (emptyBefore && asked.seed() != null && asked.seed().equals(request.seed())) {
        // The same seed would bring the same silence.
        asked = request.withSeed(asked.seed() + 1);
      }
    }
  }

  private Optional<ModelReply> attempt(ModelRequest asked) {
    try {
      door.places.acquire();
    } catch (InterruptedException e) {
      throw Wire.cancelled(base);
    }
    ModelReply reply;
    try {
      reply = once.ask(asked, base, repairs);
    } catch (ModelException e) {
      if (!workAround(e, asked)) {
        throw beforeVersion == null ? e : beforeVersion;
      }
      reply = null;
    } finally {
      door.places.release();
    }
    if (reply == null) {
      pauseIfDue();
      return Optional.empty();
    }
    if (beforeVersion != null) {
      door.remember(base);
      beforeVersion = null;
    }
    return Optional.of(reply);
  }

  private @Nullable ModelException due;

  /** The wait happens without holding a place. */
  private void pauseIfDue() {
    ModelException e = due;
    if (e == null) {
      return;
    }
    due = null;
    try {
      patience.sleeper().sleep(patience.pause(waited++, e.retryAfter()));
    } catch (InterruptedException interrupted) {
      throw Wire.cancelled(base);
    }
  }

  /** Whether it is worth asking again; prepares for it. */
  private boolean workAround(ModelException e, ModelRequest asked) {
    if (e.trouble() == Trouble.CANCELLED) {
      beforeVersion = null;
      return false;
    }
    if (!asked.tools().isEmpty() && Refusals.aboutTools(e) && door.fallBackToText()) {
      repairs.add("the server refuses tools; they were asked for as text");
      return true;
    }
    if (Refusals.aboutParameter(e, "max_tokens") && door.refuse("max_tokens")) {
      return true;
    }
    for (String parameter : List.of("temperature", "seed")) {
      if (Refusals.aboutParameter(e, parameter) && door.refuse(parameter)) {
        repairs.add("the server refuses " + parameter + "; it was left out");
        return true;
      }
    }
    if (e.trouble().passing() && waited < door.endpoint.retries()) {
      due = e;
      repairs.add(
          (e.status() == 0 ? "a broken connection" : "an answer " + e.status())
              + " was asked past");
      return true;
    }
    if (pathMayBeWrong(e) && tryVersion(e)) {
      return true;
    }
    if (e.trouble() == Trouble.BAD_ANSWER
        && !brokenBefore
        && door.endpoint.retries() > 0
        && !endless(e)) {
      brokenBefore = true;
      repairs.add("a broken answer was asked for again");
      return true;
    }
    return false;
  }

  private static boolean endless(ModelException e) {
    return e.getCause() != null;
  }

  private static boolean pathMayBeWrong(ModelException e) {
    return e.trouble() == Trouble.BAD_ANSWER
        || (e.trouble() == Trouble.REFUSED
            && (e.status() == 404 || e.status() == 405 || e.status() == 200));
  }

  private boolean tryVersion(ModelException e) {
    Optional<String> other = BaseUrl.withVersion(base);
    if (other.isEmpty() || beforeVersion != null) {
      return false;
    }
    beforeVersion = e;
    base = other.get();
    repairs.add("/v1 was missing in the base URL");
    return true;
  }

  private ModelException empty(ModelRequest request, ModelReply reply) {
    boolean spent = reply.finish().equals("length");
    return new ModelException(
        Trouble.EMPTY,
        "The model at "
            + base
            + " answered without a word, twice"
            + (spent
                ? ": it spent all " + request.maxTokens() + " tokens before; raise max_tokens."
                : "; try another model or a higher temperature."));
  }
}
