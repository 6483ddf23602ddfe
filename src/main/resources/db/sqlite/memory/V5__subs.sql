-- The sub of the token that stored a note; empty for what was said to everybody, and for what was
-- shared before it was kept.
ALTER TABLE memory ADD COLUMN sub TEXT NOT NULL DEFAULT '';
UPDATE memory SET sub = owner WHERE owner <> '*';
