-- Evidence, the raters' lesson, and who may rate.

-- Files that ratings and appeals rest on: their bytes as they came, never changed, downloaded only.
CREATE TABLE files (
  id uuid PRIMARY KEY,                            -- UUID of (who, step, name, digest): the same file again is the same row
  cycle_id entity_id NOT NULL REFERENCES cycles,
  review_id text NOT NULL REFERENCES reviews,
  unit_id entity_id REFERENCES units,             -- null: of a step of the cycle's own
  step_id text NOT NULL,                          -- what it is evidence of
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  media_type text NOT NULL CHECK (media_type IN (
    'application/pdf', 'image/png', 'image/jpeg', 'image/webp', 'text/plain', 'text/csv',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'application/vnd.openxmlformats-officedocument.presentationml.presentation')),
  bytes bytea NOT NULL CHECK (octet_length(bytes) BETWEEN 1 AND 20 * 1024 * 1024),
  size integer NOT NULL GENERATED ALWAYS AS (octet_length(bytes)) STORED,
  sha256 text NOT NULL CHECK (sha256 = encode(sha256(bytes), 'hex')),
  uploaded_by entity_id NOT NULL REFERENCES persons,
  principal_id entity_id NOT NULL REFERENCES persons,
  uploaded_at timestamptz NOT NULL,               -- cycle time
  FOREIGN KEY (review_id, step_id) REFERENCES steps (review_id, step_id)
);
-- Documents and pictures are compressed already.
ALTER TABLE files ALTER COLUMN bytes SET STORAGE EXTERNAL;
CREATE INDEX files_of_step ON files (review_id, step_id, uploaded_at);

-- The lesson before rating: every try, with what was answered.
CREATE TABLE rater_lessons (
  cycle_id entity_id NOT NULL REFERENCES cycles,
  person_id entity_id NOT NULL REFERENCES persons,
  attempt integer NOT NULL CHECK (attempt > 0),
  answers jsonb NOT NULL,                         -- {case: value}
  agreed integer NOT NULL CHECK (agreed >= 0),    -- how many of them as agreed
  passed boolean NOT NULL,
  answered_at timestamptz NOT NULL,               -- cycle time
  PRIMARY KEY (cycle_id, person_id, attempt)
);
CREATE INDEX rater_lessons_passed ON rater_lessons (cycle_id, person_id) WHERE passed;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON files FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_all BEFORE TRUNCATE ON files FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON rater_lessons FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_all BEFORE TRUNCATE ON rater_lessons FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON files TO perfcycle_app;
GRANT SELECT, INSERT ON rater_lessons TO perfcycle_app;

-- Nobody rates the unit they head, in whatever name: the third place of that rule, after api and `record`.
CREATE FUNCTION nobody_rates_their_own() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM units WHERE id = NEW.unit_id AND head_id = ANY (NEW.submitted_by)) THEN
    RAISE EXCEPTION 'rated by the head of the rated unit: % %', NEW.review_id, NEW.step_id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER nobody_rates_their_own BEFORE UPDATE OF submitted_by ON steps FOR EACH ROW
  WHEN (NEW.kind IN ('rating', 'evaluation') AND NEW.submitted_by <> '{}' AND NEW.submitted_by IS DISTINCT FROM OLD.submitted_by)
  EXECUTE FUNCTION nobody_rates_their_own();
