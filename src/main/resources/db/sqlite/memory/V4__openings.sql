-- How a session began: whose crew it is, what it was forked from and after how many turns, and
-- whether its notes are secret until its accusation is locked.
CREATE TABLE opening (
  session      TEXT    PRIMARY KEY,
  crew         TEXT    NOT NULL,
  forked_from  TEXT,
  forked_turns INTEGER NOT NULL,
  secret       INTEGER NOT NULL
);
