-- Notices, outbox, mailbox, and the journal in its final form.
CREATE TABLE notices (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  key text NOT NULL UNIQUE,                       -- cycle, unit, step, attempt, rung, person
  cycle_id entity_id NOT NULL REFERENCES cycles,
  review_id text NOT NULL REFERENCES reviews,
  step_id text NOT NULL,
  person_id entity_id NOT NULL REFERENCES persons,
  code text NOT NULL,
  data jsonb NOT NULL DEFAULT '{}',
  at timestamptz NOT NULL,                        -- cycle time
  mail_key text
);
CREATE INDEX notices_unmailed ON notices (cycle_id, person_id) WHERE mail_key IS NULL;
CREATE INDEX notices_by_mail ON notices (mail_key);

-- Effects outside, each at least once under one key.
CREATE TABLE outbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  key text NOT NULL UNIQUE,
  kind text NOT NULL CHECK (kind IN ('mail', 'wake', 'sync')),
  cycle_id entity_id NOT NULL REFERENCES cycles,
  payload jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  tries integer NOT NULL DEFAULT 0,
  next_try_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  done_at timestamptz,
  error text
);
CREATE INDEX outbox_open ON outbox (next_try_at) WHERE done_at IS NULL;

CREATE TABLE mailbox (
  key text PRIMARY KEY,                           -- also the Message-ID
  cycle_id entity_id REFERENCES cycles,
  person_id entity_id NOT NULL REFERENCES persons,
  subject text NOT NULL,
  body text NOT NULL,
  rehearsal boolean NOT NULL,
  sent_at timestamptz NOT NULL
);
CREATE INDEX mailbox_by_person ON mailbox (person_id, sent_at DESC);

-- The journal. An entry's hash is SHA-256 over the RFC 8785 form of its own
-- columns (entry) with the hash of the review's entry before it: a chain per
-- review. Texts stay out: content_digest is keyed (HMAC-SHA-256).
CREATE TABLE journal (
  review_id text NOT NULL REFERENCES reviews,
  seq integer NOT NULL CHECK (seq > 0),
  cycle_id entity_id NOT NULL REFERENCES cycles,
  at timestamptz NOT NULL,                        -- cycle time
  wall_at timestamptz NOT NULL,
  act text NOT NULL,
  step_id text,
  attempt integer,
  actor_id entity_id,                             -- NULL: the system
  principal_id entity_id,
  command_id uuid,
  content_digest text,
  data jsonb NOT NULL DEFAULT '{}',
  prev_hash text NOT NULL,
  hash text NOT NULL UNIQUE,
  PRIMARY KEY (review_id, seq)
);
CREATE INDEX journal_by_cycle ON journal (cycle_id, at, review_id, seq);
CREATE INDEX journal_by_wall ON journal (wall_at);
CREATE UNIQUE INDEX journal_by_command ON journal (command_id, act) WHERE command_id IS NOT NULL;

-- The chain per cycle: each anchor takes in the entries that came since the last.
CREATE TABLE journal_anchors (
  cycle_id entity_id NOT NULL REFERENCES cycles,
  seq integer NOT NULL CHECK (seq > 0),
  wall_at timestamptz NOT NULL,
  entries integer NOT NULL CHECK (entries > 0),
  entries_digest text NOT NULL,                   -- SHA-256 over the hashes in order
  prev_hash text NOT NULL,
  hash text NOT NULL UNIQUE,
  PRIMARY KEY (cycle_id, seq)
);
CREATE TABLE journal_anchored (
  review_id text NOT NULL,
  seq integer NOT NULL,
  cycle_id entity_id NOT NULL,
  anchor_seq integer NOT NULL,
  position integer NOT NULL,
  PRIMARY KEY (review_id, seq),
  UNIQUE (cycle_id, anchor_seq, position),
  FOREIGN KEY (review_id, seq) REFERENCES journal (review_id, seq),
  FOREIGN KEY (cycle_id, anchor_seq) REFERENCES journal_anchors (cycle_id, seq)
);

-- Histories of finished workflows, kept before Temporal's retention ends.
CREATE TABLE histories (
  workflow_id text NOT NULL,
  run_id text NOT NULL,
  cycle_id entity_id NOT NULL REFERENCES cycles,
  history jsonb NOT NULL,
  digest text NOT NULL,
  archived_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (workflow_id, run_id)
);

CREATE TABLE audit_looks (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  person_id entity_id NOT NULL REFERENCES persons,
  what text NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Append-only: refused for everybody by trigger, and not granted to the program.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'append-only table %', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['journal', 'journal_anchors', 'journal_anchored', 'ledger', 'step_versions', 'metric_values', 'audit_looks', 'histories', 'ratings', 'reports'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('CREATE TRIGGER append_only_all BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
  END LOOP;
END $$;

-- The program's own role: worker and api SET ROLE to it when they connect.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'perfcycle_app') THEN
    CREATE ROLE perfcycle_app NOLOGIN;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
DO $$ BEGIN EXECUTE format('GRANT perfcycle_app TO %I', current_user); EXCEPTION WHEN OTHERS THEN NULL; END $$;
GRANT USAGE ON SCHEMA public TO perfcycle_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO perfcycle_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO perfcycle_app;
REVOKE UPDATE, DELETE ON journal, journal_anchors, journal_anchored, ledger, step_versions, metric_values, audit_looks, histories, ratings, reports FROM perfcycle_app;
