package heist.service.model.mind;

import heist.service.model.prompt.Field;

/**
 * A value for a field that somebody said.
 *
 * @param seq number of the message
 * @param firstHand whether the speaker names a source rather than somebody else
 */
public record Claim(
    Field field,
    String value,
    String speaker,
    int seq,
    int round,
    boolean firstHand,
    String sentence) {}
