package heist.service.model.speech;

import java.util.Map;
import java.util.regex.Pattern;

/** Verbs after a subject in the plural: "the notes say", "die Notizen sagen". */
final class Agreement {
  private static final Pattern VERB =
      Pattern.compile(
          "^((?: (?:also|clearly|really|still|just|appears? to|does))* )(has|is|was|does|seems|says|gives|settles|tells|points|names|comes|leaves|backs|states|suggests"
              + "|stops|agrees|wants|insists|reads|notes|adds|mentions|puts|keeps|treats|answers|appears|makes|fills|takes|needs|goes|offers|closes)\\b");
  private static final Map<String, String> ODD =
      Map.of("has", "have", "is", "are", "was", "were", "does", "do", "goes", "go");

  private static final Map<String, String> GERMAN =
      Map.ofEntries(
          Map.entry("ist", "sind"),
          Map.entry("hat", "haben"),
          Map.entry("hatte", "hatten"),
          Map.entry("war", "waren"),
          Map.entry("wurde", "wurden"),
          Map.entry("wird", "werden"),
          Map.entry("will", "wollen"),
          Map.entry("sagt", "sagen"),
          Map.entry("gibt", "geben"),
          Map.entry("nennt", "nennen"),
          Map.entry("zeigt", "zeigen"),
          Map.entry("verrät", "verraten"),
          Map.entry("vermerkt", "vermerken"),
          Map.entry("stimmt", "stimmen"),
          Map.entry("setzt", "setzen"),
          Map.entry("lässt", "lassen"),
          Map.entry("lädt", "laden"),
          Map.entry("liest", "lesen"),
          Map.entry("legt", "legen"),
          Map.entry("kommt", "kommen"),
          Map.entry("kann", "können"),
          Map.entry("hilft", "helfen"),
          Map.entry("entscheidet", "entscheiden"),
          Map.entry("enthält", "enthalten"),
          Map.entry("deckt", "decken"),
          Map.entry("bietet", "bieten"),
          Map.entry("belehrt", "belehren"),
          Map.entry("bringt", "bringen"),
          Map.entry("antwortet", "antworten"),
          Map.entry("führt", "führen"),
          Map.entry("macht", "machen"));

  private static final Pattern GERMAN_VERB = Pattern.compile("(?u)^ (\\p{L}+)");

  private Agreement() {}

  /** The rest of a sentence after a plural subject, with its verb in the plural. */
  static String plural(String rest, boolean german) {
    if (german) {
      var verb = GERMAN_VERB.matcher(rest);
      return verb.find() && GERMAN.containsKey(verb.group(1))
          ? " " + GERMAN.get(verb.group(1)) + rest.substring(verb.end())
          : rest;
    }
    var m = VERB.matcher(rest);
    if (!m.find()) {
      return rest;
    }
    var verb = m.group(2);
    var many = ODD.getOrDefault(verb, verb.substring(0, verb.length() - 1));
    return m.group(1) + many + rest.substring(m.end());
  }
}
