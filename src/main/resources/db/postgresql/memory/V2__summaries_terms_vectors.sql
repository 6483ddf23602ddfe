-- Owner '*' is what an agent shared with the whole crew on purpose.
-- words: author and text as Folding leaves them; withdrawn: the event that took the statement back.
ALTER TABLE memory ADD COLUMN words TEXT NOT NULL DEFAULT '';
ALTER TABLE memory ADD COLUMN indexed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE memory ADD COLUMN withdrawn BIGINT;
CREATE INDEX memory_to_index ON memory (id) WHERE indexed = 0;

-- Each term is a word behind a hash of session and owner: a search reads no other's entries.
DROP TABLE memory_words;
CREATE TABLE memory_terms (
  id    BIGINT   PRIMARY KEY REFERENCES memory (id) ON DELETE CASCADE,
  terms TSVECTOR NOT NULL
);
CREATE INDEX memory_terms_terms ON memory_terms USING gin (terms);

-- What is told in short. covers: numbers of the messages (level 1) or of the summaries below.
CREATE TABLE summary (
  session  TEXT    NOT NULL,
  seq      BIGINT  NOT NULL,
  level    INTEGER NOT NULL,
  from_seq BIGINT  NOT NULL,
  to_seq   BIGINT  NOT NULL,
  covers   TEXT    NOT NULL,
  text     TEXT    NOT NULL,
  made_by  TEXT    NOT NULL,
  PRIMARY KEY (session, seq)
);

-- The meaning of a memory as the model endpoint sees it: little-endian floats, of length 1.
CREATE TABLE memory_vector (
  id     BIGINT PRIMARY KEY REFERENCES memory (id) ON DELETE CASCADE,
  model  TEXT   NOT NULL,
  vector BYTEA  NOT NULL
);
