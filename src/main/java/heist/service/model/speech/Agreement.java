package heist.service.model.speech;

import java.util.Map;
import java.util.regex.Pattern;

/** English verbs after a subject in the plural: "the notes say". */
final class Agreement {
  private static final Pattern VERB =
      Pattern.compile(
          "^((?: (?:also|clearly|really|still|just|appears? to|does))* )(has|is|was|does|seems|says|gives|settles|tells|points|names|comes|leaves|backs|states|suggests"
              + "|stops|agrees|wants|insists|reads|notes|adds|mentions|puts|keeps|treats|answers|appears|makes|fills|takes|needs|goes|offers|closes)\\b");
  private static final Map<String, String> ODD =
      Map.of("has", "have", "is", "are", "was", "were", "does", "do", "goes", "go");

  private Agreement() {}

  /** The rest of a sentence after a plural subject, with its verb in the plural. */
  static String plural(String rest) {
    var m = VERB.matcher(rest);
    if (!m.find()) {
      return rest;
    }
    var verb = m.group(2);
    var many = ODD.getOrDefault(verb, verb.substring(0, verb.length() - 1));
    return m.group(1) + many + rest.substring(m.end());
  }
}
