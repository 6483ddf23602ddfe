-- One row a session: what lists show, derived from the log in the same transaction that appends to it.
CREATE TABLE session (
  id TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  config TEXT NOT NULL,
  n INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  state TEXT NOT NULL,
  summary TEXT NOT NULL
);
CREATE INDEX session_by_age ON session (created_at DESC, id);

-- The log. (session, n) is the key that refuses a second writer; pos is the order in which facts were committed.
CREATE TABLE event (
  pos INTEGER PRIMARY KEY AUTOINCREMENT,
  session TEXT NOT NULL,
  n INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  outside INTEGER NOT NULL,
  type TEXT NOT NULL,
  v INTEGER NOT NULL,
  at TEXT NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (session, n)
);
CREATE INDEX event_outside ON event (session, seq) WHERE outside = 1;

-- What people ask of a session until it takes it at a turn boundary.
CREATE TABLE inbox (
  session TEXT NOT NULL,
  n INTEGER NOT NULL,
  ask TEXT NOT NULL,
  stop INTEGER NOT NULL,
  asked_by TEXT NOT NULL,
  at TEXT NOT NULL,
  done INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (session, n)
);
CREATE INDEX inbox_waiting ON inbox (session) WHERE done = 0;

-- db-scheduler's own table. The driver keeps a TIMESTAMP as milliseconds.
CREATE TABLE scheduled_tasks (
  task_name TEXT NOT NULL,
  task_instance TEXT NOT NULL,
  task_data BLOB,
  execution_time TIMESTAMP NOT NULL,
  picked INTEGER NOT NULL,
  picked_by TEXT,
  last_success TIMESTAMP,
  last_failure TIMESTAMP,
  consecutive_failures INTEGER,
  last_heartbeat TIMESTAMP,
  version INTEGER NOT NULL,
  priority INTEGER,
  PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX scheduled_tasks_due ON scheduled_tasks (execution_time);

-- For people who query the database: outside facts only.
CREATE VIEW sessions AS
  SELECT id, title, created_at, state,
    json_extract(summary, '$.round') AS round, json_extract(summary, '$.rounds') AS rounds,
    json_extract(summary, '$.turn') AS turns, json_extract(summary, '$.verdict') AS verdict,
    json_extract(summary, '$.outcome') AS outcome
  FROM session;
CREATE VIEW messages AS
  SELECT session, seq, json_extract(body, '$.turn') AS turn, json_extract(body, '$.round') AS round,
    json_extract(body, '$.agent') AS agent, json_extract(body, '$.text') AS text
  FROM event WHERE type = 'message_spoken';
CREATE VIEW tool_usage AS
  SELECT session, seq, json_extract(body, '$.turn') AS turn, json_extract(body, '$.agent') AS agent,
    json_extract(body, '$.tool') AS tool, json_extract(body, '$.success') AS success,
    json_extract(body, '$.result') AS result
  FROM event WHERE type = 'tool_returned';
