-- What becomes of a deviation: versions of its judgement, owner, corrective action, follow-up; what checkpoints ask
-- of the superior and what they closed without; coaching notes.

-- A value that is corrected, or a goal that changes, is judged anew: a version more, the old one stays readable.
ALTER TABLE deviations ADD COLUMN version integer NOT NULL DEFAULT 1 CHECK (version > 0);
ALTER TABLE deviations ADD COLUMN value decimal_string;         -- NULL: judged before values were kept
ALTER TABLE deviations ADD COLUMN goal_version integer;
ALTER TABLE deviations DROP CONSTRAINT deviations_pkey;
ALTER TABLE deviations ADD PRIMARY KEY (cycle_id, goal_id, on_date, version);
ALTER TABLE deviations DROP CONSTRAINT deviations_severity_check;
ALTER TABLE deviations ADD CONSTRAINT deviations_severity_check CHECK (severity IN ('red', 'amber', 'on-track'));

-- A deviation from its first day until a later value is back on its way.
CREATE TABLE deviation_cases (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  cycle_id entity_id NOT NULL REFERENCES cycles,
  unit_id entity_id NOT NULL REFERENCES units,
  goal_id text NOT NULL,
  since date NOT NULL,                            -- the day of the value that first deviated
  opened_at timestamptz NOT NULL,                 -- cycle time
  severity text NOT NULL CHECK (severity IN ('red', 'amber')), -- of the newest value that deviates
  seen_at timestamptz NOT NULL,                   -- when that value was judged
  owner_id entity_id REFERENCES persons,          -- NULL: the unit's head, whoever that is
  closed_at timestamptz,
  closed_on date,                                 -- the day of the value that ended it
  outcome text CHECK (outcome IN ('recovered', 'corrected', 'goal-ended')),
  CHECK ((closed_at IS NULL) = (outcome IS NULL))
);
CREATE UNIQUE INDEX deviation_cases_open ON deviation_cases (cycle_id, goal_id) WHERE closed_at IS NULL;
CREATE INDEX deviation_cases_by_unit ON deviation_cases (cycle_id, unit_id, id);
CREATE INDEX deviation_cases_by_owner ON deviation_cases (owner_id) WHERE closed_at IS NULL AND owner_id IS NOT NULL;

-- The corrective action and what was said of it, version by version.
CREATE TABLE corrective_actions (
  case_id bigint NOT NULL REFERENCES deviation_cases,
  version integer NOT NULL CHECK (version > 0),
  state text NOT NULL CHECK (state IN ('planned', 'going-on', 'done', 'not-effective')),
  action text NOT NULL CHECK (action ~ '\S'),     -- what is done; of a follow-up: the action that it is about
  note text NOT NULL DEFAULT '',                  -- how it stands
  due_on date,
  written_by entity_id NOT NULL REFERENCES persons,
  principal_id entity_id NOT NULL REFERENCES persons,
  written_at timestamptz NOT NULL,                -- cycle time
  command_id uuid REFERENCES commands,            -- the report that said so
  PRIMARY KEY (case_id, version),
  CHECK ((state IN ('planned', 'going-on')) = (due_on IS NOT NULL)),
  CHECK (version > 1 OR state = 'planned')
);
CREATE INDEX corrective_actions_by_command ON corrective_actions (command_id) WHERE command_id IS NOT NULL;

-- Who was made the owner, by whom.
CREATE TABLE deviation_owners (
  case_id bigint NOT NULL REFERENCES deviation_cases,
  version integer NOT NULL CHECK (version > 0),
  owner_id entity_id NOT NULL REFERENCES persons,
  given_by entity_id NOT NULL REFERENCES persons,
  principal_id entity_id NOT NULL REFERENCES persons,
  given_at timestamptz NOT NULL,
  PRIMARY KEY (case_id, version)
);

-- What a report asks of the superior; open until it is answered, or until a later report of the same step asks otherwise.
CREATE TABLE checkpoint_asks (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  cycle_id entity_id NOT NULL REFERENCES cycles,
  unit_id entity_id NOT NULL REFERENCES units,
  step_id text NOT NULL,
  text text NOT NULL CHECK (text ~ '\S'),
  asked_by entity_id NOT NULL REFERENCES persons,
  asked_at timestamptz NOT NULL,                  -- cycle time
  command_id uuid NOT NULL UNIQUE REFERENCES commands,
  withdrawn_at timestamptz
);
CREATE INDEX checkpoint_asks_by_unit ON checkpoint_asks (cycle_id, unit_id, id);
CREATE TABLE ask_answers (
  ask_id bigint PRIMARY KEY REFERENCES checkpoint_asks, -- answered once
  text text NOT NULL CHECK (text ~ '\S'),
  answered_by entity_id NOT NULL REFERENCES persons,
  principal_id entity_id NOT NULL REFERENCES persons,
  answered_at timestamptz NOT NULL,
  command_id uuid REFERENCES commands             -- the decision that said so
);

-- Somebody's turn: to name an action, to end one that is overdue, to answer. Told rung by rung at next_at.
CREATE TABLE monitoring_waits (
  kind text NOT NULL CHECK (kind IN ('action', 'ask')),
  subject bigint NOT NULL,                        -- deviation_cases.id or checkpoint_asks.id
  cycle_id entity_id NOT NULL REFERENCES cycles,
  unit_id entity_id NOT NULL REFERENCES units,
  reason text NOT NULL CHECK (reason IN ('no-action', 'overdue', 'unanswered')),
  from_day date NOT NULL,
  rung integer NOT NULL DEFAULT 0,
  next_at timestamptz,                            -- NULL: everybody has been told
  PRIMARY KEY (kind, subject),
  CHECK ((kind = 'ask') = (reason = 'unanswered'))
);
CREATE INDEX monitoring_waits_due ON monitoring_waits (cycle_id, next_at) WHERE next_at IS NOT NULL;

-- How a unit's checkpoint ended: with a report or without, and the metrics of which there was no data.
CREATE TABLE checkpoint_closings (
  cycle_id entity_id NOT NULL REFERENCES cycles,
  unit_id entity_id NOT NULL REFERENCES units,
  step_id text NOT NULL,
  closed_at timestamptz NOT NULL,                 -- the end of its window
  on_date date NOT NULL,                          -- the day that its values stand for
  reported boolean NOT NULL,
  missing text[] NOT NULL,                        -- metrics, sorted
  PRIMARY KEY (cycle_id, unit_id, step_id, closed_at)
);

-- Notes between a head and those above, on one goal; what answers a note names it.
CREATE TABLE coaching_notes (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  cycle_id entity_id NOT NULL REFERENCES cycles,
  unit_id entity_id NOT NULL REFERENCES units,
  goal_id text NOT NULL,
  answers bigint REFERENCES coaching_notes,       -- NULL: a note of its own, quoted as note/<id>
  side text NOT NULL CHECK (side IN ('head', 'above')),
  text text NOT NULL CHECK (text ~ '\S'),
  written_by entity_id NOT NULL REFERENCES persons,
  principal_id entity_id NOT NULL REFERENCES persons,
  written_at timestamptz NOT NULL                 -- cycle time
);
CREATE INDEX coaching_notes_by_unit ON coaching_notes (cycle_id, unit_id, id);
CREATE INDEX coaching_notes_by_thread ON coaching_notes (answers, id) WHERE answers IS NOT NULL;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['deviations', 'corrective_actions', 'deviation_owners', 'ask_answers', 'checkpoint_closings', 'coaching_notes'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('CREATE TRIGGER append_only_all BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
  END LOOP;
END $$;
REVOKE UPDATE, DELETE ON deviations FROM perfcycle_app;
GRANT SELECT, INSERT ON corrective_actions, deviation_owners, ask_answers, checkpoint_closings, coaching_notes TO perfcycle_app;
GRANT SELECT, INSERT ON deviation_cases, checkpoint_asks TO perfcycle_app;
GRANT UPDATE (severity, seen_at, owner_id, closed_at, closed_on, outcome) ON deviation_cases TO perfcycle_app;
GRANT UPDATE (withdrawn_at) ON checkpoint_asks TO perfcycle_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON monitoring_waits TO perfcycle_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO perfcycle_app;

-- Who watches is told that there is something new to judge: on the day the value arrives, not at the next step's instant;
-- in a rehearsal people wait for it.
CREATE FUNCTION wake_for_fresh_values() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO outbox (key, kind, cycle_id, payload)
  SELECT 'wake/fresh/' || f.cycle_id || '/' || max(f.id), 'wake', f.cycle_id, 
         jsonb_build_object('phase', c.phase) || CASE c.mode WHEN 'real' THEN '{"sooner": true}'::jsonb ELSE '{}' END
    FROM written f JOIN cycles c ON c.id = f.cycle_id AND c.state = 'running' AND c.phase IN ('monitoring', 'evaluation')
   GROUP BY f.cycle_id, c.phase, c.mode
  ON CONFLICT (key) DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER wake_for_fresh_values AFTER INSERT ON fresh_values
  REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION wake_for_fresh_values();

-- Cycles that run already look once.
INSERT INTO outbox (key, kind, cycle_id, payload)
SELECT 'wake/fresh/' || c.id || '/begin', 'wake', c.id, jsonb_build_object('phase', c.phase)
  FROM cycles c WHERE c.state = 'running' AND c.phase IN ('monitoring', 'evaluation')
   AND EXISTS (SELECT FROM fresh_values f WHERE f.cycle_id = c.id);
