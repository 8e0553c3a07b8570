-- Goals that touch: alignment between two heads, settlement by the head above both, and the guards that come of them.
ALTER TABLE steps DROP CONSTRAINT steps_submitter_rule_check, DROP CONSTRAINT steps_decider_rule_check;
ALTER TABLE steps
  ADD CONSTRAINT steps_submitter_rule_check CHECK (submitter_rule IN
    ('head', 'parent-head', 'second-head', 'rater-head', 'common-head', 'hr', 'finance', 'board')),
  ADD CONSTRAINT steps_decider_rule_check CHECK (decider_rule IN
    ('head', 'parent-head', 'second-head', 'rater-head', 'hr', 'finance', 'board'));
DO $$
DECLARE c text;
BEGIN
  SELECT conname INTO STRICT c FROM pg_constraint
   WHERE conrelid = 'steps'::regclass AND contype = 'c' AND pg_get_constraintdef(oid) LIKE '%rater-head%IS NOT NULL%';
  EXECUTE format('ALTER TABLE steps DROP CONSTRAINT %I', c);
END $$;
ALTER TABLE steps ADD CONSTRAINT other_unit_where_one_acts CHECK (
  (submitter_rule IN ('rater-head', 'common-head') OR decider_rule IS NOT DISTINCT FROM 'rater-head') = (rater_unit_id IS NOT NULL));
DROP INDEX steps_rater;
CREATE INDEX steps_rater ON steps (rater_unit_id, state) WHERE state IN ('open', 'submitted') AND rater_unit_id IS NOT NULL;

-- Which goals an attempt of an alignment, or a settlement, is about.
CREATE TABLE alignments (
  review_id text NOT NULL,
  step_id text NOT NULL,
  attempt integer NOT NULL,
  touches jsonb NOT NULL CHECK (jsonb_array_length(touches) > 0), -- [{code, at: [goal ids]}]
  opened_at timestamptz NOT NULL,                 -- cycle time
  PRIMARY KEY (review_id, step_id, attempt),
  FOREIGN KEY (review_id, step_id) REFERENCES steps (review_id, step_id)
);

-- Who settles between two units: the head of the nearest unit above both who heads neither; else the board.
CREATE FUNCTION settlers(one text, other text) RETURNS text[] LANGUAGE sql STABLE AS $$
  WITH RECURSIVE up AS (
    SELECT id AS of, parent_id AS at, 1 AS depth FROM units WHERE id IN (one, other)
    UNION ALL SELECT up.of, u.parent_id, up.depth + 1 FROM up JOIN units u ON u.id = up.at WHERE up.depth < 64
  ), own AS (SELECT head_id FROM units WHERE id IN (one, other) AND head_id IS NOT NULL)
  SELECT coalesce(
    (SELECT ARRAY[p.id::text] FROM up JOIN units u ON u.id = up.at JOIN persons p ON p.id = u.head_id AND p.active
      WHERE p.id NOT IN (SELECT head_id FROM own)
      GROUP BY u.id, p.id HAVING count(DISTINCT up.of) = 2 OR one = other ORDER BY min(up.depth) LIMIT 1),
    (SELECT array_agg(r.person_id::text ORDER BY r.person_id) FROM person_roles r JOIN persons p ON p.id = r.person_id AND p.active
      WHERE r.role = 'board' AND r.person_id NOT IN (SELECT head_id FROM own)), '{}')
$$;

-- A revision of rules comes from an approved proposal, or from two units' heads (or their superior) who agreed on one guard.
ALTER TABLE cycle_rules ALTER COLUMN from_proposal DROP NOT NULL;
ALTER TABLE cycle_rules ADD COLUMN from_review text, ADD COLUMN from_step text,
  ADD FOREIGN KEY (from_review, from_step) REFERENCES steps (review_id, step_id),
  ADD CHECK ((from_review IS NULL) = (from_step IS NULL)),
  ADD CHECK ((from_proposal IS NULL) <> (from_step IS NULL));

CREATE OR REPLACE FUNCTION rules_are_approved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.from_proposal IS NOT NULL AND EXISTS (
    SELECT FROM steps s JOIN rules_proposals p ON p.cycle_id = NEW.cycle_id AND p.number = NEW.from_proposal
     WHERE s.review_id = NEW.cycle_id AND s.step_id = 'rules-' || NEW.from_proposal AND s.kind = 'rules'
       AND s.state = 'done' AND s.outcome = 'approved' AND s.decide_command = NEW.command_id
       AND NOT s.decided_by = ANY (s.submitted_by) AND p.based_on = NEW.revision - 1
  ) THEN RETURN NULL; END IF;
  IF NEW.from_step IS NOT NULL AND EXISTS (
    SELECT FROM steps s LEFT JOIN cycle_rules b ON b.cycle_id = NEW.cycle_id AND b.revision = NEW.revision - 1
     WHERE s.review_id = NEW.from_review AND s.step_id = NEW.from_step AND s.cycle_id = NEW.cycle_id
       AND ((s.kind = 'alignment' AND s.state = 'done' AND s.outcome = 'agreed' AND s.decide_command = NEW.command_id
             AND NOT s.decided_by = ANY (s.submitted_by))
         OR (s.kind = 'settlement' AND s.state = 'done' AND s.outcome = 'submitted' AND s.submit_command = NEW.command_id))
       -- Nothing but guards.
       AND NEW.rules - 'guards' = coalesce(b.rules, '{}') - 'guards'
  ) THEN RETURN NULL; END IF;
  RAISE EXCEPTION 'rules without approval: % revision %', NEW.cycle_id, NEW.revision USING ERRCODE = 'check_violation';
END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON alignments FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_all BEFORE TRUNCATE ON alignments FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON alignments TO perfcycle_app;
