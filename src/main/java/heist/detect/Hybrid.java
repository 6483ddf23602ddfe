package heist.detect;

public final class Hybrid implements Detector {
  public static final String RULES_ALONE = "rules alone: no LLM judge takes part";

  @Override
  public String name() {
    return "hybrid";
  }

  @Override
  public Assessment assess(Transcript t) {
    return new Evidence().assess(t);
  }
}
