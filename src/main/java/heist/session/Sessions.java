package heist.session;

import com.github.kagkarlsson.scheduler.ScheduledExecutionsFilter;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.exceptions.DbSchedulerException;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import heist.HeistException;
import heist.HeistException.Kind;
import heist.crew.Agent;
import heist.event.Envelope;
import heist.event.SessionEvent;
import heist.model.ToolOffer;
import heist.store.Database;
import heist.store.Dialect;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions of one worker. Each is a durable task that runs until the session rests; a task
 * whose worker died is taken up by another, or by this program when it starts again. Thread-safe.
 */
public final class Sessions implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
  private static final String TASK = "session";
  private static final int MOST_AT_ONCE = 512;
  private static final int MOST_UNDER_WAY = 5000;
  private static final int MOST_WAITING = 500;
  private static final Duration LOOK_FOR_STOPS = Duration.ofMillis(250);
  private static final long AGAIN = Duration.ofSeconds(2).toNanos();
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);

  private final Database database;
  private final SessionTables tables;
  private final Bell log;
  private final Function<SessionConfig, Desk> desks;
  private final InstantSource clock;
  private final CustomTask<Void> task;
  private final Scheduler scheduler;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("session-stops").factory());
  private final Map<String, Running> running = new ConcurrentHashMap<>();
  private volatile boolean closing;

  /** A session under way: its thread, and the desk it works at. */
  private record Running(Thread thread, Desk desk, AtomicLong interruptedAt) {
    /**
     * Ends the present wait or call. Not again within two seconds: the session is busy writing down
     * that it stops, and an interrupt would only disturb that.
     */
    void interrupt() {
      long now = System.nanoTime();
      long before = interruptedAt.get();
      if ((before == 0 || now - before > AGAIN) && interruptedAt.compareAndSet(before, now)) {
        thread.interrupt();
      }
    }
  }

  /**
   * @param desks makes the desk of a session, closed when the session rests
   * @param worker name of this worker, unique among those that share the database
   */
  public Sessions(
      Database database, Function<SessionConfig, Desk> desks, InstantSource clock, String worker) {
    this.database = database;
    this.tables = new SessionTables(database);
    this.log = new Bell(tables, database.dialect() == Dialect.POSTGRESQL);
    this.desks = desks;
    this.clock = clock;
    this.task =
        Tasks.custom(TASK, Void.class)
            .onFailure((complete, operations) ->
                operations.reschedule(
                    complete,
                    clock.instant().plus(pause(complete.getExecution().consecutiveFailures))))
            .onDeadExecutionRevive()
            .execute((instance, context) -> execute(instance.getId()));
    this.scheduler =
        Scheduler.create(database.dataSource(), task)
            .schedulerName(new SchedulerName.Fixed(worker))
            .clock(clock::instant)
            .threads(MOST_AT_ONCE)
            .executorService(Executors.newVirtualThreadPerTaskExecutor())
            .pollUsingFetchAndLockOnExecute(0.5, 1.0)
            .pollingInterval(Duration.ofSeconds(1))
            .heartbeatInterval(Duration.ofSeconds(10))
            .missedHeartbeatsLimit(4)
            .shutdownMaxWait(Duration.ofSeconds(4))
            .enableImmediateExecution()
            .commitWhenAutocommitDisabled(false)
            .build();
  }

  /** What fails again and again (a full disk, say) is tried less and less often. */
  static Duration pause(int failures) {
    Duration wait = RETRY.multipliedBy(1L << Math.clamp(failures, 0, 6));
    return wait.compareTo(LONGEST_RETRY) < 0 ? wait : LONGEST_RETRY;
  }

  /** Takes up what was left running, and begins to work, unless it was closed meanwhile. */
  public synchronized void start() {
    if (closing) {
      return;
    }
    if (database.dialect() == Dialect.SQLITE) {
      // The file's lock says that no other process runs these tasks: whoever picked them is dead.
      database
          .jdbi()
          .useHandle(h ->
              h.execute(
                  "UPDATE scheduled_tasks SET picked = 0, picked_by = NULL, last_heartbeat = NULL"));
    }
    beginNow();
    scheduler.start();
    for (String session : tables.inState(Set.of(Phase.CREATED, Phase.RUNNING, Phase.PAUSING))) {
      wake(session);
    }
    // Who asked may not have got as far as to wake the session.
    tables.asked().forEach(this::wake);
    watch.scheduleWithFixedDelay(
        this::lookForStops,
        LOOK_FOR_STOPS.toMillis(),
        LOOK_FOR_STOPS.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  /** What was due a moment after the last start is due now, also if the clock was set back. */
  private void beginNow() {
    Instant now = clock.instant();
    for (var due : scheduler.getScheduledExecutions(ScheduledExecutionsFilter.all())) {
      if (!due.isPicked() && due.getExecutionTime().isAfter(now)) {
        try {
          boolean unused = scheduler.reschedule(due.getTaskInstance(), now);
        } catch (DbSchedulerException e) {
          LOG.debug("Another worker was quicker: {}", e.getMessage());
        }
      }
    }
  }

  /** The log, with its bell. */
  public Bell log() {
    return log;
  }

  /** Session rows and inbox. */
  public SessionTables tables() {
    return tables;
  }

  /**
   * Creates a session and starts it.
   *
   * @throws HeistException CONFLICT if the id is taken; LIMIT if too many are under way
   */
  public SessionRow create(SessionConfig config, String title, List<SessionEvent> events) {
    if (tables.underWay() >= MOST_UNDER_WAY) {
      throw new HeistException(
          Kind.LIMIT,
          "There are "
              + MOST_UNDER_WAY
              + " sessions under way, and that is the limit. Wait until some are over, or stop some.");
    }
    tables.create(config, title, events, clock.instant());
    log.ring(config.id());
    wake(config.id());
    return row(config.id());
  }

  /**
   * The session's row.
   *
   * @throws HeistException NOT_FOUND if there is none
   */
  public SessionRow row(String session) {
    return tables
        .find(session)
        .orElseThrow(
            () -> new HeistException(Kind.NOT_FOUND, "There is no session \"" + session + "\"."));
  }

  /** The session's state, folded from its log. */
  public SessionState state(String session) {
    row(session);
    return SessionState.fold(log.readAllOf(session));
  }

  /**
   * Asks something of a session; it takes it at its next turn boundary, a stop at once.
   *
   * @return the ask's number
   * @throws HeistException CONFLICT, BAD_INPUT or NOT_FOUND if the session cannot take it; LIMIT if
   *     it has been asked too much since its last turn
   */
  public long ask(String session, Ask ask, String by) {
    // A stop always gets through.
    if (!(ask instanceof Ask.Stop) && tables.waiting(session).size() >= MOST_WAITING) {
      throw new HeistException(
          Kind.LIMIT,
          "Session \"%s\" has %d things to take up at its next turn boundary already; wait for it."
              .formatted(session, MOST_WAITING));
    }
    Asks.refuse(state(session), ask)
        .ifPresent(e -> {
          throw e;
        });
    if (ask instanceof Ask.Pace(long millis)) {
      // Also for a worker that takes the session up later; the row in the inbox tells this one.
      tables.pace(session, millis);
    }
    long number = tables.put(session, ask, by, clock.instant());
    Running mine = running.get(session);
    if (mine != null && ask instanceof Ask.Stop) {
      mine.interrupt();
    } else if (mine != null) {
      mine.desk().nudge();
    }
    wake(session);
    return number;
  }

  /** The tools that an agent is offered in a session that runs here, else nothing. */
  public List<ToolOffer> offers(String session, Agent agent) {
    Running mine = running.get(session);
    return mine == null ? List.of() : mine.desk().tools().offers(agent);
  }

  private void wake(String session) {
    if (!closing) {
      boolean unused =
          scheduler.scheduleIfNotExists(new TaskInstance<Void>(TASK, session), clock.instant());
    }
  }

  private CompletionHandler<Void> execute(String session) {
    SessionRow row = tables.find(session).orElse(null);
    // Tried again here, not by the scheduler: on a full disk it could not even note the failure.
    for (int failures = 0; row != null && !run(row) && !closing; failures++) {
      rest(pause(failures));
    }
    return (complete, operations) -> {
      if (closing) {
        operations.reschedule(complete, clock.instant());
        return;
      }
      operations.remove();
      // An ask may have come between the runner's last look and this line; its wake-up found the
      // task still there.
      if (row != null && !tables.waiting(session).isEmpty()) {
        wake(session);
      }
    };
  }

  /** Runs a session until it rests; false if it could not go on. */
  private boolean run(SessionRow row) {
    try (Desk desk = desks.apply(row.config())) {
      running.put(row.id(), new Running(Thread.currentThread(), desk, new AtomicLong()));
      new SessionRunner(row.config(), log, tables, desk, () -> closing).run();
    } catch (ZombieWriterException e) {
      LOG.info(e.getMessage());
    } catch (RuntimeException e) {
      if (!closing) {
        LOG.error("Session {} could not go on and is tried again: {}", row.id(), e.getMessage(), e);
      }
      return false;
    } finally {
      running.remove(row.id());
      boolean unused = Thread.interrupted();
    }
    return true;
  }

  /** Waits, but not beyond the program's end. */
  private void rest(Duration wait) {
    long end = System.nanoTime() + wait.toNanos();
    try {
      while (!closing && System.nanoTime() < end) {
        Thread.sleep(LOOK_FOR_STOPS);
      }
    } catch (InterruptedException e) {
      // Then it is tried again at once.
    }
  }

  /** Stops that were asked for through another worker. */
  private void lookForStops() {
    try {
      tables.stopsWaiting(Set.copyOf(running.keySet())).stream()
          .map(running::get)
          .filter(java.util.Objects::nonNull)
          .forEach(Running::interrupt);
    } catch (RuntimeException e) {
      LOG.warn("Looking for sessions to stop failed: {}", e.getMessage());
    }
  }

  /**
   * Starts a session that begins with the first turns of another one, which stays as it is.
   *
   * @throws HeistException CONFLICT if the id is taken
   */
  public SessionRow fork(String parent, Fork fork) {
    tables.adopt(fork.config(), fork.title(), fork.events(), clock.instant());
    tables.copyInbox(parent, fork.config().id(), SessionState.fold(fork.events()));
    log.ring(fork.config().id());
    wake(fork.config().id());
    return row(fork.config().id());
  }

  /** Takes a recorded session in; it does not run. */
  public SessionRow adopt(SessionConfig config, String title, List<Envelope> events) {
    tables.adopt(config, title, events);
    return row(config.id());
  }

  /**
   * Interrupts every session at its next step and waits up to 4 seconds; they go on at the next
   * start.
   */
  @Override
  public synchronized void close() {
    if (closing) {
      return;
    }
    closing = true;
    watch.shutdownNow();
    log.close();
    running.values().forEach(r -> r.thread().interrupt());
    scheduler.stop();
  }
}
