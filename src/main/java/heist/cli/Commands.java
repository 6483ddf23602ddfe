package heist.cli;

import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes the command objects: each takes the context in its constructor, or nothing. */
final class Commands implements IFactory {
  private final Context context;

  Commands(Context context) {
    this.context = context;
  }

  @Override
  public <K> K create(Class<K> type) throws Exception {
    try {
      return type.getDeclaredConstructor(Context.class).newInstance(context);
    } catch (NoSuchMethodException e) {
      return CommandLine.defaultFactory().create(type);
    }
  }
}
