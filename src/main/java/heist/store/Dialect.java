package heist.store;

import heist.HeistException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What differs between the two databases, and nothing else. All other SQL of ours runs on both. */
public enum Dialect {
  /** One file, one writer. */
  SQLITE {
    @Override
    public boolean isDuplicateKey(@Nullable Throwable failure) {
      // 1555 = SQLITE_CONSTRAINT_PRIMARYKEY, 2067 = SQLITE_CONSTRAINT_UNIQUE; the driver reports
      // the
      // primary code 19 and keeps the extended one apart.
      return failure instanceof org.sqlite.SQLiteException sqlite
          ? sqlite.getResultCode().code == 1555 || sqlite.getResultCode().code == 2067
          : failure != null && isDuplicateKey(failure.getCause());
    }

    @Override
    boolean isFull(@Nullable Throwable failure) {
      return failure instanceof org.sqlite.SQLiteException sqlite
          ? sqlite.getResultCode() == org.sqlite.SQLiteErrorCode.SQLITE_FULL
          : failure != null && isFull(failure.getCause());
    }
  },

  /** A server that many processes share. */
  POSTGRESQL {
    @Override
    public boolean isDuplicateKey(@Nullable Throwable failure) {
      return failure instanceof SQLException sql && sql.getSQLState() != null
          ? "23505".equals(sql.getSQLState())
          : failure != null && isDuplicateKey(failure.getCause());
    }

    @Override
    boolean isFull(@Nullable Throwable failure) {
      return failure instanceof SQLException sql && sql.getSQLState() != null
          ? "53100".equals(sql.getSQLState())
          : failure != null && isFull(failure.getCause());
    }
  };

  /** The folder of its migrations below {@code db/}: {@code sqlite} or {@code postgresql}. */
  public String folder() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /**
   * Whether {@code failure}, or a cause of it, is a primary key or unique constraint that refused a
   * row.
   */
  public abstract boolean isDuplicateKey(@Nullable Throwable failure);

  /** Whether {@code failure}, or a cause of it, says that the disk is full. */
  abstract boolean isFull(@Nullable Throwable failure);

  /** The same failure, or what people can do about it if that is known. */
  RuntimeException told(String service, RuntimeException failure) {
    return isFull(failure)
        ? new HeistException(
            HeistException.Kind.UNAVAILABLE,
            "The disk that holds the data of "
                + service
                + " is full; nothing was written. Make room: what was under way then goes on.",
            failure)
        : failure;
  }
}
