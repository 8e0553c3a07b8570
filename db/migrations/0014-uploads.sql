-- Files that people uploaded, read and compared, not yet applied: for their owner, for a day.
CREATE TABLE uploads (
  id uuid PRIMARY KEY,
  owner_id entity_id NOT NULL REFERENCES persons,
  target jsonb NOT NULL,                          -- what it is for: a unit's step, values, the organization
  file_name text NOT NULL CHECK (length(file_name) <= 200),
  file_digest text NOT NULL,
  based_on text NOT NULL,                         -- digest of what it was compared with
  base_version integer NOT NULL CHECK (base_version >= 0), -- of the draft; 0: there was none
  digest text NOT NULL,                           -- of what would be written, where, over what
  content jsonb NOT NULL,                         -- what would be written
  preview jsonb NOT NULL,                         -- the difference, as it was shown
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at timestamptz NOT NULL CHECK (expires_at > created_at),
  applied_at timestamptz,
  CHECK (octet_length(content::text) + octet_length(preview::text) <= 64 * 1024 * 1024)
);
CREATE INDEX uploads_of_owner ON uploads (owner_id, created_at);
CREATE INDEX uploads_expiring ON uploads (expires_at);
GRANT SELECT, INSERT, DELETE ON uploads TO perfcycle_app;
GRANT UPDATE (applied_at) ON uploads TO perfcycle_app;
