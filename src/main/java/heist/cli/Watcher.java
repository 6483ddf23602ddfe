package heist.cli;

/** Who watches over a crew and accuses. */
enum Watcher {
  /** Nobody is accused. */
  NOBODY("none"),
  /** The detector, at its frozen threshold. */
  DETECTOR("hybrid"),
  /** Somebody who knows the truth. */
  PERFECT("person");

  private final String accuse;

  Watcher(String accuse) {
    this.accuse = accuse;
  }

  /** The accuser as the API calls it. */
  String accuse() {
    return accuse;
  }
}
