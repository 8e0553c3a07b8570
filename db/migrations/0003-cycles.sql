-- Templates, cycles with clock and position, reviews, steps, commands, contents.
CREATE TABLE templates (
  id entity_id NOT NULL,
  revision integer NOT NULL CHECK (revision > 0),
  document jsonb NOT NULL,                        -- perfcycle/template@1
  created_by entity_id NOT NULL REFERENCES persons,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (id, revision)
);

CREATE TABLE cycles (
  id entity_id PRIMARY KEY,
  title text NOT NULL CHECK (title <> ''),
  template_id entity_id NOT NULL,
  template_revision integer NOT NULL,
  root_unit_id entity_id NOT NULL REFERENCES units,
  mode text NOT NULL CHECK (mode IN ('real', 'rehearsal')),
  book text GENERATED ALWAYS AS (CASE WHEN mode = 'real' THEN 'real' ELSE id::text END) STORED,
  state text NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'running', 'closed')),
  phase text NOT NULL DEFAULT 'goal-setting'
    CHECK (phase IN ('goal-setting', 'planning', 'monitoring', 'evaluation', 'feedback', 'application', 'closing')),
  period_start date NOT NULL,
  period_end date NOT NULL,
  zone text NOT NULL,
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  subjects text[] NOT NULL,
  schedule jsonb NOT NULL,                        -- the resolved schedule (domain/process Schedule)
  player jsonb NOT NULL DEFAULT '{"kind":"people"}',
  closes_at timestamptz NOT NULL,
  started_by entity_id NOT NULL REFERENCES persons,
  started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  closed_at timestamptz,
  FOREIGN KEY (template_id, template_revision) REFERENCES templates (id, revision),
  CHECK (period_start < period_end)
);

-- A real cycle's clock is the wall clock (now_at is NULL). A rehearsal's clock steps.
CREATE TABLE cycle_clocks (
  cycle_id entity_id PRIMARY KEY REFERENCES cycles,
  now_at timestamptz,
  held boolean NOT NULL DEFAULT false,
  run_to timestamptz,                             -- the clock stops (holds) when it gets here
  rate bigint NOT NULL DEFAULT 0 CHECK (rate >= 0), -- cycle ms per wall ms; 0 = as fast as it goes
  paced_from_wall timestamptz NOT NULL DEFAULT clock_timestamp(),
  paced_from_cycle timestamptz,
  swept_at timestamptz,                           -- cycle time of the last whole sweep
  next_at timestamptz                             -- the next instant that matters, as that sweep saw it
);

-- What many reviews wait for together: all evaluations, the publication.
CREATE TABLE barriers (
  cycle_id entity_id NOT NULL REFERENCES cycles,
  id text NOT NULL,
  met_at timestamptz,
  how text CHECK (how IN ('met', 'cut-off')),
  PRIMARY KEY (cycle_id, id)
);

-- unit_id NULL: the cycle's own conversation (calibration, publication, bonus, budget).
CREATE TABLE reviews (
  id text PRIMARY KEY,
  cycle_id entity_id NOT NULL REFERENCES cycles,
  unit_id entity_id REFERENCES units,
  revision integer NOT NULL DEFAULT 0,
  born boolean NOT NULL DEFAULT false,            -- a unit-review workflow has been started
  journal_seq integer NOT NULL DEFAULT 0,
  journal_head text NOT NULL DEFAULT '',
  UNIQUE NULLS NOT DISTINCT (cycle_id, unit_id)
);
CREATE INDEX reviews_by_unit ON reviews (unit_id);

CREATE TABLE steps (
  review_id text NOT NULL REFERENCES reviews,
  step_id text NOT NULL CHECK (step_id ~ '^[a-z0-9-]+(/[A-Za-z0-9._-]+)?$'),
  cycle_id entity_id NOT NULL REFERENCES cycles,
  unit_id entity_id REFERENCES units,
  plan_id text NOT NULL,                          -- key into cycles.schedule.steps
  kind text NOT NULL,
  phase text NOT NULL,
  position integer NOT NULL,
  state text NOT NULL DEFAULT 'closed' CHECK (state IN ('closed', 'open', 'submitted', 'done', 'cancelled')),
  outcome text CHECK (outcome IN ('submitted', 'approved', 'agreed', 'objected', 'acknowledged', 'disagreed',
    'granted', 'rejected', 'returned', 'forwarded')),
  attempt integer NOT NULL DEFAULT 1 CHECK (attempt > 0),
  revision integer NOT NULL DEFAULT 0,
  opens_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  closes_at timestamptz NOT NULL,
  decide_due_at timestamptz,
  decide_closes_at timestamptz,
  waits_for text[] NOT NULL DEFAULT '{}',         -- steps of the same review
  barrier text,                                   -- a barrier of the cycle
  submitter_rule text NOT NULL CHECK (submitter_rule IN ('head', 'parent-head', 'second-head', 'rater-head', 'hr', 'finance', 'board')),
  rater_unit_id entity_id REFERENCES units,
  decider_rule text CHECK (decider_rule IN ('head', 'parent-head', 'second-head', 'hr', 'finance', 'board')),
  submitted_by entity_id[] NOT NULL DEFAULT '{}', -- actor and principal of this attempt's submits
  decided_by entity_id,
  submit_command uuid,
  decide_command uuid,
  opened_at timestamptz,
  submitted_at timestamptz,
  ended_at timestamptz,
  rung integer NOT NULL DEFAULT 0,                -- rungs of the ladder already climbed in this state
  next_at timestamptz,                            -- when the sweep must look at this step again
  PRIMARY KEY (review_id, step_id),
  CHECK (opens_at <= due_at AND due_at <= closes_at),
  CHECK ((submitter_rule = 'rater-head') = (rater_unit_id IS NOT NULL)),
  CHECK ((state IN ('done', 'cancelled')) = (ended_at IS NOT NULL)),
  CHECK (state <> 'done' OR outcome IS NOT NULL),
  CONSTRAINT decider_is_no_submitter CHECK (decided_by IS NULL OR outcome IN ('acknowledged', 'disagreed', 'agreed', 'objected') OR NOT decided_by = ANY (submitted_by))
);
CREATE INDEX steps_due ON steps (cycle_id, next_at) WHERE next_at IS NOT NULL;
CREATE INDEX steps_waiting ON steps (cycle_id, barrier) WHERE state = 'closed' AND barrier IS NOT NULL;
CREATE INDEX steps_live ON steps (unit_id, state) WHERE state IN ('open', 'submitted');
CREATE INDEX steps_rater ON steps (rater_unit_id, state) WHERE state = 'open' AND rater_unit_id IS NOT NULL;
CREATE INDEX steps_by_plan ON steps (cycle_id, plan_id, state);

-- One act of a person as received. It is settled exactly once.
CREATE TABLE commands (
  id uuid PRIMARY KEY,                            -- UUID of (actor, idempotency key)
  cycle_id entity_id NOT NULL REFERENCES cycles,
  review_id text NOT NULL,
  step_id text NOT NULL,
  act text NOT NULL CHECK (act IN ('submit', 'approve')),
  decision text CHECK (decision IN ('approve', 'return', 'agree', 'object', 'acknowledge', 'disagree', 'grant', 'reject')),
  actor_id entity_id NOT NULL REFERENCES persons,
  principal_id entity_id NOT NULL REFERENCES persons,
  body jsonb NOT NULL,
  body_digest text NOT NULL,                      -- keyed: HMAC-SHA-256 of the RFC 8785 form
  step_revision integer NOT NULL,                 -- what the person saw
  review_revision integer NOT NULL,               -- the review's, at receipt
  received_at timestamptz NOT NULL,               -- cycle time
  received_wall timestamptz NOT NULL,
  state text NOT NULL DEFAULT 'received' CHECK (state IN ('received', 'applied', 'refused')),
  code text,
  answer jsonb,                                   -- what record returned, given again to a redelivery
  settled_at timestamptz,
  delivered_at timestamptz,
  leased_until timestamptz,
  FOREIGN KEY (review_id, step_id) REFERENCES steps (review_id, step_id),
  CHECK ((state = 'received') = (settled_at IS NULL)),
  CHECK ((state = 'refused') = (code IS NOT NULL)),
  CHECK ((act = 'approve') = (decision IS NOT NULL))
);
CREATE INDEX commands_undecided ON commands (cycle_id, review_id, received_wall) WHERE state = 'received';
CREATE INDEX commands_undelivered ON commands (received_wall) WHERE delivered_at IS NULL;
CREATE INDEX commands_by_step ON commands (review_id, step_id);

-- What was submitted, every version of it; immutable.
CREATE TABLE step_versions (
  review_id text NOT NULL,
  step_id text NOT NULL,
  version integer NOT NULL,
  attempt integer NOT NULL,
  command_id uuid NOT NULL UNIQUE REFERENCES commands,
  content jsonb NOT NULL,
  content_digest text NOT NULL,
  written_at timestamptz NOT NULL,
  PRIMARY KEY (review_id, step_id, version),
  FOREIGN KEY (review_id, step_id) REFERENCES steps (review_id, step_id)
);

CREATE TABLE drafts (
  review_id text NOT NULL,
  step_id text NOT NULL,
  version integer NOT NULL,
  content jsonb NOT NULL,
  saved_by entity_id NOT NULL REFERENCES persons,
  saved_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (review_id, step_id),
  FOREIGN KEY (review_id, step_id) REFERENCES steps (review_id, step_id)
);
