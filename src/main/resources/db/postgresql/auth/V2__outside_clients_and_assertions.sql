-- Clients that prove themselves with a key (jwks), and outside ones whose tokens are of one session.
ALTER TABLE client ADD COLUMN session TEXT;
ALTER TABLE client ADD COLUMN jwks TEXT;

-- Clients that get no tokens until somebody restores them.
CREATE TABLE barred_client (
  client_id TEXT   NOT NULL PRIMARY KEY,
  at_ms     BIGINT NOT NULL
);

-- Assertions that were used, kept until they would have ended: each is good once.
CREATE TABLE assertion (
  client_id TEXT   NOT NULL,
  jti       TEXT   NOT NULL,
  until_ms  BIGINT NOT NULL,
  PRIMARY KEY (client_id, jti)
);
CREATE INDEX assertion_until ON assertion (until_ms);
