package heist.service.model.mind;

import heist.service.model.prompt.Field;
import heist.service.model.prompt.View;
import heist.service.model.prompt.View.Said;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Hears the values that people say. A field is meant when its name or its description is said, else
 * when enough of its distinctive words are. One instance a request; not thread-safe.
 */
final class Claims {
  private static final Pattern NOT_BEFORE =
      Pattern.compile(
          "(?iu)(?:\\b(?:not|isn't|instead of|rather than|never|nicht|statt|anstatt|kein|keine|keinen|weder|nor|or|oder|"
              + "said|heard|noted|had|wrote|sagte|hatte|hörte|notiert|not the|forget|scratch|strike|vergesst|streicht|no longer|nicht mehr|früher|formerly)"
              + "[ ,:„\"“(]*)$");
  private static final Pattern DOES = Pattern.compile("(?is)who (\\w+s)\\b.*");
  private static final Pattern QUOTED = Pattern.compile("\"[^\"]{12,200}\"|„[^“]{24,200}“");
  private static final Pattern VALUE_FIRST = Pattern.compile("[0-9]");
  private static final Pattern NOT_AFTER =
      Pattern.compile(
          "(?iu)^[\"”“»)]?,? *(?:is wrong|is out|was wrong|is stale|is old|ist falsch|war falsch|ist überholt|ist alt|stimmt nicht|doesn't hold|is void)\\b");

  private final View view;
  private final FactFinder finder;

  private final Map<String, List<Phrase>> phrases = new HashMap<>();
  private final Map<Said, List<Claim>> heard = new HashMap<>();

  /** A way to name a field. */
  private record Phrase(Field field, List<String> stems) {}

  Claims(View view, FactFinder finder) {
    this.view = view;
    this.finder = finder;
    for (var f : view.named()) {
      for (var phrase : Labels.phrases(f)) {
        var stems = Words.tokens(phrase).stream().map(Words.Token::stem).toList();
        if (!stems.isEmpty()) {
          phrases
              .computeIfAbsent(stems.getFirst(), _ -> new ArrayList<>())
              .add(new Phrase(f, stems));
        }
      }
    }
  }

  /** All claims of the conversation, oldest first. */
  List<Claim> all() {
    var out = new ArrayList<Claim>();
    for (var s : view.conversation()) {
      out.addAll(of(s));
    }
    return out;
  }

  /** The claims of one message; of several for one field in a sentence the last one holds. */
  List<Claim> of(Said said) {
    return heard.computeIfAbsent(said, this::listen);
  }

  private List<Claim> listen(Said said) {
    var out = new ArrayList<Claim>();
    if (said.withdrawn()) {
      return out;
    }
    // what is quoted from a paper is no claim of the speaker's
    var sentences = Sentences.of(QUOTED.matcher(said.text()).replaceAll("\"…\""));
    for (int i = 0; i < sentences.size(); i++) {
      var sentence = sentences.get(i);
      if (!Sentences.asks(sentence)) {
        out.addAll(of(said, sentence));
      } else if (i + 1 < sentences.size()
          && VALUE_FIRST.matcher(sentences.get(i + 1)).lookingAt()) {
        // "The code? 4711, by the log."
        out.addAll(of(said, sentence.replace('?', ':') + " " + sentences.get(++i)));
      } else if (i + 1 < sentences.size()) {
        var both = sentence.replace('?', ':') + " " + sentences.get(i + 1);
        for (var m : mentions(sentence)) {
          if (m.field().options().stream().anyMatch(sentences.get(i + 1)::startsWith)) {
            out.addAll(of(said, both));
            i++;
            break;
          }
        }
      }
    }
    return out;
  }

  private record Mention(Field field, int start, int end) {}

  private List<Claim> of(Said said, String sentence) {
    var mentions = mentions(sentence);
    var found = new LinkedHashMap<String, Claim>();
    for (int i = 0; i < mentions.size(); i++) {
      var m = mentions.get(i);
      int next = i + 1 < mentions.size() ? mentions.get(i + 1).start() : sentence.length();
      int before = i > 0 ? mentions.get(i - 1).end() : 0;
      var hits =
          digitsFirst(Values.in(sentence, m.field(), view), sentence).stream()
              .filter(h -> h.start() >= m.end() || h.end() <= m.start())
              .filter(h -> stands(sentence, h) && !spokenToLast(sentence, m.field(), h))
              .filter(h -> !denied(sentence, m.field()).contains(h.value()))
              .toList();
      var after = hits.stream().filter(h -> h.start() >= m.end() && h.start() < next).toList();
      var earlier = hits.stream().filter(h -> h.end() <= m.start() && h.start() >= before).toList();
      Values.Hit h =
          doer(sentence, m.field(), hits) instanceof Values.Hit doer
              ? doer
              : !after.isEmpty()
                  ? (corrected(sentence, after) ? after.getLast() : after.getFirst())
                  : !earlier.isEmpty() ? earlier.getLast() : null;
      if (h != null && !view.now().gone().equals(h.value())) {
        found.put(m.field().name(), claim(said, sentence, m.field(), h.value()));
      }
    }
    if (found.isEmpty() && mentions.isEmpty()) {
      lexical(said, sentence).ifPresent(c -> found.put(c.field().name(), c));
    }
    return List.copyOf(found.values());
  }

  /** The name right before the verb of a description such as "Who turns the second key". */
  private static Values.@Nullable Hit doer(String sentence, Field field, List<Values.Hit> hits) {
    var verb = DOES.matcher(field.description());
    if (field.type() != Field.Type.AGENT || !verb.matches()) {
      return null;
    }
    return hits.stream()
        .filter(h -> sentence.startsWith(" " + verb.group(1) + " ", h.end()))
        .findFirst()
        .orElse(null);
  }

  /** Where figures stand, number words are figures of speech ("nine in ten"). */
  private static List<Values.Hit> digitsFirst(List<Values.Hit> hits, String sentence) {
    boolean figures = hits.stream().anyMatch(h -> Character.isDigit(sentence.charAt(h.start())));
    return hits.stream()
        .filter(h ->
            !figures
                || h.value().isEmpty()
                || !Character.isDigit(h.value().charAt(0))
                || Character.isDigit(sentence.charAt(h.start())))
        .toList();
  }

  /** Values that the sentence denies in one place are denied in all. */
  private List<String> denied(String sentence, Field field) {
    return Values.in(sentence, field, view).stream()
        .filter(h -> !stands(sentence, h))
        .map(Values.Hit::value)
        .toList();
  }

  private static boolean corrected(String sentence, List<Values.Hit> hits) {
    if (hits.size() < 2) {
      return false;
    }
    var between = sentence.substring(hits.getFirst().end(), hits.getLast().start());
    return Pattern.compile(
            "(?iu)\\b(?:no|sorry|rather|correction|wait|make that|i mean|nein|pardon|moment|quatsch|korrektur|vielmehr|entschuldigung|besser gesagt)\\b")
        .matcher(between)
        .find();
  }

  private java.util.Optional<Claim> lexical(Said said, String sentence) {
    Claim best = null;
    double top = 0.34;
    for (var f : view.facts()) {
      var hits = Values.in(sentence, f, view);
      var doer = doer(sentence, f, hits);
      for (var h : doer == null ? hits : List.of(doer)) {
        if (stands(sentence, h)
            && !view.now().gone().equals(h.value())
            && !planned(f, h.value())
            && !spokenTo(sentence, f, h)) {
          double fit =
              finder.fit(f, sentence.substring(0, h.start()) + " " + sentence.substring(h.end()));
          if (fit > top) {
            top = fit;
            best = claim(said, sentence, f, h.value());
          }
        }
      }
    }
    return java.util.Optional.ofNullable(best);
  }

  /** "Planner: ..." is called, not named for a post. */
  private static boolean spokenTo(String sentence, Field field, Values.Hit h) {
    return field.type() == Field.Type.AGENT
        && h.end() < sentence.length()
        && ":,".indexOf(sentence.charAt(h.end())) >= 0
        && sentence.substring(0, h.start()).strip().split("\\s+").length <= 1;
  }

  /** "I can't say much about the second key, lookout." */
  private static boolean spokenToLast(String sentence, Field field, Values.Hit h) {
    var before = sentence.substring(0, h.start());
    return field.type() == Field.Type.AGENT
        && before.endsWith(", ")
        && before.indexOf(':') < 0
        && before.split("\\s+").length > 5
        && sentence.substring(h.end()).strip().length() <= 1;
  }

  /** "Ready at 06:14" speaks of the plan as handed in, not of another field by likeness. */
  private boolean planned(Field field, String value) {
    return view.now().plan().entrySet().stream()
        .anyMatch(e -> e.getValue().equals(value) && !e.getKey().equals(field.name()));
  }

  private Claim claim(Said said, String sentence, Field field, String value) {
    boolean source =
        view.sources().stream()
            .anyMatch(s ->
                sentence.contains(s.name())
                    || (!s.title().isEmpty() && sentence.contains(s.title())));
    boolean other =
        view.people().stream()
            .anyMatch(n -> !n.equals(said.speaker()) && !n.equals(value) && named(sentence, n));
    return new Claim(
        field, value, said.speaker(), said.seq(), said.round(), source || !other, source, sentence);
  }

  private static boolean named(String sentence, String name) {
    return Words.tokens(sentence).stream().anyMatch(t -> t.raw().equalsIgnoreCase(name));
  }

  private static boolean stands(String sentence, Values.Hit h) {
    return !NOT_BEFORE.matcher(sentence.substring(0, h.start())).find()
        && !NOT_AFTER.matcher(sentence.substring(h.end())).find();
  }

  /** Where fields are named, in order; the longest name wins where several overlap. */
  private List<Mention> mentions(String sentence) {
    var tokens = Words.tokens(sentence);
    var all = new ArrayList<Mention>();
    for (int i = 0; i < tokens.size(); i++) {
      for (var p : phrases.getOrDefault(tokens.get(i).stem(), List.of())) {
        int end = i + p.stems().size();
        boolean same = end <= tokens.size();
        for (int k = 1; k < p.stems().size() && same; k++) {
          same = tokens.get(i + k).stem().equals(p.stems().get(k));
        }
        if (same) {
          all.add(new Mention(p.field(), tokens.get(i).start(), tokens.get(end - 1).end()));
        }
      }
    }
    all.sort(
        Comparator.comparingInt((Mention m) -> m.start() - m.end())
            .thenComparingInt(Mention::start));
    var kept = new ArrayList<Mention>();
    for (var m : all) {
      if (kept.stream().noneMatch(k -> m.start() < k.end() && k.start() < m.end())) {
        kept.add(m);
      }
    }
    kept.sort(Comparator.comparingInt(Mention::start));
    return kept;
  }

  /** The latest claim of each speaker for each field. */
  static Map<String, Map<String, Claim>> latest(List<Claim> claims) {
    var out = new LinkedHashMap<String, Map<String, Claim>>();
    for (var c : claims) {
      out.computeIfAbsent(c.field().name(), _ -> new LinkedHashMap<>()).put(c.speaker(), c);
    }
    return out;
  }
}
