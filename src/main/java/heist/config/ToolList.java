package heist.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The {@code tools} of an agent: names, or blocks of a name and {@code approval: required} for a
 * tool that a person must allow each time.
 *
 * @param names in the order of the file, as written
 * @param approvals those of them that wait for a person
 */
record ToolList(List<String> names, Set<String> approvals) {
  static ToolList read(YamlMap agent) {
    List<String> names = new ArrayList<>();
    Set<String> approvals = new LinkedHashSet<>();
    for (YamlNode item : agent.list("tools")) {
      switch (item) {
        case YamlNode.Scalar s when !s.isNull() -> names.add(s.text());
        case YamlNode.Mapping m -> {
          YamlMap block = agent.inner(m);
          String name = block.string("name");
          names.add(name);
          if (block.oneOf("approval", "none", List.of("required", "none")).equals("required")) {
            approvals.add(name);
          }
          block.done();
        }
        case YamlNode.Scalar _, YamlNode.Sequence _ ->
            agent.problem("tools", "'tools' must hold names of tools, but this is " + item.kind());
      }
    }
    return new ToolList(List.copyOf(names), Set.copyOf(approvals));
  }
}
