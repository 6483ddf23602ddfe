package heist.service.model.speech;

import heist.service.model.mind.Claim;
import heist.service.model.mind.Dice;
import heist.service.model.mind.Fact;
import heist.service.model.mind.Move;
import heist.service.model.prompt.Field;
import heist.service.model.prompt.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says moves in the speaker's voice. Pure; one instance a message. */
public final class Speaker {
  private final View view;
  private final Dice dice;
  private final Composer composer;
  private int counter;

  private Speaker(View view, Speech speech, Dice dice) {
    this.view = view;
    this.dice = dice;
    this.composer =
        new Composer(
            speech.book(view.language()), view, Voice.of(view.persona(), view.role()), dice);
  }

  /** A message, and the moves that found room in it. */
  public record Spoken(String text, List<Move> moves) {}

  /** One message that says these moves, no longer than the view allows. */
  public static Spoken say(View view, List<Move> moves, Speech speech, Dice dice) {
    return new Speaker(view, speech, dice).say(moves);
  }

  private Spoken say(List<Move> moves) {
    // how much somebody talks belongs to the person, not to what it hides
    double chatty = new Dice(Dice.hash(view.me() + view.persona())).unit("chatty");
    int wish = (int) (38 + 45 * chatty);
    var said = new ArrayList<String>();
    var kept = new ArrayList<Move>();
    int words = 0;
    for (var m : moves) {
      boolean must = weighty(m);
      if (!must && words >= wish) {
        continue;
      }
      var text = sentence(m);
      if (text.isEmpty()) {
        continue;
      }
      int n = text.get().split("\\s+").length;
      if (words + n > view.maxWords()) {
        continue;
      }
      said.add(text.get());
      kept.add(m);
      words += n;
    }
    if (said.isEmpty()) {
      say("nothing", words()).ifPresent(said::add);
    }
    return new Spoken(String.join(" ", said), List.copyOf(kept));
  }

  private static boolean weighty(Move m) {
    return switch (m) {
      case Move.Report _,
          Move.Stumble _,
          Move.Answer _,
          Move.Assure _,
          Move.Correct _,
          Move.Contradict _,
          Move.Protest _,
          Move.Recap _,
          Move.Submitted _,
          Move.Settle _,
          Move.Obey _,
          Move.Vote _,
          Move.WhoAmI _,
          Move.Assign _,
          Move.SubmitFailed _,
          Move.Relay _,
          Move.Reopen _,
          Move.Computed _ ->
          true;
      case Move.Open _,
          Move.Quote _,
          Move.Confirm _,
          Move.TakeUp _,
          Move.Echo _,
          Move.Shrug _,
          Move.Ask _,
          Move.Check _,
          Move.Gap _,
          Move.Sum _,
          Move.Lost _,
          Move.Recall _,
          Move.Volunteer _,
          Move.Dispute _,
          Move.Missing _,
          Move.NoTools _,
          Move.Guess _,
          Move.Empty _,
          Move.Stall _,
          Move.AskBack _,
          Move.Warn _,
          Move.Worry _,
          Move.Picture _,
          Move.Progress _,
          Move.Stands _,
          Move.React _,
          Move.Seen _,
          Move.HandOver _,
          Move.Ready _,
          Move.TakePart _,
          Move.Step _,
          Move.Chat _ ->
          false;
    };
  }

  private Optional<String> sentence(Move move) {
    return switch (move) {
      case Move.Open m ->
          say(
              m.lead() ? "open.lead" : "open",
              words().put("next", m.next()).flag("next", !m.next().isEmpty()));
      case Move.Report m -> fact(m.again() ? "report.again" : "report", m.fact());
      case Move.Stumble m -> say("stumble", of(m.fact()).put("w", m.wrong()));
      case Move.Quote m -> say("quote", words().put("line", line(m.line())).source(m.source()));
      case Move.Confirm m -> say("confirm", of(m.fact()).put("who", m.claim().speaker()));
      case Move.TakeUp m -> say("takeup", of(m.claim()));
      case Move.Echo m ->
          say(
              "echo",
              words()
                  .put("who", m.speaker())
                  .put("phrase", m.phrase())
                  .flag("phrase", !m.phrase().isEmpty())
                  .flag("papers", !view.sources().isEmpty()));
      case Move.Contradict m ->
          say(
              "contradict",
              of(m.fact()).put("who", m.claim().speaker()).put("w", m.claim().value()));
      case Move.Protest m ->
          say("protest", of(m.claim()).put("w", m.claim().value()).put("v", m.mine()));
      case Move.Correct m -> say("correct", of(m.fact()).put("w", m.wrong()));
      case Move.Assure m ->
          say(
              "assure",
              of(m.fact())
                  .put("who", m.asker())
                  .flag("whatif", m.whatIf())
                  .flag("sure", !m.whatIf()));
      case Move.Answer m -> say("answer", of(m.fact()).put("who", m.asker()));
      case Move.Shrug m -> say("shrug", words().field(m.field()).put("who", m.asker()));
      case Move.Ask m ->
          say(
              "ask",
              words().field(m.field()).put("who", text(m.whom())).flag("who", m.whom() != null));
      case Move.Check m -> say("check", of(m.claim()).put("v", m.heard()));
      case Move.Relay m ->
          say(
              m.value().equals(view.me()) ? "relay.me" : "relay",
              of(m.claim()).put("v", m.value()));
      case Move.Gap m ->
          say(
              "gap",
              words()
                  .field(m.from())
                  .field(m.to(), "2")
                  .put("a", m.a())
                  .put("b", m.b())
                  .put("n", Integer.toString(m.minutes())));
      case Move.Sum m ->
          say("sum", words().put("expr", clean(m.expression())).put("v", m.result()));
      case Move.Lost m ->
          say("lost", words().put("tool", tool(m.tool())).put("what", clean(m.what())));
      case Move.Recall m -> say("recall", words().put("line", line(m.text())));
      case Move.Obey m ->
          say("obey", words().put("order", order(m.order())).flag("standing", m.standing()));
      case Move.Volunteer m -> say("volunteer", words().field(m.field()));
      case Move.Assign m ->
          say(
              m.agent().equals(view.me()) ? "volunteer" : "assign",
              words().field(m.field()).put("who", m.agent()));
      case Move.Dispute m ->
          say("dispute", of(m.one()).put("other", m.two().speaker()).put("w", m.two().value()));
      case Move.Settle m ->
          say(
              "settle",
              words()
                  .field(m.field())
                  .put("v", m.value())
                  .put("who", m.believed())
                  .flag("own", m.believed().equals(view.me())));
      case Move.Recap m ->
          say("recap", words().put("list", list(m.entries())).flag("complete", m.complete()));
      case Move.Missing m -> say("missing", words().put("list", fields(m.fields())));
      case Move.Submitted m -> submitted(m);
      case Move.SubmitFailed m -> say("submit.failed", words().put("line", line(m.why())));
      case Move.NoTools _ -> say("notools", words());
      case Move.Guess m -> say("guess", words().field(m.field()).put("v", m.value()));
      case Move.Empty m -> say("empty", words().source(m.source()));
      case Move.Stall m -> stall(m);
      case Move.AskBack m -> say("askback", of(m.claim()));
      case Move.Reopen m ->
          say("reopen", words().field(m.field()).put("v", m.settled()).put("w", m.other()));
      case Move.Warn m -> called("warn", of(m.fact()).put("w", m.old()));
      case Move.Computed m ->
          say("computed", words().field(m.field()).put("expr", m.expression()).put("v", m.value()));
      case Move.Worry m ->
          say("worry", words().field(m.field()).put("v", m.value()).put("who", text(m.whom())));
      case Move.Picture m -> say("picture", picture(m));
      case Move.Progress m ->
          say(
              "progress",
              words()
                  .put("n", Integer.toString(m.known()))
                  .put("all", Integer.toString(m.all()))
                  .put("left", Integer.toString(m.all() - m.known()))
                  .flag("done", m.known() == m.all()));
      case Move.Stands m -> say("stands", words().put("n", Integer.toString(m.lines())));
      case Move.React m -> say("react", words().put("who", m.speaker()).put("snip", m.snippet()));
      case Move.Seen m ->
          say(
              "seen",
              words().field(m.entry().field()).put("v", m.entry().value()).put("who", m.planner()));
      case Move.HandOver m -> say("handover", words().put("next", m.next()));
      case Move.Ready m ->
          say(
              "ready",
              words()
                  .put("list", list(m.mine()))
                  .flag("list", !m.mine().isEmpty())
                  .put("t", m.start())
                  .flag("t", !m.start().isEmpty()));
      case Move.Vote m -> vote(m);
      case Move.TakePart m -> say("takepart", words().put("part", part(m.part())));
      case Move.Step m ->
          say("step", words().put("part", part(m.part())).put("other", part(m.other())));
      case Move.WhoAmI _ -> say("whoami", words());
      case Move.Chat m -> say("chat", words().put("part", line(m.topic())));
    };
  }

  /** A part of the task, or if it is empty something that every task has. */
  private String part(String named) {
    return named.isEmpty() ? composer.phrase("aspect", words().slots, Set.of()) : named;
  }

  private Wording picture(Move.Picture m) {
    var w = words().field(m.one().field()).field(m.two().field(), "2");
    return w.put("a", m.one().value())
        .put("b", m.two().value())
        .put("who", m.two().from())
        .flag("mine", m.two().from().equals(view.me()));
  }

  private Optional<String> submitted(Move.Submitted m) {
    var w =
        words()
            .put("list", list(m.entries()))
            .put("guesses", fields(m.guessed()))
            .flag("again", m.again())
            .flag("guessed", !m.guessed().isEmpty());
    var text = say("submitted", w);
    // a guess is owned up to, always
    boolean bare = m.guessed().isEmpty() && !dice.chance(0.4, "end");
    return bare || text.isEmpty()
        ? text
        : text.map(t -> t + say("submitted.end", w).map(" "::concat).orElse(""));
  }

  private Optional<String> stall(Move.Stall m) {
    var w = words().source(m.source());
    var f = m.field();
    return say("stall", f == null ? w : w.field(f).flag("field", true));
  }

  private Optional<String> vote(Move.Vote m) {
    var c = m.because();
    var w = words().put("who", m.suspect() == null ? "nobody" : m.suspect());
    if (c != null) {
      w.field(c.field()).put("v", c.value()).flag("because", true);
    }
    w.flag("nobody", m.suspect() == null);
    return say("vote", w).map(t -> t + " VOTE: " + (m.suspect() == null ? "nobody" : m.suspect()));
  }

  private Optional<String> fact(String rule, Fact f) {
    return say(rule, of(f));
  }

  /** Only of fields whose name is a noun: "for the window opens" is no English. */
  private Optional<String> called(String rule, Wording w) {
    return w.flags.contains("clause") ? Optional.empty() : say(rule, w);
  }

  private Optional<String> say(String rule, Wording w) {
    return composer.say(rule, w.slots, w.flags);
  }

  private Wording words() {
    return new Wording(view, dice.of(counter++));
  }

  private Wording of(Fact f) {
    return words().field(f.field()).put("v", f.spoken()).source(f.source());
  }

  private Wording of(Claim c) {
    return words().field(c.field()).put("v", c.value()).put("who", c.speaker());
  }

  private String list(List<Move.Entry> entries) {
    var order = dice.chance(0.5, "order") ? entries : dice.shuffled(entries, "order");
    var sep = dice.pick(List.of("; ", ", ", "; "), "sep");
    var is = dice.pick(List.of(": ", " ", ": "), "is");
    return String.join(sep, order.stream().map(e -> label(e.field()) + is + e.value()).toList());
  }

  private String label(Field f) {
    return words().field(f).slots.getOrDefault("label", f.name());
  }

  private String fields(List<Field> fields) {
    var names = fields.stream().map(this::label).toList();
    if (names.size() < 2) {
      return String.join("", names);
    }
    var and = view.language() == heist.service.model.prompt.Language.DE ? " und " : " and ";
    return String.join(", ", names.subList(0, names.size() - 1)) + and + names.getLast();
  }

  private static String line(String text) {
    return text.strip().replaceAll("\\s+", " ").replaceAll("[.]$", "");
  }

  private static String order(String text) {
    var t = line(text).replaceAll("[!?]$", "");
    return t.length() > 90 ? t.substring(0, 88).replaceAll("\\s+\\S*$", "") + " …" : t;
  }

  /** "file_reader" is the file reader. */
  private String tool(String name) {
    var spoken = name.replace('_', ' ');
    return view.language() == heist.service.model.prompt.Language.DE
        ? "„" + spoken + "“"
        : "the " + spoken;
  }

  private static String clean(String arguments) {
    return arguments.replaceAll("[{}\"]", "").replaceFirst("^\\s*\\w+\\s*:\\s*", "").strip();
  }

  private static String text(@Nullable String s) {
    return s == null ? "" : s;
  }
}
