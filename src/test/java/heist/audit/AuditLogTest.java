package heist.audit;

import static org.assertj.core.api.Assertions.assertThat;

import heist.store.Database;
import heist.testing.SettableClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditLogTest {
  @TempDir Path folder;

  private AuditLog open() {
    return AuditLog.open("calculator", folder, null, "key", SettableClock.atNewYear());
  }

  private static AuditEntry call(int i) {
    return AuditEntry.of("tool.call", "bank.hacker", "ok")
        .on("calculator")
        .with("calculator:use", "jti-" + i)
        .in("s1");
  }

  @Test
  void keepsAndChainsWhatManyThreadsSay() throws Exception {
    try (AuditLog log = open()) {
      List<Future<?>> writes = new ArrayList<>();
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < 500; i++) {
          int id = i;
          writes.add(threads.submit(() -> log.append(call(id))));
        }
      }
      assertThat(log.verify())
          .isEqualTo(new Verdict("calculator", true, 500, null, "calculator: 500 entries, intact"));
      assertThat(log.tail(2)).extracting(AuditLog.Row::n).containsExactly(499L, 500L);
      assertThat(log.tail(1).getFirst().entry().session()).isEqualTo("s1");
    }
    try (AuditLog log = open()) {
      log.append(call(500));
      assertThat(log.verify().rows()).isEqualTo(501);
    }
  }

  @Test
  void anEmptyAuditIsIntact() {
    try (AuditLog log = open()) {
      assertThat(log.verify().intact()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UPDATE audit SET body = replace(body, 'hacker', 'driver') WHERE n = 5 | 5 | changed",
        "UPDATE audit SET at_ms = at_ms + 1 WHERE n = 5 | 5 | changed",
        "DELETE FROM audit WHERE n = 5 | 5 | missing",
        "DELETE FROM audit WHERE n > 7 | 8 | cut off",
        "DELETE FROM audit | 1 | cut off",
        "INSERT INTO audit SELECT 11, at_ms, body, hash FROM audit WHERE n = 10 | 11 | changed",
      })
  void tamperingWithRowsShows(String sql, long at, String message) {
    fill();
    tamper(sql);
    try (AuditLog log = open()) {
      Verdict verdict = log.verify();
      assertThat(verdict.intact()).isFalse();
      assertThat(verdict.brokenAt()).isEqualTo(at);
      assertThat(verdict.message()).contains(message);
    }
  }

  @Test
  void tamperingWithTheHeadShows() throws Exception {
    fill();
    Path head = folder.resolve("audit/calculator.head");
    List<String> lines = Files.readAllLines(head);
    Files.write(head, List.of("9", lines.get(1), lines.get(2)));
    try (AuditLog log = open()) {
      assertThat(log.verify().message()).contains("seal");
    }
    Files.delete(head);
    try (AuditLog log = open()) {
      assertThat(log.verify().message()).contains("head is missing");
    }
  }

  /** A new seal over what is left would cover up that something is missing. */
  @Test
  void carryingOnDoesNotCoverUpThatTheEndWasCutOff() {
    fill();
    tamper("DELETE FROM audit WHERE n > 7");
    try (AuditLog log = open()) {
      log.append(call(11));
      assertThat(log.verify().intact()).isFalse();
    }
    for (int i = 0; i < 2; i++) {
      try (AuditLog log = open()) {
        log.append(call(12));
        Verdict verdict = log.verify();
        assertThat(verdict.intact()).isFalse();
        assertThat(verdict.brokenAt()).isEqualTo(8);
        assertThat(verdict.message()).contains("cut off (there were 10)");
      }
    }
  }

  @Test
  void rowsThatVanishWhileTheServiceRunsAreNoticedAtTheNextEntry() throws Exception {
    try (AuditLog log = open()) {
      for (int i = 0; i < 10; i++) {
        log.append(call(i));
      }
      log.flush();
      String file = folder.resolve("audit/audit_calculator.db").toString();
      try (var connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + file);
          var statement = connection.createStatement()) {
        statement.executeUpdate("DELETE FROM audit WHERE n > 7");
      }
      log.append(call(11));
      assertThat(log.verify().intact()).isFalse();
    }
  }

  @Test
  void aTailWithUnreadableRowsIsStillShown() {
    fill();
    tamper("UPDATE audit SET body = 'nonsense' WHERE n = 9");
    AuditLog.Inspection found = AuditLog.inspect("calculator", folder, null, "key", 3);
    assertThat(found.tail()).extracting(r -> r.entry().action()).contains("unreadable");
    assertThat(found.verdict().brokenAt()).isEqualTo(9);
  }

  private void tamper(String sql) {
    try (Database database =
        Database.open("audit_calculator", "audit", folder.resolve("audit"), null)) {
      database.jdbi().useHandle(h -> h.execute(sql));
    }
  }

  private void fill() {
    try (AuditLog log = open()) {
      for (int i = 0; i < 10; i++) {
        log.append(call(i));
      }
    }
  }
}
