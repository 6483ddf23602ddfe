package heist.service.model;

import heist.config.Environment;
import heist.config.Library;
import heist.service.model.speech.Voice;
import java.nio.file.Path;

final class VoiceCheck {
  public static void main(String[] a) {
    var l = new Library(Path.of("/work/main"), Path.of("target/no-data"), Environment.none());
    for (var c : l.crewNames()) {
      l.crew(c)
          .agents()
          .forEach(
              x -> System.out.println(c + " " + x.name() + " " + Voice.of(x.persona(), x.role())));
    }
    for (var j : java.util.List.of(Jobs.lighthouse(1), Jobs.museum(1))) {
      j.crew().forEach(x -> System.out.println(x.name() + " " + Voice.of(x.persona(), x.role())));
    }
  }
}
