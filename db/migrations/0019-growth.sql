-- Recognition; what the next cycle starts from.

-- A unit, or one person of it, is recognized because its published result meets an absolute criterion of the template.
CREATE TABLE recognitions (
  cycle_id entity_id NOT NULL REFERENCES cycles,
  number integer NOT NULL CHECK (number > 0),
  unit_id entity_id NOT NULL REFERENCES units,
  person_id entity_id REFERENCES persons,         -- NULL: the unit as a whole
  words text NOT NULL CHECK (words ~ '\S'),
  result_version integer NOT NULL,                -- the result that it rests on
  grade text NOT NULL,                            -- as published
  given_by entity_id NOT NULL REFERENCES persons,
  given_at timestamptz NOT NULL,                  -- cycle time
  PRIMARY KEY (cycle_id, number),
  UNIQUE (cycle_id, number, given_by),
  FOREIGN KEY (cycle_id, unit_id, result_version) REFERENCES results (cycle_id, unit_id, version)
);
CREATE INDEX recognitions_by_unit ON recognitions (cycle_id, unit_id, number);

-- What became of it: confirmed or declined by a second person, taken back when a result moves (by_id NULL: the system).
CREATE TABLE recognition_events (
  cycle_id entity_id NOT NULL,
  number integer NOT NULL,
  seq integer NOT NULL CHECK (seq IN (1, 2)),
  event text NOT NULL CHECK (event IN ('confirmed', 'declined', 'taken-back')),
  given_by entity_id NOT NULL,
  by_id entity_id REFERENCES persons,
  words text NOT NULL DEFAULT '',
  at timestamptz NOT NULL,                        -- cycle time
  PRIMARY KEY (cycle_id, number, seq),
  FOREIGN KEY (cycle_id, number, given_by) REFERENCES recognitions (cycle_id, number, given_by),
  CHECK ((event = 'taken-back') = (by_id IS NULL)),
  CHECK (seq = 1 OR event = 'taken-back'),
  CONSTRAINT recognition_by_two CHECK (by_id IS NULL OR by_id <> given_by)
);

-- As it stands now.
CREATE VIEW recognitions_now AS
  SELECT r.*, coalesce(e.event, 'given') AS state, e.at AS moved_at,
         (SELECT c.by_id FROM recognition_events c WHERE c.cycle_id = r.cycle_id AND c.number = r.number AND c.event = 'confirmed') AS confirmed_by
    FROM recognitions r
    LEFT JOIN LATERAL (SELECT event, at FROM recognition_events e WHERE e.cycle_id = r.cycle_id AND e.number = r.number
                        ORDER BY seq DESC LIMIT 1) e ON true;

-- On the published result that stands, which meets the criterion; whoever is named belongs to the unit.
CREATE FUNCTION recognition_has_its_ground() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM (SELECT version, coalesce(calibrated_grade, grade) AS grade FROM results
                  WHERE cycle_id = NEW.cycle_id AND unit_id = NEW.unit_id AND published_at IS NOT NULL
                  ORDER BY version DESC LIMIT 1) r
      JOIN rules_in_force f ON f.cycle_id = NEW.cycle_id JOIN units u ON u.id = NEW.unit_id
     WHERE r.version = NEW.result_version AND r.grade = NEW.grade
       AND f.document #> '{recognition,grades}' ? NEW.grade AND f.document #> '{recognition,kinds}' ? u.kind
  ) THEN
    RAISE EXCEPTION 'recognition without ground: % %', NEW.cycle_id, NEW.unit_id USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.person_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM units WHERE id = NEW.unit_id AND head_id = NEW.person_id
    UNION ALL SELECT FROM unit_members WHERE unit_id = NEW.unit_id AND person_id = NEW.person_id
  ) THEN
    RAISE EXCEPTION 'recognition of a stranger: % %', NEW.unit_id, NEW.person_id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER recognition_has_its_ground BEFORE INSERT ON recognitions FOR EACH ROW EXECUTE FUNCTION recognition_has_its_ground();
-- Declined or taken back is the end; nothing follows.
CREATE FUNCTION recognition_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.seq = 2 AND NOT EXISTS (SELECT FROM recognition_events
      WHERE cycle_id = NEW.cycle_id AND number = NEW.number AND seq = 1 AND event = 'confirmed') THEN
    RAISE EXCEPTION 'recognition has ended: % %', NEW.cycle_id, NEW.number USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER recognition_goes_on BEFORE INSERT ON recognition_events FOR EACH ROW EXECUTE FUNCTION recognition_goes_on();

-- Nobody is promoted by their own word: neither as who nominates nor as who decides.
CREATE FUNCTION nobody_promotes_themselves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM step_versions v WHERE v.command_id = NEW.submit_command
              AND (v.content ->> 'person' = NEW.decided_by OR v.content ->> 'person' = ANY (NEW.submitted_by))) THEN
    RAISE EXCEPTION 'nominated by themselves: % %', NEW.review_id, NEW.step_id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER nobody_promotes_themselves BEFORE INSERT OR UPDATE ON steps FOR EACH ROW
  WHEN (NEW.kind = 'nomination' AND NEW.outcome = 'approved') EXECUTE FUNCTION nobody_promotes_themselves();

-- The next cycle starts from what was learnt in one: written once, with the new cycle.
CREATE TABLE cycle_seeds (
  cycle_id entity_id PRIMARY KEY REFERENCES cycles,
  from_cycle entity_id NOT NULL REFERENCES cycles,
  targets text NOT NULL CHECK (targets IN ('trend', 'empty')),
  learnt jsonb NOT NULL,                          -- what to simplify, with the counts it was seen from
  seeded_by entity_id NOT NULL REFERENCES persons,
  seeded_at timestamptz NOT NULL,                 -- time of the cycle it comes from
  CHECK (from_cycle <> cycle_id)
);
-- Goals carried over, as the units' drafts begin.
CREATE TABLE seeded_goals (
  cycle_id entity_id NOT NULL REFERENCES cycle_seeds,
  unit_id entity_id NOT NULL REFERENCES units,
  goal_id text NOT NULL,
  position integer NOT NULL,
  content jsonb NOT NULL,                         -- a goal of goals@1
  source jsonb NOT NULL,                          -- baseline, target and actual of the year it comes from; how the target was set
  PRIMARY KEY (cycle_id, goal_id)
);
CREATE INDEX seeded_goals_of_unit ON seeded_goals (cycle_id, unit_id, position);
-- What a unit's next budget is counted from: what stands on the books of the cycle before. Without a row: the organization's base.
CREATE TABLE cycle_budget_bases (
  cycle_id entity_id NOT NULL REFERENCES cycle_seeds,
  unit_id entity_id NOT NULL REFERENCES units,
  base_minor bigint NOT NULL CHECK (base_minor >= 0),
  PRIMARY KEY (cycle_id, unit_id)
);
-- Which metrics' histories hold the value of which period already: it is never appended twice.
CREATE TABLE metric_history_appended (
  book text NOT NULL,
  metric_id entity_id NOT NULL,
  period_end date NOT NULL,
  value decimal_string NOT NULL,
  cycle_id entity_id NOT NULL REFERENCES cycles,  -- the cycle that began with it
  PRIMARY KEY (book, metric_id, period_end)
);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['recognitions', 'recognition_events', 'cycle_seeds', 'seeded_goals', 'cycle_budget_bases',
    'metric_history_appended'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('CREATE TRIGGER append_only_all BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
  END LOOP;
END $$;
GRANT SELECT, INSERT ON recognitions, recognition_events, cycle_seeds, seeded_goals, cycle_budget_bases, metric_history_appended TO perfcycle_app;
GRANT SELECT ON recognitions_now TO perfcycle_app;
