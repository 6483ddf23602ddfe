package heist.service.model.mind;

import heist.service.model.prompt.Field;
import heist.service.model.prompt.View;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Finds facts for the fields of a form in statements, by distinctive words that they share. The
 * weight of a word falls with the number of fields and of statements that have it; words near a
 * value count more.
 */
final class FactFinder {
  /** Below this a line has nothing to do with a field. */
  static final double THRESHOLD = 0.28;

  private static final Pattern CLAUSE =
      Pattern.compile("[;,()]|\\s[–—-]\\s|\\b(?:but|now|jetzt|aber|nun)\\b");
  private static final Pattern UNIT = Pattern.compile("^\\s?(?:%|[\\p{L}]{2,14}\\b)");
  private static final Pattern UNIT_WORDS =
      Pattern.compile(
          "(?iu)\\s?(?:%|seconds?|minutes?|hours?|days?|guards?|men|people|bags?|kilos?|kg|m|metres?|meters?|floors?|cameras?|trucks?|bars?"
              + "|sekunden?|minuten?|stunden?|tage?n?|wachen?|leute|taschen?|kilo|meter|kameras?|wagen|kisten?|cases?|boxes|crates?)");

  private final View view;
  private final List<Statement> statements;
  private final Map<String, Map<String, Double>> terms = new HashMap<>();

  FactFinder(View view, List<Statement> statements) {
    this.view = view;
    this.statements = statements;
    weigh();
  }

  private void weigh() {
    var byField = new HashMap<String, Map<String, Double>>();
    var df = new HashMap<String, Integer>();
    for (var f : view.facts()) {
      var own = new HashMap<String, Double>();
      for (var s : Words.stems(f.name().replace('_', ' ').replace('-', ' '))) {
        own.merge(s, 1.1, Math::max);
      }
      for (var s : Words.stems(f.description())) {
        own.merge(s, 1.0, Math::max);
      }
      byField.put(f.name(), own);
      own.keySet().forEach(s -> df.merge(s, 1, Integer::sum));
    }
    byField.forEach((name, own) -> {
      var weighted = new HashMap<String, Double>();
      double sum = 0;
      for (var e : own.entrySet()) {
        double w = e.getValue() / Math.sqrt(df.getOrDefault(e.getKey(), 1));
        weighted.put(e.getKey(), w);
        sum += w;
      }
      double total = Math.max(sum, 0.001);
      weighted.replaceAll((_, v) -> v / total);
      terms.put(name, weighted);
    });
  }

  /** All candidates for a field, best first. */
  List<Fact> candidates(Field field) {
    var out = new ArrayList<Fact>();
    for (var s : statements) {
      candidates(field, s, out);
    }
    out.sort(Comparator.comparingDouble((Fact f) -> -f.score() * (f.stale() ? 0.4 : 1)));
    return out;
  }

  /** How well a text fits a field, without looking at values: 0..1. */
  double fit(Field field, String text) {
    var mine = terms.getOrDefault(field.name(), Map.of());
    var tokens = Words.tokens(text);
    double sum = 0;
    for (var e : mine.entrySet()) {
      double best = 0;
      for (var t : tokens) {
        best = Math.max(best, Words.agree(e.getKey(), t.stem()));
      }
      sum += e.getValue() * best;
    }
    return sum;
  }

  void candidates(Field field, Statement s, List<Fact> out) {
    var hits = Values.in(s.text(), field, view);
    if (hits.isEmpty()) {
      return;
    }
    var mine = terms.getOrDefault(field.name(), Map.of());
    var tokens = Words.tokens(s.text());
    var context = Words.stems(s.context());
    for (var h : hits) {
      if (view.now().gone().equals(h.value())) {
        continue;
      }
      double score = 0;
      var used = new HashSet<Integer>();
      for (var e : mine.entrySet()) {
        double best = 0;
        int at = -1;
        for (int i = 0; i < tokens.size(); i++) {
          var t = tokens.get(i);
          if (t.start() >= h.start() && t.end() <= h.end()) {
            continue;
          }
          double a = Words.agree(e.getKey(), t.stem());
          if (a > 0) {
            a *= near(tokens, i, h, s.text());
            if (a > best) {
              best = a;
              at = i;
            }
          }
        }
        if (at < 0 || best < 0.4) {
          for (var c : context) {
            double a = 0.45 * Words.agree(e.getKey(), c);
            if (a > best) {
              best = a;
            }
          }
        } else {
          used.add(at);
        }
        score += e.getValue() * best;
      }
      if (score >= THRESHOLD / 2) {
        boolean stale = s.stale() || Statements.stale(clause(s.text(), h));
        out.add(
            new Fact(
                field,
                h.value(),
                spoken(s.text(), h, field),
                s.source(),
                s.text(),
                score,
                s.owned(),
                stale));
      }
    }
  }

  /** 1 beside the value, falling with distance and with borders of clauses between. */
  private static double near(List<Words.Token> tokens, int i, Values.Hit h, String text) {
    var t = tokens.get(i);
    int from = Math.min(t.end(), h.end());
    int to = Math.max(t.start(), h.start());
    var between = from < to ? text.substring(from, to) : "";
    int words = Words.tokens(between).size();
    double d = 1 / (1 + words / 8.0);
    return between.contains(";") ? d * 0.6 : d;
  }

  private static String clause(String text, Values.Hit h) {
    int from = 0;
    var m = CLAUSE.matcher(text);
    while (m.find()) {
      if (m.end() <= h.start()) {
        from = m.start();
      } else if (m.start() >= h.end()) {
        return text.substring(from, m.start());
      }
    }
    return text.substring(from);
  }

  private static String spoken(String text, Values.Hit h, Field field) {
    if (field.type() != Field.Type.NUMBER) {
      return h.value();
    }
    var m = UNIT.matcher(text.substring(h.end()));
    if (!m.find() || !UNIT_WORDS.matcher(m.group()).matches()) {
      return h.value();
    }
    var unit = m.group().strip();
    // "minutes of work: 34 minutes" says it twice
    var stem = Words.stem(Words.fold(unit));
    boolean twice = Words.stems(Labels.name(field)).contains(stem);
    return twice ? h.value() : h.value() + " " + unit;
  }
}
