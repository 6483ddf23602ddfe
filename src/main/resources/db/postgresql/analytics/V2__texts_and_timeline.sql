-- What was said, to search in it; who is in a crew; what happened when. All of it comes from the feed, which is read
-- once more from its beginning.
DELETE FROM message;
DELETE FROM tool_call;
DELETE FROM session;
UPDATE place SET last = '0';

ALTER TABLE session ADD COLUMN scenario TEXT;
ALTER TABLE session ADD COLUMN began TEXT;
ALTER TABLE message ADD COLUMN text TEXT NOT NULL DEFAULT '';
-- In small letters, so that both databases find Ä when asked for ä.
ALTER TABLE message ADD COLUMN folded TEXT NOT NULL DEFAULT '';

CREATE TABLE member (
  session TEXT NOT NULL,
  place INTEGER NOT NULL,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  PRIMARY KEY (session, place)
);
CREATE TABLE happening (
  session TEXT NOT NULL,
  seq BIGINT NOT NULL,
  type TEXT NOT NULL,
  turn INTEGER,
  agent TEXT,
  at TEXT,
  detail TEXT,
  PRIMARY KEY (session, seq)
);
