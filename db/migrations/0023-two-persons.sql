-- Two persons wherever two are asked, also where neither the api nor `record` looks: whoever wrote an attempt decides
-- nothing about it, and nobody decides about their own unit. Judged by person: of a stand-in and of whom they stand in for.

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

CREATE FUNCTION two_persons() RETURNS trigger LANGUAGE plpgsql AS $$
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
              ELSE '{}' END;
  IF deciders && own THEN
    RAISE EXCEPTION 'decided about the own unit: % %', NEW.review_id, NEW.step_id USING ERRCODE = 'check_violation', CONSTRAINT = 'decider_is_outside';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER two_persons BEFORE UPDATE OF decided_by, decide_command ON steps FOR EACH ROW EXECUTE FUNCTION two_persons();
GRANT EXECUTE ON FUNCTION step_editors, own_line_units, persons_with_line TO perfcycle_app;
