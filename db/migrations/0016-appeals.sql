-- Appeals and corrections: who may decide them, what they correct, and results computed anew.
ALTER TABLE steps DROP CONSTRAINT steps_decider_rule_check;
ALTER TABLE steps ADD CONSTRAINT steps_decider_rule_check CHECK (decider_rule IN
  ('head', 'parent-head', 'second-head', 'rater-head', 'outside-head', 'hr', 'finance', 'board'));

-- Who judged, calibrated, published, told or decided before what a step of a unit is about: actors and principals.
CREATE FUNCTION took_part(cycle text, unit text, step text) RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT coalesce(array_agg(DISTINCT p.id), '{}')
    FROM steps s JOIN commands k ON k.review_id = s.review_id AND k.step_id = s.step_id AND k.state = 'applied'
   CROSS JOIN LATERAL unnest(ARRAY[k.actor_id::text, k.principal_id::text]) AS p (id)
   WHERE s.review_id IN (cycle, cycle || '/' || unit) AND s.step_id <> step
     AND s.kind IN ('self-evaluation', 'rating', 'evaluation', 'feedback', 'appeal', 'appeal-2', 'improvement',
                    'improvement-appeal', 'calibration', 'publication', 'correction')
$$;

-- Who decides an appeal from outside the line: up to three heads of units beside, the next in the organization's order,
-- none of whom took part; where none is left, of units beside the unit above, and so on; at last the board.
CREATE FUNCTION outsiders(cycle text, unit text, step text) RETURNS text[] LANGUAGE sql STABLE AS $$
  WITH RECURSIVE up AS (
    SELECT id, parent_id, position, head_id, 0 AS depth FROM units WHERE id = unit
    UNION ALL SELECT u.id, u.parent_id, u.position, u.head_id, up.depth + 1 FROM up JOIN units u ON u.id = up.parent_id WHERE up.depth < 64
  ), down AS (
    SELECT id, head_id FROM units WHERE id = unit
    UNION ALL SELECT u.id, u.head_id FROM down JOIN units u ON u.parent_id = down.id
  ), barred AS (
    SELECT unnest(took_part(cycle, unit, step)) AS id UNION SELECT head_id FROM up UNION SELECT head_id FROM down
  ), beside AS (
    SELECT p.id::text AS id, min(up.depth) AS depth,
           -- From the unit's own place onwards, then from the beginning.
           min((u.position < up.position OR (u.position = up.position AND u.id < up.id))::int) AS around, min(u.position) AS position
      FROM up JOIN units u ON u.parent_id = up.parent_id AND u.id <> up.id AND u.active
      JOIN persons p ON p.id = u.head_id AND p.active
     WHERE p.id NOT IN (SELECT id FROM barred WHERE id IS NOT NULL) GROUP BY p.id
  ), nearest AS (
    SELECT id, row_number() OVER (ORDER BY around, position, id) AS place FROM beside
     WHERE depth = (SELECT min(depth) FROM beside)
  )
  SELECT coalesce(
    (SELECT array_agg(id ORDER BY place) FROM nearest WHERE place <= 3),
    (SELECT array_agg(r.person_id::text ORDER BY r.person_id) FROM person_roles r JOIN persons p ON p.id = r.person_id AND p.active
      WHERE r.role = 'board' AND r.person_id NOT IN (SELECT id FROM barred WHERE id IS NOT NULL)), '{}')
$$;

-- Judged when the transaction ends, when the command that decided is settled too.
CREATE FUNCTION appeal_is_decided_outside() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.decided_by = ANY (took_part(NEW.cycle_id, NEW.unit_id, NEW.step_id)) THEN
    RAISE EXCEPTION 'decided by one who took part: % %', NEW.review_id, NEW.step_id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER appeal_is_decided_outside AFTER UPDATE OF decided_by ON steps DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.decided_by IS NOT NULL AND NEW.kind IN ('appeal', 'appeal-2', 'improvement-appeal'))
  EXECUTE FUNCTION appeal_is_decided_outside();

-- What asks for results to be computed anew: a granted appeal, an approved correction. One per command.
CREATE TABLE recalculations (
  command_id uuid PRIMARY KEY REFERENCES commands,
  cycle_id entity_id NOT NULL REFERENCES cycles,
  review_id text NOT NULL,
  step_id text NOT NULL,
  unit_id entity_id REFERENCES units,             -- NULL: a correction, which may be about several
  corrections jsonb NOT NULL,                     -- what was written: values and ratings
  asked_at timestamptz NOT NULL,                  -- cycle time
  taken_up_at timestamptz,
  FOREIGN KEY (review_id, step_id) REFERENCES steps (review_id, step_id)
);
CREATE INDEX recalculations_waiting ON recalculations (cycle_id) WHERE taken_up_at IS NULL;
GRANT SELECT, INSERT, UPDATE ON recalculations TO perfcycle_app;

-- A recalculation comes from a granted appeal or an approved correction, and from nothing else.
CREATE FUNCTION recalculation_is_decided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM steps s WHERE s.review_id = NEW.review_id AND s.step_id = NEW.step_id AND s.cycle_id = NEW.cycle_id
       AND s.state = 'done' AND s.decide_command = NEW.command_id AND NOT s.decided_by = ANY (s.submitted_by)
       AND ((s.kind IN ('appeal', 'appeal-2') AND s.outcome = 'granted') OR (s.kind = 'correction' AND s.outcome = 'approved'))
  ) THEN RAISE EXCEPTION 'recalculation without a decision: % %', NEW.review_id, NEW.step_id USING ERRCODE = 'check_violation'; END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER recalculation_is_decided AFTER INSERT ON recalculations
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION recalculation_is_decided();

-- Why a result has a version after its publication.
ALTER TABLE results ADD COLUMN because uuid REFERENCES recalculations (command_id);
