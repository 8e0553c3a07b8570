-- Two persons wherever two are asked, also where neither the api nor `record` looks: whoever wrote an attempt decides
-- nothing about it, nobody decides about their own unit, and whoever took part in the judgement decides no appeal. Judged
-- by person: of a stand-in and of whom they stand in for.

-- Who saved a draft since the last decision about the step; what came too late to become the draft is nobody's writing.
CREATE FUNCTION step_editors(review text, step text) RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT coalesce(array_agg(DISTINCT d.saved_by::text), '{}') FROM (
    SELECT saved_by, saved_at FROM drafts WHERE review_id = review AND step_id = step
    UNION ALL SELECT saved_by, saved_at FROM draft_versions WHERE review_id = review AND step_id = step AND how <> 'beside') d
   WHERE d.saved_at > coalesce((SELECT max(settled_at) FROM commands
                                 WHERE review_id = review AND step_id = step AND act = 'approve' AND state = 'applied'), '-infinity')
$$;

-- Units of a cycle whose line of money finance does not decide: the one that the template names, else the lines that pay
-- the persons of finance: that of a unit they head or belong to, or the nearest above that has one.
CREATE FUNCTION own_line_units(kinds text[], own_unit text, subjects text[]) RETURNS text[] LANGUAGE sql STABLE AS $$
  WITH RECURSIVE finance AS (
    SELECT r.person_id AS id FROM person_roles r JOIN persons p ON p.id = r.person_id AND p.active WHERE r.role = 'finance'
  ), up AS (
    SELECT u.id, u.parent_id, u.id = ANY (subjects) AND u.kind = ANY (kinds) AS has_line FROM units u
     WHERE u.head_id IN (SELECT id FROM finance)
        OR u.id IN (SELECT unit_id FROM unit_members WHERE person_id IN (SELECT id FROM finance))
    UNION
    SELECT u.id, u.parent_id, u.id = ANY (subjects) AND u.kind = ANY (kinds) FROM up JOIN units u ON u.id = up.parent_id
     WHERE NOT up.has_line)
  SELECT CASE WHEN own_unit IS NOT NULL THEN ARRAY[own_unit]
              ELSE coalesce((SELECT array_agg(DISTINCT id::text ORDER BY id::text) FROM up WHERE has_line), '{}') END
$$;

-- Heads and members of the units whose lines a money step decides: finance's own for `…-own`, everybody else's for the others.
CREATE FUNCTION persons_with_line(cycle text, step_kind text) RETURNS text[] LANGUAGE sql STABLE AS $$
  WITH rules AS (
    SELECT c.subjects, ARRAY(SELECT jsonb_array_elements_text(r.rules -> 'kinds')) AS kinds, r.rules ->> 'ownUnit' AS own_unit
      FROM cycles c JOIN rules_in_force f ON f.cycle_id = c.id
      CROSS JOIN LATERAL (SELECT f.document -> regexp_replace(step_kind, '-own$', '') AS rules) r
     WHERE c.id = cycle AND jsonb_typeof(r.rules) = 'object')
  SELECT coalesce(array_agg(DISTINCT p.id::text ORDER BY p.id::text), '{}')
    FROM rules JOIN units u ON u.id = ANY (rules.subjects) AND u.kind = ANY (rules.kinds)
    JOIN persons p ON p.id = u.head_id OR p.id IN (SELECT person_id FROM unit_members m WHERE m.unit_id = u.id)
   WHERE (u.id = ANY (own_line_units(rules.kinds, rules.own_unit, rules.subjects))) = (step_kind ~ '-own$')
$$;

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

-- Heads of the units whose grade a calibration changes, as it was submitted last: they decide nothing about it.
CREATE FUNCTION heads_of_calibrated(review text, step text) RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT coalesce(array_agg(DISTINCT u.head_id::text), '{}')
    FROM steps s JOIN step_versions v ON v.command_id = s.submit_command
   CROSS JOIN LATERAL jsonb_path_query(v.content, '$.changes[*].unit') AS c (unit)
    JOIN units u ON u.id = c.unit #>> '{}' AND u.head_id IS NOT NULL
   WHERE s.review_id = review AND s.step_id = step AND s.kind = 'calibration'
$$;

-- Whose own a step is: heads of the unit under review; of the units that a calibration or a correction is about; whoever
-- has a line in a proposal of money. They decide nothing about it.
CREATE FUNCTION own_of_step(cycle text, review text, step text, unit text, step_kind text) RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT CASE
    WHEN unit IS NOT NULL THEN (SELECT array_remove(ARRAY[head_id::text], NULL) FROM units WHERE id = unit)
    WHEN step_kind IN ('bonus', 'bonus-own', 'budget', 'budget-own') THEN persons_with_line(cycle, step_kind)
    WHEN step_kind = 'calibration' THEN heads_of_calibrated(review, step)
    WHEN step_kind = 'correction' THEN heads_corrected(review, step)
    ELSE '{}' END
$$;

CREATE FUNCTION two_persons() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  decided record;
  deciders text[];
  wrote text[];
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
  IF deciders && own_of_step(NEW.cycle_id, NEW.review_id, NEW.step_id, NEW.unit_id, NEW.kind) THEN
    RAISE EXCEPTION 'decided about the own unit: % %', NEW.review_id, NEW.step_id USING ERRCODE = 'check_violation', CONSTRAINT = 'decider_is_outside';
  END IF;
  IF NEW.kind IN ('appeal', 'appeal-2', 'improvement-appeal') AND deciders && took_part(NEW.cycle_id, NEW.unit_id, NEW.step_id) THEN
    RAISE EXCEPTION 'decided by one who took part: % %', NEW.review_id, NEW.step_id USING ERRCODE = 'check_violation', CONSTRAINT = 'decider_took_no_part';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER two_persons BEFORE UPDATE OF decided_by, decide_command ON steps FOR EACH ROW EXECUTE FUNCTION two_persons();
-- Its place is taken: it asked the principal alone.
DROP TRIGGER appeal_is_decided_outside ON steps;
DROP FUNCTION appeal_is_decided_outside();
GRANT EXECUTE ON FUNCTION step_editors, own_line_units, persons_with_line, heads_corrected, heads_of_calibrated, own_of_step TO perfcycle_app;
