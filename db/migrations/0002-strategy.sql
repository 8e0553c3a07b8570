-- Strategy and SWOT, metrics and their values, capacity.
CREATE TABLE objectives (
  id entity_id PRIMARY KEY,
  title_zh text NOT NULL,
  title_en text NOT NULL,
  position integer NOT NULL DEFAULT 0
);

CREATE TABLE swot_entries (
  id entity_id PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('strength', 'weakness', 'opportunity', 'threat')),
  title_zh text NOT NULL,
  title_en text NOT NULL,
  is_key boolean NOT NULL DEFAULT false,
  position integer NOT NULL DEFAULT 0
);

CREATE TABLE metrics (
  id entity_id PRIMARY KEY,
  unit_id entity_id NOT NULL REFERENCES units,   -- the owner
  title_zh text NOT NULL,
  title_en text NOT NULL,
  measured_in text,
  better text NOT NULL CHECK (better IN ('higher', 'lower', 'in-band')),
  source text NOT NULL DEFAULT 'manual' CHECK (source IN ('manual', 'collected')),
  accrual text NOT NULL DEFAULT 'level' CHECK (accrual IN ('level', 'accumulating')),
  tension text[] NOT NULL DEFAULT '{}',
  history text[] NOT NULL DEFAULT '{}'
);

-- A value is never changed: a correction is a new version with who, when and why.
-- book: 'real', or the id of the rehearsal that owns its own copy.
CREATE TABLE metric_values (
  book text NOT NULL,
  metric_id entity_id NOT NULL REFERENCES metrics,
  on_date date NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  value decimal_string NOT NULL,
  entered_by entity_id NOT NULL REFERENCES persons,
  entered_at timestamptz NOT NULL,               -- cycle time where entered within a cycle
  reason text,
  command_id uuid,
  PRIMARY KEY (book, metric_id, on_date, version),
  CHECK (version = 1 OR reason IS NOT NULL)
);

CREATE TABLE capacity (
  unit_id entity_id NOT NULL REFERENCES units,
  from_date date NOT NULL,
  to_date date NOT NULL,
  person_days decimal_string,
  budget_minor bigint,
  PRIMARY KEY (unit_id, from_date, to_date),
  CHECK (from_date <= to_date)
);
