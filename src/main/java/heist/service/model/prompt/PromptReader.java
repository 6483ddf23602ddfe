package heist.service.model.prompt;

import heist.service.model.prompt.View.Brief;
import heist.service.model.prompt.View.Member;
import heist.service.model.prompt.View.Now;
import heist.service.model.prompt.View.Order;
import heist.service.model.prompt.View.Rates;
import heist.service.model.prompt.View.Said;
import heist.service.model.prompt.View.ToolOutput;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a prompt. What is missing becomes empty; nothing in a prompt makes it fail. */
public final class PromptReader {
  private static final Pattern ME = Pattern.compile("You are ([\\w.-]+)");
  private static final Pattern LANGUAGE = Pattern.compile("(?m)^Language: *(.+)$");
  private static final Pattern ORDER = Pattern.compile("^- *\\((standing|once)\\) *(.+)$");
  private static final Pattern MEMBER = Pattern.compile("^- *([\\w.-]+): *(.*?)( *\\(you\\))? *$");
  private static final Pattern SAID =
      Pattern.compile("^#(\\d+) ([\\w.-]+)( \\(withdrawn\\))?: (.*)$");
  private static final Pattern ROUND = Pattern.compile("^Round (\\d+).*$");
  private static final Pattern ROUND_OF = Pattern.compile("Round (\\d+) of (\\d+)");
  private static final Pattern TURN_OF = Pattern.compile("turn (\\d+)(?: of (\\d+))?");
  private static final Pattern TURN_ORDER = Pattern.compile("Order of this round: ([^.\\n]+)");
  private static final Pattern REVISION = Pattern.compile("The plan must be revised:? *([^\\n]*)");
  private static final Pattern GONE =
      Pattern.compile("([\\w.-]+) (?:was accused and has left|alone could read is open to you)");
  private static final Pattern OPEN = Pattern.compile("is open to you now: ([^\\n]*)\\.(?:\\n|$)");
  private static final Pattern HANDOVER = Pattern.compile("You take over, [^:\\n]*: read what ");
  private static final Pattern PLAN = Pattern.compile("The plan as handed in: (.*?)\\.?(?:\\n|$)");
  private static final Pattern WORDS = Pattern.compile("at most (\\d+) words");
  private static final Pattern EARLIER =
      Pattern.compile("^### *turn (\\d+): *(\\S+) *(.*?)( \\(failed\\))?$");
  private static final Pattern RESULT =
      Pattern.compile("(?s)Tool result of ([\\w.-]+)[^\\n]*:\\n<<<\\n(.*?)\\n?>>>");
  private static final Pattern TEXT_CALL = Pattern.compile("\\[TOOL:([\\w.-]+)(?::([^\\n]*))?]");
  private static final Pattern OFFER = Pattern.compile("(?m)^- ([\\w.-]+) \\{");
  private static final Pattern RATE =
      Pattern.compile("(?i)(mishear|stale|relay|lost|slip)\\D*?(\\d+(?:\\.\\d+)?) *%");

  private static final Pattern DIFFICULTY =
      Pattern.compile("(?i)difficulty:? (easy|normal|hard)\\b");

  private PromptReader() {}

  /** Reads the messages of a request in which {@code tools} are offered. */
  public static View read(List<Message> messages, List<String> tools) {
    var system = new StringBuilder();
    var user = new StringBuilder();
    for (var m : messages) {
      if (m.role().equals("system") || m.role().equals("developer")) {
        system.append(m.content()).append('\n');
      } else if (m.role().equals("user") && !RESULT.matcher(m.content()).find()) {
        user.append(m.content()).append('\n');
      }
    }
    var s = Sections.of(system.toString(), Sections.SYSTEM);
    var u = Sections.of(user.toString(), Sections.USER);
    String head = s.getOrDefault("", "");
    var me = ME.matcher(head);
    String name = me.find() ? me.group(1).replaceAll("[.,]$", "") : "agent";
    var fields = FormReader.fields(s.getOrDefault("Plan form", ""));
    String how = s.getOrDefault("How to work", "");
    var textTools = new LinkedHashSet<String>();
    var tc = TEXT_CALL.matcher(how);
    while (tc.find()) {
      if (!tc.group(1).equals("name")) {
        textTools.add(tc.group(1));
      }
    }
    var offer = OFFER.matcher(s.getOrDefault("Tools", ""));
    while (offer.find()) {
      textTools.add(offer.group(1));
    }
    var words = WORDS.matcher(how);
    var said = conversation(u.getOrDefault("Conversation", ""));
    boolean form = s.containsKey("Plan form") || u.containsKey("Now");
    String nowText = u.getOrDefault("Now", form ? "" : user.toString().strip());
    return new View(
        name,
        Language.of(first(LANGUAGE, head, "English")),
        s.getOrDefault("Persona", form ? "" : head.strip()),
        orders(s.getOrDefault("Orders from the operator", "")),
        firstLine(s.getOrDefault("The job", "")),
        rest(s.getOrDefault("The job", "")),
        crew(s.getOrDefault("The crew", "")),
        brief(s.getOrDefault("Your private brief", "")),
        fields,
        Formulas.parts(fields),
        FormReader.sources(s.getOrDefault("Sources", "")),
        rates(s.getOrDefault("Conditions", "")),
        words.find() ? Integer.parseInt(words.group(1)) : 120,
        tools.isEmpty() && !textTools.isEmpty(),
        List.copyOf(textTools),
        u.getOrDefault("Memory", ""),
        earlier(u.getOrDefault("What your tools said earlier", "")),
        current(messages),
        said,
        now(nowText, said),
        List.copyOf(tools));
  }

  private static List<Order> orders(String text) {
    var out = new ArrayList<Order>();
    for (var line : text.lines().toList()) {
      var m = ORDER.matcher(line);
      if (m.matches()) {
        out.add(new Order(m.group(1).equals("standing"), m.group(2).strip()));
      } else if (line.startsWith("- ")) {
        out.add(new Order(false, line.substring(2).strip()));
      }
    }
    return out;
  }

  private static List<Member> crew(String text) {
    var out = new ArrayList<Member>();
    for (var line : text.lines().toList()) {
      var m = MEMBER.matcher(line);
      if (m.matches()) {
        out.add(new Member(m.group(1), m.group(2).strip()));
      }
    }
    return out;
  }

  private static Brief brief(String text) {
    boolean mole = Pattern.compile("(?mi)^Allegiance: *mole\\b").matcher(text).find();
    var method = Pattern.compile("(?m)^Method: *([\\w.-]+)").matcher(text);
    return new Brief(mole, method.find() ? method.group(1) : "open_cards", text);
  }

  private static Rates rates(String text) {
    double[] r = new double[5];
    Matcher m = RATE.matcher(text);
    while (m.find()) {
      int i =
          List.of("mishear", "stale", "relay", "lost", "slip")
              .indexOf(m.group(1).toLowerCase(Locale.ROOT));
      r[i] = Double.parseDouble(m.group(2)) / 100;
    }
    var d = DIFFICULTY.matcher(text);
    var difficulty =
        d.find()
            ? View.Difficulty.valueOf(d.group(1).toUpperCase(Locale.ROOT))
            : View.Difficulty.NORMAL;
    return new Rates(r[0], r[1], r[2], r[3], r[4], difficulty);
  }

  private static List<ToolOutput> earlier(String text) {
    var out = new ArrayList<ToolOutput>();
    @Nullable Matcher head = null;
    @Nullable StringBuilder body = null;
    for (var line : text.lines().toList()) {
      if (body == null) {
        var m = EARLIER.matcher(line);
        if (m.matches()) {
          head = m;
        } else if (line.equals("<<<") && head != null) {
          body = new StringBuilder();
        }
      } else if (line.equals(">>>") && head != null) {
        out.add(
            new ToolOutput(
                Integer.parseInt(head.group(1)),
                head.group(2),
                head.group(3),
                body.toString(),
                head.group(4) != null));
        body = null;
        head = null;
      } else {
        body.append(line).append('\n');
      }
    }
    return out;
  }

  /** The answers of this turn, in native and in text form. */
  private static List<ToolOutput> current(List<Message> messages) {
    var out = new ArrayList<ToolOutput>();
    var asked = new java.util.HashMap<String, Message.Call>();
    var textual = new java.util.ArrayDeque<String>();
    for (var m : messages) {
      for (var c : m.calls()) {
        asked.put(c.id(), c);
      }
      if (m.role().equals("assistant")) {
        var t = TEXT_CALL.matcher(m.content());
        while (t.find()) {
          textual.add(t.group(2) == null ? "" : t.group(2));
        }
      }
      if (m.role().equals("tool")) {
        var call = m.callId() == null ? null : asked.get(m.callId());
        out.add(
            new ToolOutput(
                0,
                call == null ? "" : call.name(),
                call == null ? "" : call.arguments(),
                unquote(m.content()),
                false));
      } else if (m.role().equals("user")) {
        var r = RESULT.matcher(m.content());
        while (r.find()) {
          var argument = textual.poll();
          out.add(
              new ToolOutput(0, r.group(1), argument == null ? "" : argument, r.group(2), false));
        }
      }
    }
    return out;
  }

  private static String unquote(String content) {
    int a = content.indexOf("<<<\n");
    int b = content.lastIndexOf("\n>>>");
    return a >= 0 && b > a + 3 ? content.substring(a + 4, b) : content;
  }

  private static List<Said> conversation(String text) {
    var out = new ArrayList<Said>();
    int round = 0;
    for (var line : text.lines().toList()) {
      var r = ROUND.matcher(line);
      var m = SAID.matcher(line);
      if (m.matches()) {
        out.add(
            new Said(
                Integer.parseInt(m.group(1)),
                round,
                m.group(2),
                m.group(4).strip(),
                m.group(3) != null));
      } else if (r.matches()) {
        round = Integer.parseInt(r.group(1));
      } else if (!out.isEmpty() && !line.isBlank()) {
        var last = out.removeLast();
        out.add(
            new Said(
                last.seq(),
                last.round(),
                last.speaker(),
                last.text() + " " + line,
                last.withdrawn()));
      }
    }
    return out;
  }

  private static Now now(String text, List<Said> said) {
    var r = ROUND_OF.matcher(text);
    boolean round = r.find();
    var t = TURN_OF.matcher(text);
    boolean turn = t.find();
    var o = TURN_ORDER.matcher(text);
    var v = REVISION.matcher(text);
    var open = OPEN.matcher(text);
    return new Now(
        round ? Integer.parseInt(r.group(1)) : said.isEmpty() ? 1 : said.getLast().round(),
        round ? Integer.parseInt(r.group(2)) : 1,
        turn ? Integer.parseInt(t.group(1)) : said.size() + 1,
        turn && t.group(2) != null ? Integer.parseInt(t.group(2)) : said.size() + 1,
        o.find() ? List.of(o.group(1).strip().split(" *, *")) : List.of(),
        text.contains("This is the last round"),
        first(GONE, text, ""),
        open.find() ? List.of(open.group(1).strip().split(" *, *")) : List.of(),
        HANDOVER.matcher(text).find(),
        v.find() ? v.group(1) : null,
        text.contains("VOTE:"),
        plan(text),
        text);
  }

  private static Map<String, String> plan(String text) {
    var out = new java.util.LinkedHashMap<String, String>();
    var m = PLAN.matcher(text);
    if (m.find()) {
      for (var e : m.group(1).split("; ")) {
        int is = e.indexOf('=');
        if (is > 0 && !e.endsWith("=(withdrawn)")) {
          out.put(e.substring(0, is).strip(), e.substring(is + 1).strip());
        }
      }
    }
    return out;
  }

  private static String first(Pattern p, String text, String otherwise) {
    var m = p.matcher(text);
    return m.find() ? m.group(1) : otherwise;
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("").strip();
  }

  private static String rest(String text) {
    int nl = text.indexOf('\n');
    return nl < 0 ? "" : text.substring(nl + 1).strip();
  }

  /** Sections of a prompt by heading. */
  private static final class Sections {
    static final List<String> SYSTEM =
        List.of(
            "Persona",
            "Orders from the operator",
            "The job",
            "The crew",
            "Your private brief",
            "Plan form",
            "Sources",
            "Conditions",
            "How to work",
            "Tools");
    static final List<String> USER =
        List.of("Memory", "What your tools said earlier", "Conversation", "Now");

    /** Text before the first heading has the key "". Headings in quoted blocks are text. */
    static Map<String, String> of(String text, List<String> known) {
      var out = new java.util.LinkedHashMap<String, StringBuilder>();
      String key = "";
      boolean quoted = false;
      for (var line : text.lines().toList()) {
        if (line.equals("<<<")) {
          quoted = true;
        } else if (line.equals(">>>")) {
          quoted = false;
        }
        if (!quoted && line.startsWith("## ") && known.contains(line.substring(3).strip())) {
          key = line.substring(3).strip();
        } else {
          out.computeIfAbsent(key, k -> new StringBuilder()).append(line).append('\n');
        }
      }
      var result = new java.util.LinkedHashMap<String, String>();
      out.forEach((k, v) -> result.put(k, v.toString().strip()));
      return result;
    }
  }
}
