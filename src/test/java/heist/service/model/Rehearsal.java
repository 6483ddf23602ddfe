package heist.service.model;

/** Prints sessions, for reading: language (en, de), seed, mole and method as arguments. */
final class Rehearsal {
  private Rehearsal() {}

  /** Plays and prints. */
  public static void main(String[] args) {
    long seed = args.length > 1 ? Long.parseLong(args[1]) : 1;
    var stage =
        new Stage(
            args.length > 0 && args[0].equals("de") ? Jobs.museum(seed) : Jobs.lighthouse(seed));
    if (args.length > 3) {
      stage.mole = args[2];
      stage.method = args[3];
    }
    System.out.println(stage.play(seed).transcript());
  }
}
