-- The goals of every unit as they stand: in force, else as last submitted. Kept by whoever submits or approves,
-- so that what touches one unit's goals is found without reading everybody's.
CREATE TABLE standing_goals (
  cycle_id entity_id NOT NULL REFERENCES cycles,
  unit_id entity_id NOT NULL REFERENCES units,
  position integer NOT NULL,
  goal_id text NOT NULL,
  metric text,
  content jsonb NOT NULL,                         -- a goal of goals@1
  PRIMARY KEY (cycle_id, unit_id, position)
);
CREATE INDEX standing_goals_by_id ON standing_goals (cycle_id, goal_id);
CREATE INDEX standing_goals_by_metric ON standing_goals (cycle_id, metric) WHERE metric IS NOT NULL;
GRANT SELECT, INSERT, DELETE ON standing_goals TO perfcycle_app;

INSERT INTO standing_goals (cycle_id, unit_id, position, goal_id, metric, content)
SELECT r.cycle_id, r.unit_id, g.position, g.content ->> 'id', g.content ->> 'metric', g.content
  FROM reviews r CROSS JOIN LATERAL jsonb_array_elements(coalesce(
    (SELECT jsonb_agg(i.content ORDER BY i.position) FROM goals i
      WHERE i.cycle_id = r.cycle_id AND i.unit_id = r.unit_id AND i.valid_to IS NULL),
    (SELECT v.content -> 'goals' FROM step_versions v JOIN steps s ON s.review_id = v.review_id AND s.step_id = v.step_id
      WHERE v.review_id = r.id AND s.kind = 'goals' ORDER BY v.version DESC LIMIT 1), '[]')) WITH ORDINALITY AS g (content, position)
 WHERE r.unit_id IS NOT NULL;
