package heist.service.model.mind;

/**
 * A line of a source, or a sentence of it.
 *
 * @param source name of the document, table or survey it stands in
 * @param context headings above it
 * @param stale whether the line itself says that it no longer holds
 * @param owned whether the source is this agent's alone
 * @param whole the entry of a list, or the sentence of a letter, that can be quoted by itself;
 *     empty for rows and for what a list is headed by
 */
record Statement(
    String text, String context, String source, boolean stale, boolean owned, String whole) {}
