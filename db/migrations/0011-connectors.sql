-- Where values come from: people, files, other systems, connectors; and the connectors with all they did.
CREATE TABLE connectors (
  id entity_id PRIMARY KEY,
  created_by entity_id NOT NULL REFERENCES persons,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE connector_versions (
  connector_id entity_id NOT NULL REFERENCES connectors,
  version integer NOT NULL CHECK (version > 0),
  definition jsonb NOT NULL,                      -- perfcycle connector; a secret only by its name
  written_by entity_id NOT NULL REFERENCES persons,
  written_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (connector_id, version)
);

-- A try reads and writes no value; that it went well is what switching on asks for.
CREATE TABLE connector_tries (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  connector_id entity_id NOT NULL,
  version integer NOT NULL,
  on_date date NOT NULL,
  ok boolean NOT NULL,
  code text,
  detail text,
  found integer NOT NULL DEFAULT 0,               -- rows that would be taken
  shown jsonb NOT NULL DEFAULT '[]',              -- the first of them
  problems jsonb NOT NULL DEFAULT '[]',
  tried_by entity_id NOT NULL REFERENCES persons,
  tried_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  FOREIGN KEY (connector_id, version) REFERENCES connector_versions (connector_id, version),
  UNIQUE (id, connector_id, version, ok),
  CHECK (ok = (code IS NULL))
);
CREATE INDEX connector_tries_by_version ON connector_tries (connector_id, version);

-- The last entry says which version runs, if any; only one that was tried with success.
CREATE TABLE connector_switches (
  connector_id entity_id NOT NULL,
  seq integer NOT NULL CHECK (seq > 0),
  is_on boolean NOT NULL,
  version integer NOT NULL,
  try_id bigint,
  try_ok boolean NOT NULL DEFAULT true CHECK (try_ok),
  switched_by entity_id NOT NULL REFERENCES persons,
  switched_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (connector_id, seq),
  FOREIGN KEY (connector_id, version) REFERENCES connector_versions (connector_id, version),
  FOREIGN KEY (try_id, connector_id, version, try_ok) REFERENCES connector_tries (id, connector_id, version, ok),
  CHECK (is_on = (try_id IS NOT NULL))
);

-- One planned reading, once for a book however many cycles share it.
CREATE TABLE connector_runs (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  connector_id entity_id NOT NULL,
  version integer NOT NULL,
  book text NOT NULL,
  slot date NOT NULL,                             -- the working day it is planned for
  on_date date NOT NULL,                          -- the day asked for
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'taken', 'failed')),
  attempts integer NOT NULL DEFAULT 0,
  next_try_at timestamptz,                        -- cycle time
  FOREIGN KEY (connector_id, version) REFERENCES connector_versions (connector_id, version),
  UNIQUE (connector_id, book, slot),
  CHECK ((state = 'open') = (next_try_at IS NOT NULL))
);
CREATE INDEX connector_runs_open ON connector_runs (book, connector_id) WHERE state = 'open';

CREATE TABLE connector_attempts (
  run_id bigint NOT NULL REFERENCES connector_runs,
  attempt integer NOT NULL CHECK (attempt > 0),
  cycle_id entity_id NOT NULL REFERENCES cycles,  -- whose clock it was due by
  at timestamptz NOT NULL,                        -- cycle time
  code text,                                      -- NULL: taken
  detail text,
  problems jsonb NOT NULL DEFAULT '[]',
  written integer NOT NULL DEFAULT 0,
  unchanged integer NOT NULL DEFAULT 0,
  PRIMARY KEY (run_id, attempt)
);

-- A rehearsal calls nobody: what its connectors will read was given to it.
CREATE TABLE rehearsal_data (
  cycle_id entity_id NOT NULL REFERENCES cycles,
  connector_id entity_id NOT NULL REFERENCES connectors,
  on_date date NOT NULL,
  rows jsonb NOT NULL,                            -- [{metric, value}]
  given_by entity_id NOT NULL REFERENCES persons,
  given_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (cycle_id, connector_id, on_date)
);

-- A collected metric became stale: told once for each value that was not followed by another.
CREATE TABLE stale_metrics (
  book text NOT NULL,
  metric_id entity_id NOT NULL REFERENCES metrics,
  last_on date,                                   -- NULL: it never had a value
  stale_from date NOT NULL,
  cycle_id entity_id NOT NULL REFERENCES cycles,  -- in which it was told
  seen_at timestamptz NOT NULL,                   -- cycle time
  UNIQUE NULLS NOT DISTINCT (book, metric_id, last_on)
);

ALTER TABLE metric_values
  ADD COLUMN source text NOT NULL DEFAULT 'typed' CHECK (source IN ('typed', 'imported', 'pushed', 'collected')),
  ADD COLUMN run_id bigint REFERENCES connector_runs,
  ALTER COLUMN entered_by DROP NOT NULL,
  DROP CONSTRAINT metric_values_check,
  ADD CONSTRAINT correction_says_why CHECK (version = 1 OR reason IS NOT NULL OR source = 'collected'),
  ADD CONSTRAINT collected_by_a_run CHECK ((source = 'collected') = (run_id IS NOT NULL)),
  ADD CONSTRAINT entered_by_a_person CHECK ((source = 'collected') = (entered_by IS NULL));
CREATE INDEX metric_values_by_run ON metric_values (run_id) WHERE run_id IS NOT NULL;

-- What a cycle has to collect is looked at anew when connectors, their data or its goals have changed.
ALTER TABLE cycle_watch ADD COLUMN to_collect boolean NOT NULL DEFAULT true;

CREATE FUNCTION look_for_collecting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'connector_switches' THEN
    UPDATE cycle_watch w SET to_collect = true FROM cycles c WHERE c.id = w.cycle_id AND c.book = 'real';
  ELSIF TG_TABLE_NAME IN ('rehearsal_data', 'goals') THEN
    UPDATE cycle_watch SET to_collect = true WHERE cycle_id IN (SELECT cycle_id FROM written);
  ELSE
    UPDATE cycle_watch SET to_collect = true;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER look_for_collecting AFTER INSERT ON connector_switches FOR EACH STATEMENT EXECUTE FUNCTION look_for_collecting();
CREATE TRIGGER look_for_collecting AFTER INSERT ON rehearsal_data REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION look_for_collecting();
CREATE TRIGGER look_for_collecting AFTER INSERT ON goals REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION look_for_collecting();
CREATE TRIGGER look_for_collecting AFTER INSERT OR UPDATE ON metrics FOR EACH STATEMENT EXECUTE FUNCTION look_for_collecting();

GRANT SELECT, INSERT ON connectors, connector_versions, connector_tries, connector_switches, connector_attempts, stale_metrics TO perfcycle_app;
-- A connector's row is locked (which asks for UPDATE) while its next version or switch is written; the trigger lets nobody change it.
GRANT UPDATE ON connectors TO perfcycle_app;
GRANT SELECT, INSERT, UPDATE ON connector_runs TO perfcycle_app;
GRANT SELECT, INSERT, DELETE ON rehearsal_data TO perfcycle_app;
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['connectors', 'connector_versions', 'connector_tries', 'connector_switches', 'connector_attempts', 'stale_metrics'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('CREATE TRIGGER append_only_all BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
  END LOOP;
END $$;
