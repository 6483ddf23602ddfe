-- What was said (owner '') and what an agent keeps for itself (owner = the sub of its token).
-- n counts within (session, owner); of the conversation it is the event's number.
CREATE TABLE memory (
  id      INTEGER PRIMARY KEY,
  session TEXT    NOT NULL,
  owner   TEXT    NOT NULL,
  n       INTEGER NOT NULL,
  seq     INTEGER NOT NULL,
  kind    TEXT    NOT NULL,
  author  TEXT    NOT NULL,
  round   INTEGER NOT NULL,
  text    TEXT    NOT NULL,
  call    TEXT,
  UNIQUE (session, owner, n),
  UNIQUE (session, owner, call)
);

-- The words as Folding leaves them; the first column holds a term for session and owner, so that a
-- search reads no other's rows.
CREATE VIRTUAL TABLE memory_words USING fts5(home, words, tokenize = 'unicode61');

-- How far each session's feed has been read.
CREATE TABLE progress (
  session TEXT    PRIMARY KEY,
  seq     INTEGER NOT NULL
);
