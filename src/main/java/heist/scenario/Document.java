package heist.scenario;

import org.jspecify.annotations.Nullable;

/**
 * A paper that agents can read with {@code file_reader}.
 *
 * @param name its file name
 * @param title for people
 * @param text Markdown
 * @param ownerRole the role that alone may read it; null: everybody
 */
public record Document(String name, String title, String text, @Nullable String ownerRole) {}
