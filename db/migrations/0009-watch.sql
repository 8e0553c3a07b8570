-- What monitoring waits for: how often a metric's value comes, which values are new, when to look again.
ALTER TABLE metrics ADD COLUMN cadence text CHECK (cadence IN ('day', 'week', 'month', 'quarter', 'half-year', 'year'));

-- Values and goals that a running cycle has not been judged by yet. Written by triggers, so that no way of
-- writing a value is forgotten; removed, by id, by who judged them.
CREATE TABLE fresh_values (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  cycle_id entity_id NOT NULL REFERENCES cycles,
  metric_id text NOT NULL
);
CREATE INDEX fresh_values_by_cycle ON fresh_values (cycle_id);

CREATE FUNCTION note_fresh_values() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO fresh_values (cycle_id, metric_id)
  SELECT c.id, n.metric_id FROM (SELECT DISTINCT book, metric_id FROM written) n
    JOIN cycles c ON c.book = n.book AND c.state = 'running';
  RETURN NULL;
END $$;
CREATE TRIGGER note_fresh_values AFTER INSERT ON metric_values
  REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION note_fresh_values();

CREATE FUNCTION note_fresh_goals() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO fresh_values (cycle_id, metric_id)
  SELECT DISTINCT cycle_id, content ->> 'metric' FROM written WHERE content ? 'metric';
  RETURN NULL;
END $$;
CREATE TRIGGER note_fresh_goals AFTER INSERT ON goals
  REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION note_fresh_goals();

-- Instants of a cycle beside those of its steps; NULL: none.
CREATE TABLE cycle_watch (
  cycle_id entity_id PRIMARY KEY REFERENCES cycles,
  collect_at timestamptz,                         -- metrics are collected
  follow_up_at timestamptz                        -- a deviation wants a look
);

INSERT INTO fresh_values (cycle_id, metric_id)
SELECT DISTINCT g.cycle_id, g.content ->> 'metric' FROM goals g JOIN cycles c ON c.id = g.cycle_id
 WHERE c.state = 'running' AND g.valid_to IS NULL AND g.content ? 'metric';

GRANT SELECT, INSERT, DELETE ON fresh_values TO perfcycle_app;
GRANT SELECT, INSERT, UPDATE ON cycle_watch TO perfcycle_app;
GRANT USAGE ON SEQUENCE fresh_values_id_seq TO perfcycle_app;
