-- Improvement plans: what people say about one stands in the unit's own steps; here is what its clock goes by.

-- A criterion looks at one unit's own result: an exact total (decimal or fraction) below a limit, or a grade.
CREATE FUNCTION meets_criterion(criterion jsonb, total text, grade text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(split_part(total, '/', 1)::numeric
                    < (criterion ->> 'totalBelow')::numeric * coalesce(nullif(split_part(total, '/', 2), ''), '1')::numeric, false)
      OR coalesce(criterion -> 'grades' ? grade, false)
$$;

CREATE TABLE improvement_plans (
  id text PRIMARY KEY,
  cycle_id entity_id NOT NULL REFERENCES cycles,
  unit_id entity_id NOT NULL REFERENCES units,
  number integer NOT NULL CHECK (number > 0),
  criterion jsonb NOT NULL,                       -- {totalBelow, grades}: of the rules in force when it was opened
  terms jsonb NOT NULL,                           -- {days, noticeWorkdays, objectWorkdays}
  result_version integer NOT NULL,                -- the result that met it
  opened_by entity_id NOT NULL REFERENCES persons,
  principal_id entity_id NOT NULL REFERENCES persons,
  opened_at timestamptz NOT NULL,                 -- cycle time, as all that follows
  stage text NOT NULL DEFAULT 'proposed' CHECK (stage IN ('proposed', 'notice', 'running', 'judging', 'ended')),
  first_day date,
  judgements integer NOT NULL DEFAULT 0 CHECK (judgements >= 0),
  end_reason text CHECK (end_reason IN ('passed', 'ended', 'appeal-granted', 'appeal-undecided', 'criterion-lifted',
    'never-proposed', 'never-approved', 'never-judged')),
  ended_at timestamptz,
  next_at timestamptz,                            -- when it must be looked at again; at or before now: not yet done
  UNIQUE (cycle_id, unit_id, number),
  CHECK (id = cycle_id || '/' || unit_id || '/' || number),
  FOREIGN KEY (cycle_id, unit_id, result_version) REFERENCES results (cycle_id, unit_id, version),
  CHECK ((stage = 'ended') = (end_reason IS NOT NULL) AND (stage = 'ended') = (ended_at IS NOT NULL)),
  CHECK (stage NOT IN ('notice', 'running', 'judging') OR first_day IS NOT NULL),
  CHECK (stage <> 'ended' OR next_at IS NULL)
);
-- One at a time.
CREATE UNIQUE INDEX improvement_plans_live ON improvement_plans (cycle_id, unit_id) WHERE stage <> 'ended';
CREATE INDEX improvement_plans_due ON improvement_plans (cycle_id, next_at) WHERE next_at IS NOT NULL;

CREATE TABLE improvement_talks (
  plan_id text NOT NULL REFERENCES improvement_plans,
  days integer NOT NULL CHECK (days > 0),         -- after the first day
  opens_at timestamptz NOT NULL,
  state text NOT NULL CHECK (state IN ('planned', 'open', 'held', 'late', 'never', 'dropped')),
  PRIMARY KEY (plan_id, days)
);

-- What became of a plan, in order; append-only.
CREATE TABLE improvement_events (
  plan_id text NOT NULL REFERENCES improvement_plans,
  seq integer NOT NULL CHECK (seq > 0),
  at timestamptz NOT NULL,
  kind text NOT NULL CHECK (kind IN ('opened', 'approved', 'begun', 'talk-opened', 'talk-held', 'talk-late', 'talk-never',
    'judgement-opened', 'extended', 'ended')),
  data jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (plan_id, seq)
);

-- Never by rank: the unit's own published result meets an absolute criterion, whoever writes the row.
CREATE FUNCTION plan_has_ground() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM results r WHERE r.cycle_id = NEW.cycle_id AND r.unit_id = NEW.unit_id AND r.version = NEW.result_version
               AND r.published_at IS NOT NULL
               AND meets_criterion(NEW.criterion, r.total, coalesce(r.calibrated_grade, r.grade))) THEN RETURN NULL; END IF;
  RAISE EXCEPTION 'improvement plan without ground: %', NEW.id USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER plan_has_ground AFTER INSERT ON improvement_plans FOR EACH ROW EXECUTE FUNCTION plan_has_ground();

-- Whoever keeps the plan's clock is told after commit; several words are one hint.
ALTER TABLE outbox DROP CONSTRAINT outbox_kind_check;
ALTER TABLE outbox ADD CONSTRAINT outbox_kind_check CHECK (kind IN ('mail', 'wake', 'sync', 'plan'));
CREATE FUNCTION hint_plan(plan text, cycle text) RETURNS text LANGUAGE sql AS $$
  INSERT INTO outbox (key, kind, cycle_id, payload) VALUES ('plan/' || plan, 'plan', cycle, jsonb_build_object('plan', plan))
  ON CONFLICT (key) DO UPDATE SET done_at = NULL, next_try_at = clock_timestamp(), tries = outbox.tries + 1
  RETURNING key
$$;

-- Due at once: by trigger, so that no way is forgotten by which a step ends or a result becomes known.
CREATE FUNCTION stir_plan_by_step() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE plan text;
BEGIN
  UPDATE improvement_plans p SET next_at = least(p.next_at, coalesce(k.now_at, clock_timestamp()))
    FROM cycle_clocks k WHERE k.cycle_id = p.cycle_id AND p.cycle_id = NEW.cycle_id AND p.unit_id = NEW.unit_id AND p.stage <> 'ended'
    RETURNING p.id INTO plan;
  IF plan IS NOT NULL THEN PERFORM hint_plan(plan, NEW.cycle_id); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER stir_plan AFTER UPDATE OF state ON steps FOR EACH ROW
  WHEN (NEW.kind LIKE 'improvement%' AND NEW.state IN ('done', 'cancelled') AND OLD.state NOT IN ('done', 'cancelled'))
  EXECUTE FUNCTION stir_plan_by_step();

CREATE FUNCTION stir_plans_by_results() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE hinted text[];
BEGIN
  WITH stirred AS (
    UPDATE improvement_plans p SET next_at = least(p.next_at, coalesce(k.now_at, clock_timestamp()))
      FROM (SELECT DISTINCT cycle_id, unit_id FROM written WHERE published_at IS NOT NULL) r, cycle_clocks k
     WHERE p.cycle_id = r.cycle_id AND p.unit_id = r.unit_id AND p.stage <> 'ended' AND k.cycle_id = p.cycle_id
    RETURNING p.id, p.cycle_id)
  SELECT array_agg(hint_plan(id, cycle_id)) FROM stirred INTO hinted;
  RETURN NULL;
END $$;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['INSERT', 'UPDATE'] LOOP
    EXECUTE format('CREATE TRIGGER stir_plans_by_%s AFTER %s ON results REFERENCING NEW TABLE AS written
                      FOR EACH STATEMENT EXECUTE FUNCTION stir_plans_by_results()', lower(t), t);
  END LOOP;
END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON improvement_events FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_all BEFORE TRUNCATE ON improvement_events FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON improvement_plans, improvement_talks, improvement_events TO perfcycle_app;
GRANT UPDATE (stage, first_day, judgements, end_reason, ended_at, next_at) ON improvement_plans TO perfcycle_app;
GRANT UPDATE (state) ON improvement_talks TO perfcycle_app;
