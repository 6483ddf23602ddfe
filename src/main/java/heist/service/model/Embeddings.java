package heist.service.model;

import heist.service.model.mind.Dice;
import heist.service.model.mind.Words;

/**
 * Lexical embeddings: words, their stems and their runs of three letters are hashed into a vector
 * with signs (feature hashing, Weinberger et al. 2009) and scaled to length 1. Texts that share
 * words are near each other; texts that share only meaning are not.
 */
final class Embeddings {
  /** Length of a vector unless asked otherwise. */
  static final int DIMENSIONS = 256;

  private Embeddings() {}

  static double[] of(String text, int dimensions) {
    var v = new double[dimensions];
    for (var t : Words.tokens(text)) {
      double weight = t.stop() ? 0.25 : 1;
      add(v, "w:" + t.stem(), weight);
      var padded = "^" + Words.fold(t.raw()) + "$";
      for (int i = 0; i + 3 <= padded.length(); i++) {
        add(v, "g:" + padded.substring(i, i + 3), weight * 0.3);
      }
    }
    double sum = 0;
    for (double x : v) {
      sum += x * x;
    }
    double length = Math.sqrt(sum);
    if (length == 0) {
      v[0] = 1;
      return v;
    }
    for (int i = 0; i < v.length; i++) {
      v[i] /= length;
    }
    return v;
  }

  private static void add(double[] v, String feature, double weight) {
    long h = Dice.hash(feature);
    v[(int) Math.floorMod(h, (long) v.length)] += (h >>> 63) == 0 ? weight : -weight;
  }
}
