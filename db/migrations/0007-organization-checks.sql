-- Goal checks over the whole organization: what stands, what HR settled, what a phase left open.
-- The last check of a cycle, by a fingerprint of all that it read: unchanged, it need not run again.
CREATE TABLE organization_checks (
  cycle_id entity_id PRIMARY KEY REFERENCES cycles,
  fingerprint text NOT NULL,
  checked_at timestamptz NOT NULL                 -- cycle time
);

-- What the last check found, and what earlier ones did (gone_at).
CREATE TABLE organization_findings (
  cycle_id entity_id NOT NULL REFERENCES cycles,
  key text NOT NULL,                              -- digest of code and ids: a circle of tasks has many
  code text NOT NULL,
  state text NOT NULL CHECK (state IN ('open', 'answered', 'advice')), -- before HR's word
  found jsonb NOT NULL,                           -- the finding with what it is about, units and their answers
  first_seen timestamptz NOT NULL,                -- cycle time
  told_at timestamptz,
  gone_at timestamptz,
  PRIMARY KEY (cycle_id, key)
);
CREATE INDEX organization_findings_standing ON organization_findings (cycle_id, state) WHERE gone_at IS NULL;

-- HR's word on a finding, with its reason: said once, never changed.
CREATE TABLE settled_findings (
  cycle_id entity_id NOT NULL REFERENCES cycles,
  key text NOT NULL,
  code text NOT NULL,
  at text[] NOT NULL CHECK (cardinality(at) > 0), -- ids, sorted
  reason text NOT NULL CHECK (reason ~ '\S'),
  settled_by entity_id NOT NULL REFERENCES persons,
  settled_at timestamptz NOT NULL,                -- cycle time
  PRIMARY KEY (cycle_id, key)
);

-- How a phase ended: so many findings were still open.
CREATE TABLE phase_checks (
  cycle_id entity_id NOT NULL REFERENCES cycles,
  phase text NOT NULL,
  open integer NOT NULL CHECK (open >= 0),
  digest text NOT NULL,                           -- over codes and ids
  checked_at timestamptz NOT NULL,
  PRIMARY KEY (cycle_id, phase)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON organization_checks, organization_findings TO perfcycle_app;
GRANT SELECT, INSERT ON settled_findings, phase_checks TO perfcycle_app;
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['settled_findings', 'phase_checks'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('CREATE TRIGGER append_only_all BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
  END LOOP;
END $$;
