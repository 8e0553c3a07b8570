-- What is in force: goals, tasks, reports, ratings, results, proposals, ledger.
-- A version is in force in [valid_from, valid_to).
CREATE TABLE goals (
  cycle_id entity_id NOT NULL REFERENCES cycles,
  unit_id entity_id NOT NULL REFERENCES units,
  goal_id text NOT NULL,
  version integer NOT NULL,
  position integer NOT NULL,
  content jsonb NOT NULL,                         -- a goal of goals@1
  command_id uuid NOT NULL REFERENCES commands,
  valid_from timestamptz NOT NULL,
  valid_to timestamptz,
  PRIMARY KEY (cycle_id, goal_id, version)
);
CREATE UNIQUE INDEX goals_in_force ON goals (cycle_id, goal_id) WHERE valid_to IS NULL;
CREATE INDEX goals_of_unit ON goals (cycle_id, unit_id) WHERE valid_to IS NULL;

CREATE TABLE tasks (
  cycle_id entity_id NOT NULL REFERENCES cycles,
  unit_id entity_id NOT NULL REFERENCES units,
  task_id text NOT NULL,
  version integer NOT NULL,
  position integer NOT NULL,
  content jsonb NOT NULL,                         -- a task of goals@1
  progress decimal_string,
  command_id uuid NOT NULL REFERENCES commands,
  valid_from timestamptz NOT NULL,
  valid_to timestamptz,
  PRIMARY KEY (cycle_id, unit_id, task_id, version)
);
CREATE UNIQUE INDEX tasks_in_force ON tasks (cycle_id, unit_id, task_id) WHERE valid_to IS NULL;

CREATE TABLE reports (
  cycle_id entity_id NOT NULL REFERENCES cycles,
  unit_id entity_id NOT NULL REFERENCES units,
  step_id text NOT NULL,
  version integer NOT NULL,
  content jsonb NOT NULL,
  command_id uuid NOT NULL UNIQUE REFERENCES commands,
  reported_at timestamptz NOT NULL,
  PRIMARY KEY (cycle_id, unit_id, step_id, version)
);

CREATE TABLE ratings (
  cycle_id entity_id NOT NULL REFERENCES cycles,
  unit_id entity_id NOT NULL REFERENCES units,
  item_id text NOT NULL,                          -- component of the scorecard
  role text NOT NULL CHECK (role IN ('self', 'superior', 'cooperating')),
  by_unit_id entity_id NOT NULL REFERENCES units, -- whose head rated
  version integer NOT NULL,
  rated_by entity_id NOT NULL REFERENCES persons,
  value decimal_string NOT NULL,
  evidence text[] NOT NULL DEFAULT '{}',
  command_id uuid NOT NULL REFERENCES commands,
  rated_at timestamptz NOT NULL,
  PRIMARY KEY (cycle_id, unit_id, item_id, role, by_unit_id, version)
);

-- Deviations and data gaps seen by monitoring; one per (cycle, goal, day).
CREATE TABLE deviations (
  cycle_id entity_id NOT NULL REFERENCES cycles,
  unit_id entity_id NOT NULL REFERENCES units,
  goal_id text NOT NULL,
  on_date date NOT NULL,
  severity text NOT NULL CHECK (severity IN ('red', 'amber')),
  line jsonb NOT NULL,                            -- expected, made, forecast
  seen_at timestamptz NOT NULL,
  PRIMARY KEY (cycle_id, goal_id, on_date)
);

CREATE TABLE results (
  cycle_id entity_id NOT NULL REFERENCES cycles,
  unit_id entity_id NOT NULL REFERENCES units,
  version integer NOT NULL,
  status text NOT NULL CHECK (status IN ('scored', 'blocked')),
  total text,
  grade text,
  calibrated_grade text,
  calibration_reason text,
  scorecard jsonb NOT NULL,
  facts jsonb NOT NULL,
  result jsonb NOT NULL,                          -- result@1, the trace
  rules_digest text NOT NULL,
  facts_digest text NOT NULL,
  scored_at timestamptz NOT NULL,
  published_at timestamptz,
  PRIMARY KEY (cycle_id, unit_id, version),
  CHECK ((calibrated_grade IS NULL) = (calibration_reason IS NULL)),
  CHECK ((status = 'scored') = (total IS NOT NULL))
);

-- Computed from rules and results; what a person approves is exactly this row.
CREATE TABLE proposals (
  cycle_id entity_id NOT NULL REFERENCES cycles,
  kind text NOT NULL CHECK (kind IN ('bonus', 'budget')),
  attempt integer NOT NULL,
  document jsonb NOT NULL,                        -- pool@1 or budget@1
  answer jsonb NOT NULL,
  digest text NOT NULL,
  proposed_at timestamptz NOT NULL,
  posted_at timestamptz,
  PRIMARY KEY (cycle_id, kind, attempt)
);

CREATE TABLE ledger (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  effect_key text NOT NULL UNIQUE,
  book text NOT NULL,
  cycle_id entity_id NOT NULL REFERENCES cycles,
  kind text NOT NULL CHECK (kind IN ('bonus', 'budget', 'reserve')),
  unit_id entity_id REFERENCES units,
  attempt integer NOT NULL,
  amount_minor bigint NOT NULL,
  currency text NOT NULL,
  reverses bigint UNIQUE REFERENCES ledger,
  approved_by entity_id NOT NULL REFERENCES persons,
  posted_at timestamptz NOT NULL
);
CREATE INDEX ledger_by_cycle ON ledger (cycle_id, kind);
