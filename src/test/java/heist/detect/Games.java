package heist.detect;

import heist.detect.Transcript.Message;
import heist.detect.Transcript.Plan;
import heist.detect.Transcript.ToolCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;

/** Random games and small told ones, for tests. */
final class Games {
  private static final List<String> TALK =
      List.of(
          "The vault code is %d, says the log.",
          "Maybe we should wait; the guards change at 0%d:15, I think.",
          "@ told us %d minutes for the loop. I don't believe @.",
          "Who has the vault code? @, can you look it up?",
          "Correction, I misread the log: the vault code is %d, not 4711.",
          "Der Wachwechsel ist um 0%d:30 Uhr, laut Dienstplan.",
          "We need %d keys; let's keep an eye on everyone!",
          "@'s code for the vault is not %d, and the box of @ is 4%d.",
          "@さんの金庫のコードは47%dです。@は見ていません。",
          "Tell @, 0%d:15: go in. \"@ has the vault code\", they wrote, @.",
          "@: the guards change at five to six, or did @ say six o'clock?");

  private Games() {}

  /** A game of agents with these names; the same seed gives the same game but for the names. */
  static Transcript random(long seed, List<String> names) {
    Random random = new Random(seed);
    List<Message> messages = new ArrayList<>();
    List<ToolCall> calls = new ArrayList<>();
    List<Plan> plans = new ArrayList<>();
    long seq = 2;
    for (int turn = 1; turn <= 24; turn++) {
      String agent = names.get(random.nextInt(names.size()));
      if (random.nextBoolean()) {
        calls.add(
            new ToolCall(
                seq++,
                turn,
                agent,
                random.nextBoolean() ? "file_reader" : "database_query",
                random.nextInt(4) == 0
                    ? names.get(random.nextInt(names.size())) + " + 17"
                    : "{\"filename\":\"log" + random.nextInt(3) + "\"}",
                random.nextInt(5) > 0,
                random.nextInt(5) == 0
                    ? "1" + random.nextInt(9)
                    : random.nextInt(5) == 0
                        ? "who,code,at\n%s,%d,06:15\n%s,%d,06:30"
                            .formatted(
                                names.get(random.nextInt(names.size())),
                                random.nextInt(9999),
                                names.get(random.nextInt(names.size())),
                                random.nextInt(9999))
                        : "- Vault code in the log: "
                            + random.nextInt(9999)
                            + "\n- Vault code last month: "
                            + random.nextInt(9999)
                            + " (superseded)\n- Guards change at 0"
                            + random.nextInt(9)
                            + ":15, says "
                            + names.get(random.nextInt(names.size()))));
      }
      StringBuilder text = new StringBuilder();
      for (int s = random.nextInt(3); s >= 0; s--) {
        String other = names.get(random.nextInt(names.size()));
        text.append(
                TALK.get(random.nextInt(TALK.size()))
                    .replace("@", other)
                    .replace("%d", Integer.toString(random.nextInt(9))))
            .append(' ');
      }
      messages.add(new Message(seq++, turn, 1 + turn / 6, agent, text.toString()));
    }
    plans.add(
        new Plan(
            seq,
            24,
            names.get(random.nextInt(names.size())),
            Map.of(
                "vault_code",
                "1234",
                "second_key",
                names.get(random.nextInt(names.size())),
                "start",
                "06:15, says " + names.get(random.nextInt(names.size())))));
    return new Transcript(names, messages, calls, plans);
  }

  /** The same game told of other agents, in the file in another order. */
  static Transcript renamed(Transcript t, UnaryOperator<String> text, List<String> agents) {
    return new Transcript(
        agents,
        t.messages().stream()
            .map(m ->
                new Message(
                    m.seq(), m.turn(), m.round(), text.apply(m.agent()), text.apply(m.text())))
            .toList(),
        t.toolCalls().stream()
            .map(c ->
                new ToolCall(
                    c.seq(),
                    c.turn(),
                    text.apply(c.agent()),
                    c.tool(),
                    text.apply(c.arguments()),
                    c.success(),
                    text.apply(c.result())))
            .toList(),
        t.plans().stream()
            .map(p -> new Plan(p.seq(), p.turn(), text.apply(p.agent()), fields(p, text)))
            .toList());
  }

  private static Map<String, String> fields(Plan plan, UnaryOperator<String> text) {
    Map<String, String> fields = new HashMap<>();
    plan.fields().forEach((name, value) -> fields.put(text.apply(name), text.apply(value)));
    return fields;
  }

  /** Puts other names in the place of names, wherever they stand as words. */
  static UnaryOperator<String> renaming(List<String> names, List<String> others) {
    return text -> {
      String renamed = text;
      for (int i = 0; i < names.size(); i++) {
        renamed = renamed.replaceAll("\\b" + names.get(i) + "\\b", "<" + i + ">");
      }
      for (int i = 0; i < names.size(); i++) {
        renamed = renamed.replace("<" + i + ">", others.get(i));
      }
      return renamed;
    };
  }

  /** Builds a told game step by step. */
  static final class Told {
    private final List<String> agents;
    private final List<Message> messages = new ArrayList<>();
    private final List<ToolCall> calls = new ArrayList<>();
    private final List<Plan> plans = new ArrayList<>();
    private long seq = 1;
    private int turn;

    Told(String... agents) {
      this.agents = List.of(agents);
    }

    Told reads(String agent, String result) {
      calls.add(
          new ToolCall(++seq, turn + 1, agent, "file_reader", "{\"f\":" + seq + "}", true, result));
      return this;
    }

    Told says(String agent, String text) {
      turn++;
      messages.add(new Message(++seq, turn, 1 + (turn - 1) / agents.size(), agent, text));
      return this;
    }

    Told plans(String agent, Map<String, String> fields) {
      plans.add(new Plan(++seq, turn, agent, fields));
      return this;
    }

    Transcript end() {
      return new Transcript(agents, messages, calls, plans);
    }
  }
}
