-- Talks with one agent outside of any heist, oldest line first.
CREATE TABLE chat (
  session TEXT NOT NULL,
  n BIGINT NOT NULL,
  agent TEXT NOT NULL,
  role TEXT NOT NULL,
  text TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (session, n)
);
