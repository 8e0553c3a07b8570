-- Organization: units in a tree, their heads, people and roles, who rates whom.
-- Ids are chosen by the organization; they never carry meaning for the program.
CREATE DOMAIN entity_id AS text CHECK (VALUE ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$');
CREATE DOMAIN decimal_string AS text CHECK (VALUE ~ '^-?(0|[1-9][0-9]*)(\.[0-9]+)?$');

CREATE TABLE persons (
  id entity_id PRIMARY KEY,
  name_zh text NOT NULL CHECK (name_zh <> ''),
  name_en text NOT NULL CHECK (name_en <> ''),
  email text,
  active boolean NOT NULL DEFAULT true
);

CREATE TABLE person_roles (
  person_id entity_id NOT NULL REFERENCES persons,
  role text NOT NULL CHECK (role IN ('hr', 'finance', 'board', 'auditor', 'admin')),
  PRIMARY KEY (person_id, role)
);
CREATE INDEX person_roles_by_role ON person_roles (role, person_id);

CREATE TABLE units (
  id entity_id PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('company', 'division', 'department', 'team', 'person')),
  parent_id entity_id REFERENCES units,
  name_zh text NOT NULL CHECK (name_zh <> ''),
  name_en text NOT NULL CHECK (name_en <> ''),
  head_id entity_id REFERENCES persons,
  position integer NOT NULL DEFAULT 0,
  payroll_base decimal_string,          -- weight of the unit in a bonus pool
  budget_base_minor bigint CHECK (budget_base_minor >= 0),
  active boolean NOT NULL DEFAULT true, -- false: no longer in the organization, kept for the cycles that knew it
  CHECK (parent_id IS NULL OR parent_id <> id)
);
CREATE INDEX units_by_parent ON units (parent_id);
CREATE INDEX units_by_head ON units (head_id);

CREATE TABLE unit_members (
  unit_id entity_id NOT NULL REFERENCES units,
  person_id entity_id NOT NULL REFERENCES persons,
  PRIMARY KEY (unit_id, person_id)
);
CREATE INDEX unit_members_by_person ON unit_members (person_id);

-- The unit is rated by the rater unit's head, in this order.
CREATE TABLE cooperation (
  unit_id entity_id NOT NULL REFERENCES units,
  rater_unit_id entity_id NOT NULL REFERENCES units,
  position integer NOT NULL,
  PRIMARY KEY (unit_id, rater_unit_id),
  CHECK (unit_id <> rater_unit_id)
);

-- person_id may act for principal_id on days from..to, both inclusive.
CREATE TABLE stand_ins (
  principal_id entity_id NOT NULL REFERENCES persons,
  person_id entity_id NOT NULL REFERENCES persons,
  from_date date NOT NULL,
  to_date date NOT NULL,
  PRIMARY KEY (principal_id, person_id, from_date),
  CHECK (principal_id <> person_id),
  CHECK (from_date <= to_date)
);

CREATE TABLE accounts (
  login text PRIMARY KEY CHECK (login = lower(login) AND login <> ''),
  person_id entity_id NOT NULL REFERENCES persons,
  password_hash text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Only the hash of the session token is kept.
CREATE TABLE sessions (
  token_hash bytea PRIMARY KEY,
  person_id entity_id NOT NULL REFERENCES persons,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at timestamptz NOT NULL
);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- Answers already given to acting requests, by (actor, Idempotency-Key).
CREATE TABLE idempotency_keys (
  actor_id entity_id NOT NULL,
  key text NOT NULL,
  request_digest text NOT NULL,
  status integer,
  body jsonb,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (actor_id, key)
);

CREATE TABLE calendar_days (
  day date PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('holiday', 'workday')),
  name text
);
