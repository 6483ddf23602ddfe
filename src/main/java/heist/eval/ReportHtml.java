package heist.eval;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures as one HTML page with pictures drawn in it (SVG); it loads nothing. Pure. */
public final class ReportHtml {
  private static final String STYLE =
      """
      body{font:15px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;color:#222}
      table{border-collapse:collapse;margin:1rem 0}td,th{padding:.2rem .8rem .2rem 0;text-align:left}td:nth-child(2){white-space:nowrap}
      th{border-bottom:1px solid #999;padding-top:1rem}figure{display:inline-block;margin:1rem 2rem 1rem 0}
      figcaption{font-size:.9rem}svg text{font:11px system-ui,sans-serif}
      @media(prefers-color-scheme:dark){body{background:#1b1b1d;color:#ddd}svg{color:#ddd}}
      """;

  private ReportHtml() {}

  /** The page. */
  public static String of(Evaluation.Result result, String corpus, String command) {
    StringBuilder page = new StringBuilder();
    page.append("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>")
        .append(escape(result.summary().detector() + " on " + corpus))
        .append("</title><style>")
        .append(STYLE)
        .append("</style><h1>")
        .append(escape(result.summary().detector() + " on " + corpus))
        .append("</h1><p><code>")
        .append(escape(command))
        .append(
            "</code></p><p>Values stand with their 95 % interval and with what chance gives.</p>");
    page.append(
        roc(
            result.summary().roc(),
            "ROC over all agents: innocents taken for moles (across), moles found (up)"));
    if (!Double.isNaN(result.summary().gameRoc().area())) {
      page.append(
          roc(
              result.summary().gameRoc(),
              "ROC over games: honest crews suspected (across), crews with a mole suspected (up)"));
    }
    if (!result.summary().reliability().isEmpty()) {
      page.append(reliability(result.summary()));
    }
    page.append(bars(result));
    page.append("<table>");
    for (List<String> row : ReportRows.of(result)) {
      if (row.size() == 1) {
        page.append("<tr><th>")
            .append(escape(row.getFirst()))
            .append(
                "</th><th>value</th><th>chance</th><th>over</th>"
                    + "<th>best trivial baseline</th><th>naive</th></tr>");
      } else {
        page.append("<tr>");
        row.forEach(cell -> page.append("<td>").append(escape(cell)).append("</td>"));
        page.append("</tr>");
      }
    }
    return page.append("</table></html>\n").toString();
  }

  private static String frame(String title, String inside) {
    return "<figure><svg width=\"300\" height=\"290\" role=\"img\" aria-label=\""
        + escape(title)
        + "\"><g fill=\"none\" stroke=\"currentColor\"><rect x=\"40\" y=\"10\" width=\"240\" height=\"240\"/>"
        + "<path d=\"M40 250L280 10\" stroke-dasharray=\"3 4\"/></g>"
        + "<g fill=\"currentColor\"><text x=\"40\" y=\"265\">0</text><text x=\"270\" y=\"265\">1</text>"
        + "<text x=\"26\" y=\"252\">0</text><text x=\"26\" y=\"18\">1</text></g>"
        + inside
        + "</svg><figcaption>"
        + escape(title)
        + "</figcaption></figure>";
  }

  private static String roc(Roc roc, String title) {
    StringBuilder path = new StringBuilder();
    for (double[] p : roc.points()) {
      path.append(path.isEmpty() ? "M" : "L").append(x(p[0])).append(' ').append(y(p[1]));
    }
    return frame(
        title, "<path d=\"" + path + "\" fill=\"none\" stroke=\"#c33\" stroke-width=\"2\"/>");
  }

  private static String reliability(Summary s) {
    StringBuilder dots = new StringBuilder();
    for (Summary.Reliability b : s.reliability()) {
      dots.append("<circle cx=\"")
          .append(x(b.said()))
          .append("\" cy=\"")
          .append(y(b.so()))
          .append("\" r=\"")
          .append(number(Math.min(12, 2 + Math.sqrt(b.n()) / 3)))
          .append("\" fill=\"#36c\" fill-opacity=\".6\"><title>")
          .append(b.n())
          .append(" games</title></circle>");
    }
    return frame(
        "Reliability: probability of a mole as told (across) and as it was (up)", dots.toString());
  }

  /** AUC of the detector and of each baseline, with intervals. */
  private static String bars(Evaluation.Result result) {
    StringBuilder rows = new StringBuilder();
    int y = 20;
    y = bar(rows, result.summary().detector(), result.summary().macroAuc(), y, "#c33");
    for (Map.Entry<String, Summary> e : result.baselines().entrySet()) {
      y = bar(rows, e.getKey(), e.getValue().macroAuc(), y, "#888");
    }
    for (Map.Entry<String, Figure> e : result.summary().aucBySource().entrySet()) {
      y = bar(rows, e.getKey(), e.getValue(), y, "#36c");
    }
    int middle = 160 + 120;
    return "<figure><svg width=\"460\" height=\""
        + (y + 10)
        + "\" role=\"img\" aria-label=\"AUC within games\"><path d=\"M"
        + middle
        + " 5V"
        + y
        + "\" stroke=\"currentColor\" stroke-dasharray=\"3 4\"/>"
        + rows
        + "</svg><figcaption>AUC within games, 0 to 1; dashed: chance. Red: the detector, grey:"
        + " trivial baselines, blue: the detector by source</figcaption></figure>";
  }

  private static int bar(StringBuilder rows, String name, Figure f, int y, String colour) {
    if (f.n() == 0) {
      return y;
    }
    rows.append("<text x=\"0\" y=\"")
        .append(y + 4)
        .append("\" fill=\"currentColor\">")
        .append(escape(name))
        .append("</text><path d=\"M")
        .append(number(160 + 240 * f.low()))
        .append(' ')
        .append(y)
        .append('H')
        .append(number(160 + 240 * f.high()))
        .append("\" stroke=\"")
        .append(colour)
        .append("\" stroke-width=\"2\"/><circle cx=\"")
        .append(number(160 + 240 * f.value()))
        .append("\" cy=\"")
        .append(y)
        .append("\" r=\"4\" fill=\"")
        .append(colour)
        .append("\"/><text x=\"408\" y=\"")
        .append(y + 4)
        .append("\" fill=\"currentColor\">")
        .append(Figure.two(f.value()))
        .append("</text>");
    return y + 20;
  }

  private static String x(double share) {
    return number(40 + 240 * share);
  }

  private static String y(double share) {
    return number(250 - 240 * share);
  }

  private static String number(double x) {
    return String.format(Locale.ROOT, "%.1f", x);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
