-- OAuth clients made at run time: agents. The services' own are known from the code and the secrets.
CREATE TABLE client (
  client_id     TEXT   NOT NULL PRIMARY KEY,
  kind          TEXT   NOT NULL,
  agent         TEXT,
  scopes        TEXT   NOT NULL,
  audiences     TEXT   NOT NULL,
  auth_method   TEXT   NOT NULL,
  secret_sha256 TEXT   NOT NULL,
  changed_at    BIGINT NOT NULL
);

-- What has been taken back: one token (jti), an agent in one session (client_id, sid), or all tokens
-- a client got until a moment (client_id, before_ms). Numbered, so that verifiers can follow.
CREATE TABLE revocation (
  n         INTEGER PRIMARY KEY AUTOINCREMENT,
  jti       TEXT,
  client_id TEXT,
  sid       TEXT,
  before_ms BIGINT,
  at_ms     BIGINT NOT NULL
);
