package heist.detect;

import org.jspecify.annotations.Nullable;

/**
 * How the job went when it was carried out. Nobody knows it before the accusation; it is read in a
 * post-mortem alone, whose figures stand apart.
 *
 * @param blamed who brought the wrong fact in, as the log tells it; null if nobody did
 * @param event number of the event that brought it in, or null
 * @param field field of the plan that was wrong or missing, or null
 */
public record JobOutcome(
    boolean success, @Nullable String blamed, @Nullable Long event, @Nullable String field) {}
