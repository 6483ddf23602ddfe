-- One row a fact. hash = SHA-256 of the hash before it and of this row: no row can be changed, taken
-- out or put in without every later hash being wrong.
CREATE TABLE audit (
  n     BIGINT NOT NULL PRIMARY KEY,
  at_ms BIGINT NOT NULL,
  body  TEXT   NOT NULL,
  hash  TEXT   NOT NULL
);
