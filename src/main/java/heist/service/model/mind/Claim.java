package heist.service.model.mind;

import heist.service.model.prompt.Field;

/**
 * A value for a field that somebody said.
 *
 * @param seq number of the message
 * @param firstHand whether the speaker does not lean on somebody else's word
 * @param sourced whether a paper is named
 */
public record Claim(
    Field field,
    String value,
    String speaker,
    int seq,
    int round,
    boolean firstHand,
    boolean sourced,
    String sentence) {
  Claim asFirstHand(boolean paper) {
    return new Claim(field, value, speaker, seq, round, true, paper, sentence);
  }
}
