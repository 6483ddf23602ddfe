-- What was said (owner '') and what an agent keeps for itself (owner = the sub of its token).
-- n counts within (session, owner); of the conversation it is the event's number.
CREATE TABLE memory (
  id      BIGINT  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  session TEXT    NOT NULL,
  owner   TEXT    NOT NULL,
  n       BIGINT  NOT NULL,
  seq     BIGINT  NOT NULL,
  kind    TEXT    NOT NULL,
  author  TEXT    NOT NULL,
  round   INTEGER NOT NULL,
  text    TEXT    NOT NULL,
  call    TEXT,
  UNIQUE (session, owner, n),
  UNIQUE (session, owner, call)
);

-- The words as Folding leaves them; home is a term for session and owner.
CREATE TABLE memory_words (
  id    BIGINT   PRIMARY KEY REFERENCES memory (id) ON DELETE CASCADE,
  home  TEXT     NOT NULL,
  words TSVECTOR NOT NULL
);
CREATE INDEX memory_words_home ON memory_words (home);
CREATE INDEX memory_words_words ON memory_words USING gin (words);

-- How far each session's feed has been read.
CREATE TABLE progress (
  session TEXT   PRIMARY KEY,
  seq     BIGINT NOT NULL
);
