-- Filled from the game's global feed; place is how far it has been read. Everything can be rebuilt from the feed.
CREATE TABLE place (id INTEGER PRIMARY KEY, last TEXT NOT NULL);
INSERT INTO place (id, last) VALUES (1, '0');

CREATE TABLE session (
  id TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  rounds INTEGER NOT NULL,
  agents INTEGER NOT NULL,
  ended TEXT
);
CREATE TABLE message (
  session TEXT NOT NULL,
  seq BIGINT NOT NULL,
  turn INTEGER NOT NULL,
  round INTEGER NOT NULL,
  agent TEXT NOT NULL,
  addressed TEXT,
  words INTEGER NOT NULL,
  PRIMARY KEY (session, seq)
);
CREATE TABLE tool_call (
  session TEXT NOT NULL,
  seq BIGINT NOT NULL,
  turn INTEGER NOT NULL,
  agent TEXT NOT NULL,
  tool TEXT NOT NULL,
  success INTEGER NOT NULL,
  PRIMARY KEY (session, seq)
);
