-- Who had opened a submitted attempt of a step before deciding it: once per attempt and decider, the first time.
-- What was decided before this migration has no looks; schema_migrations says since when they are kept.
CREATE TABLE step_looks (
  review_id text NOT NULL,
  step_id text NOT NULL,
  attempt integer NOT NULL CHECK (attempt > 0),
  person_id entity_id NOT NULL REFERENCES persons, -- one who may decide it, or stands in for such a one
  cycle_id entity_id NOT NULL REFERENCES cycles,
  at timestamptz NOT NULL,                        -- cycle time
  wall_at timestamptz NOT NULL DEFAULT clock_timestamp(), -- people read in it
  PRIMARY KEY (review_id, step_id, attempt, person_id),
  FOREIGN KEY (review_id, step_id) REFERENCES steps (review_id, step_id)
);
CREATE INDEX step_looks_by_cycle ON step_looks (cycle_id);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON step_looks FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_all BEFORE TRUNCATE ON step_looks FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON step_looks TO perfcycle_app;

-- Who was told about which step: the few lines of the journal that waiting is counted by.
CREATE INDEX journal_told ON journal (review_id, step_id) WHERE act IN ('reminded', 'escalated');
