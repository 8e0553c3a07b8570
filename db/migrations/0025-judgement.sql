-- Facts that came after the scores, and who decides nothing about a calibration.

-- Ratings and values that no score of a running cycle knows yet: written by triggers, so that no way of writing a fact is
-- forgotten; removed, by id, by who scored them. Before the first score, and once publication was decided, there are none.
CREATE TABLE unscored_facts (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  cycle_id entity_id NOT NULL REFERENCES cycles
);
CREATE INDEX unscored_facts_by_cycle ON unscored_facts (cycle_id);
GRANT SELECT, INSERT, DELETE ON unscored_facts TO perfcycle_app;
GRANT USAGE ON SEQUENCE unscored_facts_id_seq TO perfcycle_app;

-- Between the first score and the decision about publication.
CREATE FUNCTION is_being_judged(cycle text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM results WHERE cycle_id = cycle)
     AND NOT EXISTS (SELECT FROM steps WHERE review_id = cycle AND kind = 'publication' AND state IN ('done', 'cancelled'))
$$;
GRANT EXECUTE ON FUNCTION is_being_judged TO perfcycle_app;

-- What a unit says of itself counts in no score.
CREATE FUNCTION note_late_ratings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO unscored_facts (cycle_id)
  SELECT n.cycle_id FROM (SELECT DISTINCT cycle_id FROM written WHERE role <> 'self') n WHERE is_being_judged(n.cycle_id);
  RETURN NULL;
END $$;
CREATE TRIGGER note_late_ratings AFTER INSERT ON ratings
  REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION note_late_ratings();

CREATE FUNCTION note_late_values() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO unscored_facts (cycle_id)
  SELECT c.id FROM (SELECT book, min(on_date) AS first, max(on_date) AS last FROM written GROUP BY book) n
    JOIN cycles c ON c.book = n.book AND c.state = 'running' AND c.period_start <= n.last AND c.period_end >= n.first
   WHERE is_being_judged(c.id);
  RETURN NULL;
END $$;
CREATE TRIGGER note_late_values AFTER INSERT ON metric_values
  REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION note_late_values();

-- A cycle that sleeps to its next day looks at once, after commit.
CREATE FUNCTION wake_for_late_facts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO outbox (key, kind, cycle_id, payload)
  SELECT 'wake/late-facts/' || n.id, 'wake', n.cycle_id, jsonb_build_object('phase', c.phase, 'sooner', true)
    FROM written n JOIN cycles c ON c.id = n.cycle_id
  ON CONFLICT (key) DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER wake_for_late_facts AFTER INSERT ON unscored_facts
  REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION wake_for_late_facts();

-- Heads of the units whose grade a calibration changes, as it was submitted last: they decide nothing about it.
CREATE FUNCTION heads_of_calibrated(review text, step text) RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT coalesce(array_agg(DISTINCT u.head_id::text), '{}')
    FROM steps s JOIN step_versions v ON v.command_id = s.submit_command
   CROSS JOIN LATERAL jsonb_path_query(v.content, '$.changes[*].unit') AS c (unit)
    JOIN units u ON u.id = c.unit #>> '{}' AND u.head_id IS NOT NULL
   WHERE s.review_id = review AND s.step_id = step AND s.kind = 'calibration'
$$;
GRANT EXECUTE ON FUNCTION heads_of_calibrated TO perfcycle_app;

CREATE FUNCTION calibrated_by_no_head() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF ARRAY[NEW.decided_by::text] || ARRAY(SELECT unnest(ARRAY[actor_id::text, principal_id::text]) FROM commands
       WHERE id = NEW.decide_command AND NEW.decide_command IS DISTINCT FROM OLD.decide_command)
     && heads_of_calibrated(NEW.review_id, NEW.step_id) THEN
    RAISE EXCEPTION 'calibrated by the head of a changed unit: % %', NEW.review_id, NEW.step_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'calibrated_by_no_head';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER calibrated_by_no_head BEFORE UPDATE OF decided_by, decide_command ON steps FOR EACH ROW
  WHEN (NEW.kind = 'calibration' AND (NEW.decided_by IS DISTINCT FROM OLD.decided_by OR NEW.decide_command IS DISTINCT FROM OLD.decide_command))
  EXECUTE FUNCTION calibrated_by_no_head();
