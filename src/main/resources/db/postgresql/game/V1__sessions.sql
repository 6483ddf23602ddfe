-- One row a session: what lists show, derived from the log in the same transaction that appends to it.
CREATE TABLE session (
  id TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  config TEXT NOT NULL,
  n BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  state TEXT NOT NULL,
  summary TEXT NOT NULL
);
CREATE INDEX session_by_age ON session (created_at DESC, id);

-- The log. (session, n) is the key that refuses a second writer. Transactions commit out of order; readers see rows
-- below the oldest running transaction, in the order (xid, pos), so that nothing can appear behind them later.
CREATE TABLE event (
  pos BIGSERIAL PRIMARY KEY,
  xid XID8 NOT NULL DEFAULT pg_current_xact_id(),
  session TEXT NOT NULL,
  n BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  outside INTEGER NOT NULL,
  type TEXT NOT NULL,
  v INTEGER NOT NULL,
  at TEXT NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (session, n)
);
CREATE INDEX event_outside ON event (session, seq) WHERE outside = 1;
CREATE INDEX event_order ON event (xid, pos);

-- What people ask of a session until it takes it at a turn boundary.
CREATE TABLE inbox (
  session TEXT NOT NULL,
  n BIGINT NOT NULL,
  ask TEXT NOT NULL,
  stop INTEGER NOT NULL,
  asked_by TEXT NOT NULL,
  at TEXT NOT NULL,
  done INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (session, n)
);
CREATE INDEX inbox_waiting ON inbox (session) WHERE done = 0;

-- db-scheduler's own table.
CREATE TABLE scheduled_tasks (
  task_name TEXT NOT NULL,
  task_instance TEXT NOT NULL,
  task_data BYTEA,
  execution_time TIMESTAMP WITH TIME ZONE NOT NULL,
  picked BOOLEAN NOT NULL,
  picked_by TEXT,
  last_success TIMESTAMP WITH TIME ZONE,
  last_failure TIMESTAMP WITH TIME ZONE,
  consecutive_failures INT,
  last_heartbeat TIMESTAMP WITH TIME ZONE,
  version BIGINT NOT NULL,
  priority SMALLINT,
  PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX scheduled_tasks_due ON scheduled_tasks (execution_time);
CREATE INDEX scheduled_tasks_heartbeat ON scheduled_tasks (last_heartbeat);

-- For people who query the database: outside facts only.
CREATE VIEW sessions AS
  SELECT id, title, created_at, state,
    (summary::jsonb ->> 'round')::int AS round, (summary::jsonb ->> 'rounds')::int AS rounds,
    (summary::jsonb ->> 'turn')::int AS turns, summary::jsonb ->> 'verdict' AS verdict,
    summary::jsonb ->> 'outcome' AS outcome
  FROM session;
CREATE VIEW messages AS
  SELECT session, seq, (body::jsonb ->> 'turn')::int AS turn, (body::jsonb ->> 'round')::int AS round,
    body::jsonb ->> 'agent' AS agent, body::jsonb ->> 'text' AS text
  FROM event WHERE type = 'message_spoken';
CREATE VIEW tool_usage AS
  SELECT session, seq, (body::jsonb ->> 'turn')::int AS turn, body::jsonb ->> 'agent' AS agent,
    body::jsonb ->> 'tool' AS tool, (body::jsonb ->> 'success')::boolean AS success,
    body::jsonb ->> 'result' AS result
  FROM event WHERE type = 'tool_returned';
