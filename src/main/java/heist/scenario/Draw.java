package heist.scenario;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one fact (of {@link Deal}: several) comes about. Facts are drawn in the order of the file and
 * may use those above them. {@code unlike} names facts whose values it must not have.
 */
public sealed interface Draw {
  /** The names of the facts it sets. */
  List<String> names();

  /** A text over earlier facts. */
  record Text(String name, String template) implements Draw {
    @Override
    public List<String> names() {
      return List.of(name);
    }
  }

  /** One of some texts, each a template. */
  record Choice(String name, List<String> of, List<String> unlike) implements Draw {
    @Override
    public List<String> names() {
      return List.of(name);
    }
  }

  /** Different values for several facts at once; as many values as names or more. */
  record Deal(List<String> names, List<String> of) implements Draw {}

  /**
   * A time of day in {@code from..to}, both included, in steps of minutes; may run over midnight.
   */
  record Time(String name, String from, String to, int step, List<String> unlike) implements Draw {
    @Override
    public List<String> names() {
      return List.of(name);
    }
  }

  /** A whole number in {@code from..to}, both included. */
  record Number(String name, int from, int to, int step, List<String> unlike) implements Draw {
    @Override
    public List<String> names() {
      return List.of(name);
    }
  }

  /** So many decimal digits; the first may be 0. */
  record Digits(String name, int count, List<String> unlike) implements Draw {
    @Override
    public List<String> names() {
      return List.of(name);
    }
  }

  /**
   * A sum of facts, times and numbers; one with a leading {@code -} is taken away. One time and
   * numbers (minutes) give a time, a time less a time gives minutes.
   */
  record Sum(String name, List<String> terms) implements Draw {
    @Override
    public List<String> names() {
      return List.of(name);
    }
  }

  /** By the value of another fact, a text over earlier facts. */
  record Lookup(String name, String by, Map<String, String> in, @Nullable String otherwise)
      implements Draw {
    @Override
    public List<String> names() {
      return List.of(name);
    }
  }
}
