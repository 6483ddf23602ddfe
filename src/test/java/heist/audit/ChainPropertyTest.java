package heist.audit;

import static org.assertj.core.api.Assertions.assertThat;

import heist.audit.Chain.Row;
import heist.audit.Chain.Seal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** Whatever is done to a chain by somebody without the key is found, and its place is named. */
class ChainPropertyTest {
  private static final int CASES = 4000;

  private enum Harm {
    EDIT_BODY,
    EDIT_TIME,
    EDIT_HASH,
    DELETE,
    CUT_OFF,
    SWAP,
    INSERT,
    REPEAT,
    /** Edited, and every hash from there on made to fit: the key alone is missing. */
    WRITE_ANEW
  }

  @Test
  void everyHarmIsFoundAndNamed() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(20260101);
    Map<Harm, Integer> found = new EnumMap<>(Harm.class);
    for (int i = 0; i < CASES; i++) {
      Harm harm = Harm.values()[random.nextInt(Harm.values().length)];
      List<Row> rows = chain(2 + random.nextInt(40), random);
      Seal seal = new Seal.Good(rows.size(), rows.getLast().hash(), null);
      assertThat(Chain.verify("s", rows.iterator(), seal).intact()).isTrue();
      int at = random.nextInt(rows.size());
      List<Row> harmed = harm(harm, rows, at);
      Verdict verdict = Chain.verify("s", harmed.iterator(), seal);
      assertThat(verdict.intact()).as("%s at %d of %d", harm, at + 1, rows.size()).isFalse();
      assertThat(verdict.brokenAt()).as("%s: %s", harm, verdict.message()).isNotNull();
      long expected =
          switch (harm) {
            case WRITE_ANEW -> rows.size();
            case SWAP -> at + 1 < rows.size() ? at + 1 : 1;
            case EDIT_BODY, EDIT_TIME, EDIT_HASH, DELETE, CUT_OFF, INSERT, REPEAT -> at + 1;
          };
      assertThat(verdict.brokenAt()).as("%s: %s", harm, verdict.message()).isEqualTo(expected);
      assertThat(verdict.message()).contains("row " + expected);
      found.merge(harm, 1, Integer::sum);
    }
    System.out.println("harmed audit chains: " + CASES + ", all found and named: " + found);
  }

  private static List<Row> chain(int length, RandomGenerator random) {
    List<Row> rows = new ArrayList<>();
    String hash = Chain.START;
    for (int n = 1; n <= length; n++) {
      String body = "{\"action\":\"tool.call\",\"actor\":\"a" + random.nextInt(5) + "\"}";
      long at = 1_000L + n;
      hash = Chain.next(hash, n, at, body);
      rows.add(new Row(n, at, body, hash));
    }
    return rows;
  }

  private static List<Row> harm(Harm harm, List<Row> chain, int at) {
    List<Row> rows = new ArrayList<>(chain);
    Row row = rows.get(at);
    switch (harm) {
      case EDIT_BODY -> rows.set(at, new Row(row.n(), row.at(), row.body() + " ", row.hash()));
      case EDIT_TIME -> rows.set(at, new Row(row.n(), row.at() + 1, row.body(), row.hash()));
      case EDIT_HASH ->
          rows.set(at, new Row(row.n(), row.at(), row.body(), Chain.next("x", 1, 1, row.hash())));
      case DELETE -> rows.remove(at);
      case CUT_OFF -> rows.subList(at, rows.size()).clear();
      case SWAP -> {
        // With the row after it, or the last one; the first of the two is where it shows.
        int other = at + 1 < rows.size() ? at + 1 : 0;
        Row twin = rows.get(other);
        rows.set(at, new Row(row.n(), twin.at(), twin.body(), twin.hash()));
        rows.set(other, new Row(twin.n(), row.at(), row.body(), row.hash()));
      }
      case INSERT ->
          rows.add(at, new Row(row.n(), row.at(), "{\"action\":\"forged\"}", row.hash()));
      case REPEAT -> rows.set(at, chain.get(at == 0 ? 1 : at - 1));
      case WRITE_ANEW -> {
        String hash = at == 0 ? Chain.START : rows.get(at - 1).hash();
        for (int i = at; i < rows.size(); i++) {
          Row old = rows.get(i);
          String body = i == at ? "{\"action\":\"forged\"}" : old.body();
          hash = Chain.next(hash, old.n(), old.at(), body);
          rows.set(i, new Row(old.n(), old.at(), body, hash));
        }
      }
    }
    return rows;
  }
}
