-- Nobody decides about their own unit: not about a correction of its facts either; and whoever took part decides no appeal,
-- not as a stand-in for one who did not.

-- Heads of the units that a correction is about: whose ratings it corrects, who answer for a metric or are scored by it.
CREATE FUNCTION heads_corrected(review text, step text) RETURNS text[] LANGUAGE sql STABLE AS $$
  WITH said AS (
    SELECT content FROM step_versions WHERE review_id = review AND step_id = step ORDER BY version DESC LIMIT 1
  ), corrected AS (
    SELECT r ->> 'unit' AS unit FROM said, jsonb_array_elements(content -> 'ratings') r
    UNION SELECT m.unit_id FROM said, jsonb_array_elements(content -> 'values') v JOIN metrics m ON m.id = v ->> 'metric'
    UNION SELECT g.unit_id FROM said, jsonb_array_elements(content -> 'values') v
            JOIN goals g ON g.cycle_id = review AND g.valid_to IS NULL AND g.content ->> 'metric' = v ->> 'metric')
  SELECT coalesce(array_agg(DISTINCT u.head_id::text ORDER BY u.head_id::text), '{}')
    FROM corrected c JOIN units u ON u.id = c.unit WHERE u.head_id IS NOT NULL
$$;
GRANT EXECUTE ON FUNCTION heads_corrected TO perfcycle_app;

CREATE OR REPLACE FUNCTION two_persons() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  decided record;
  deciders text[];
  wrote text[];
  own text[];
BEGIN
  IF NEW.decide_command IS NOT DISTINCT FROM OLD.decide_command AND NEW.decided_by IS NOT DISTINCT FROM OLD.decided_by THEN
    RETURN NEW;
  END IF;
  SELECT actor_id::text AS actor, principal_id::text AS principal, decision INTO decided FROM commands
   WHERE id = NEW.decide_command AND NEW.decide_command IS DISTINCT FROM OLD.decide_command;
  deciders := array_remove(ARRAY[NEW.decided_by::text, decided.actor, decided.principal], NULL);
  -- A returned attempt has no submitters any more; whose it was stands in the row before.
  wrote := OLD.submitted_by::text[] || NEW.submitted_by::text[] || step_editors(NEW.review_id, NEW.step_id);
  IF deciders && wrote THEN
    RAISE EXCEPTION 'decided by who wrote it: % %', NEW.review_id, NEW.step_id USING ERRCODE = 'check_violation', CONSTRAINT = 'decider_is_no_writer';
  END IF;
  IF coalesce(decided.decision, CASE NEW.outcome WHEN 'acknowledged' THEN 'acknowledge' WHEN 'disagreed' THEN 'disagree'
       WHEN 'agreed' THEN 'agree' WHEN 'objected' THEN 'object' END, 'approve') IN ('acknowledge', 'disagree', 'agree', 'object') THEN
    RETURN NEW;
  END IF;
  own := CASE WHEN NEW.unit_id IS NOT NULL THEN (SELECT array_remove(ARRAY[head_id::text], NULL) FROM units WHERE id = NEW.unit_id)
              WHEN NEW.kind IN ('bonus', 'bonus-own', 'budget', 'budget-own') THEN persons_with_line(NEW.cycle_id, NEW.kind)
              WHEN NEW.kind = 'correction' THEN heads_corrected(NEW.review_id, NEW.step_id)
              ELSE '{}' END;
  IF deciders && own THEN
    RAISE EXCEPTION 'decided about the own unit: % %', NEW.review_id, NEW.step_id USING ERRCODE = 'check_violation', CONSTRAINT = 'decider_is_outside';
  END IF;
  IF NEW.kind IN ('appeal', 'appeal-2', 'improvement-appeal') AND deciders && took_part(NEW.cycle_id, NEW.unit_id, NEW.step_id) THEN
    RAISE EXCEPTION 'decided by one who took part: % %', NEW.review_id, NEW.step_id USING ERRCODE = 'check_violation', CONSTRAINT = 'decider_took_no_part';
  END IF;
  RETURN NEW;
END $$;
-- Its place is taken: it asked the principal alone.
DROP TRIGGER appeal_is_decided_outside ON steps;
DROP FUNCTION appeal_is_decided_outside();
