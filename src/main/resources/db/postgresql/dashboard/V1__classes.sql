-- A class looks at one session together. Its players accuse for themselves until the host reveals.
CREATE TABLE class (
  code     TEXT    PRIMARY KEY,
  session  TEXT    NOT NULL UNIQUE,
  revealed INTEGER NOT NULL DEFAULT 0
);

-- suspect NULL with accused 1: nobody.
CREATE TABLE class_player (
  code    TEXT    NOT NULL REFERENCES class (code),
  name    TEXT    NOT NULL,
  accused INTEGER NOT NULL DEFAULT 0,
  suspect TEXT,
  PRIMARY KEY (code, name)
);
