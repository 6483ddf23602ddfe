package heist.store;

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
  },

  /** A server that many processes share. */
  POSTGRESQL {
    @Override
    public boolean isDuplicateKey(@Nullable Throwable failure) {
      return failure instanceof SQLException sql && sql.getSQLState() != null
          ? "23505".equals(sql.getSQLState())
          : failure != null && isDuplicateKey(failure.getCause());
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
}
