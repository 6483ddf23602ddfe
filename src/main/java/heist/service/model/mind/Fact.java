package heist.service.model.mind;

import heist.service.model.prompt.Field;

/**
 * A value for a field, read in a source.
 *
 * @param value as the form wants it
 * @param spoken as people would say it, such as {@code 45 minutes}
 * @param source name of the source
 * @param line the line it stands in
 * @param score how well the line fits the field
 * @param owned whether the source is this agent's alone
 * @param stale whether the line is out of date
 */
public record Fact(
    Field field,
    String value,
    String spoken,
    String source,
    String line,
    double score,
    boolean owned,
    boolean stale) {
  Fact withValue(String other) {
    return new Fact(
        field,
        other,
        spoken.equals(value) ? other : spoken.replace(value, other),
        source,
        line,
        score,
        owned,
        stale);
  }
}
