-- Facts that came after the scores.

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
