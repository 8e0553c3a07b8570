-- What becomes of a talk: difficulties and suggestions followed up until done, development plans, training within a budget.

-- What a unit names when it answers the talk; never changed, what becomes of it stands in its events.
CREATE TABLE feedback_items (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  cycle_id entity_id NOT NULL REFERENCES cycles,
  unit_id entity_id NOT NULL REFERENCES units,
  step_id text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('difficulty', 'suggestion')),
  position integer NOT NULL CHECK (position > 0),
  text text NOT NULL CHECK (text ~ '\S'),
  named_by entity_id NOT NULL REFERENCES persons,
  principal_id entity_id NOT NULL REFERENCES persons,
  named_at timestamptz NOT NULL,                  -- cycle time
  command_id uuid NOT NULL REFERENCES commands,
  UNIQUE (command_id, kind, position)
);
CREATE INDEX feedback_items_by_unit ON feedback_items (cycle_id, unit_id, id);

-- Who has it, what is answered, what came of it, and whether the unit takes it so.
CREATE TABLE feedback_item_events (
  item_id bigint NOT NULL REFERENCES feedback_items,
  version integer NOT NULL CHECK (version > 0),
  act text NOT NULL CHECK (act IN ('assigned', 'answered', 'done', 'not-done', 'confirmed', 'reopened')),
  owner_id entity_id REFERENCES persons,          -- of an assignment alone
  text text NOT NULL DEFAULT '',
  due_on date,                                    -- of an answer alone: until when it is seen to
  written_by entity_id NOT NULL REFERENCES persons,
  principal_id entity_id NOT NULL REFERENCES persons,
  written_at timestamptz NOT NULL,                -- cycle time
  PRIMARY KEY (item_id, version),
  CHECK ((act = 'assigned') = (owner_id IS NOT NULL)),
  CHECK ((act = 'answered') = (due_on IS NOT NULL)),
  CHECK (act IN ('assigned', 'confirmed') OR text ~ '\S')
);
CREATE INDEX feedback_item_events_by_owner ON feedback_item_events (owner_id) WHERE owner_id IS NOT NULL;

-- Whoever says what came of an item is not the one who takes it so; an item follows its order.
CREATE FUNCTION item_word_fits() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  before text;
  givers text[];
BEGIN
  SELECT act, ARRAY[written_by, principal_id]::text[] INTO before, givers FROM feedback_item_events
   WHERE item_id = NEW.item_id AND act <> 'assigned' ORDER BY version DESC LIMIT 1;
  IF before = 'confirmed'
     OR (NEW.act IN ('confirmed', 'reopened') AND before NOT IN ('done', 'not-done'))
     OR (NEW.act IN ('confirmed', 'reopened') AND before IS NULL)
     OR (NEW.act IN ('answered', 'done', 'not-done') AND before IN ('done', 'not-done'))
     OR (NEW.act IN ('confirmed', 'reopened') AND givers && ARRAY[NEW.written_by, NEW.principal_id]::text[]) THEN
    RAISE EXCEPTION 'item %: % after %', NEW.item_id, NEW.act, before USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER item_word_fits BEFORE INSERT ON feedback_item_events FOR EACH ROW EXECUTE FUNCTION item_word_fits();

-- An entry of a development plan: of one person, or of the unit as a whole.
CREATE TABLE development_entries (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  cycle_id entity_id NOT NULL REFERENCES cycles,
  unit_id entity_id NOT NULL REFERENCES units,
  person_id entity_id REFERENCES persons,         -- NULL: the unit as a whole
  origin text NOT NULL CHECK (origin IN ('result', 'item', 'hand')),
  line_id text,                                   -- the part of the result that it comes from
  item_id bigint REFERENCES feedback_items,       -- the difficulty or suggestion that it answers
  opened_by entity_id NOT NULL REFERENCES persons,
  principal_id entity_id NOT NULL REFERENCES persons,
  opened_at timestamptz NOT NULL,                 -- cycle time
  CHECK ((origin = 'result') = (line_id IS NOT NULL)),
  CHECK ((origin = 'item') = (item_id IS NOT NULL))
);
CREATE INDEX development_entries_by_unit ON development_entries (cycle_id, unit_id, id);
CREATE INDEX development_entries_by_person ON development_entries (person_id, id) WHERE person_id IS NOT NULL;
CREATE INDEX development_entries_by_item ON development_entries (item_id) WHERE item_id IS NOT NULL;

CREATE TABLE development_versions (
  entry_id bigint NOT NULL REFERENCES development_entries,
  version integer NOT NULL CHECK (version > 0),
  state text NOT NULL CHECK (state IN ('planned', 'under-way', 'done', 'dropped')),
  learn text NOT NULL CHECK (learn ~ '\S'),
  why text NOT NULL CHECK (why ~ '\S'),
  how text NOT NULL CHECK (how ~ '\S'),
  until_on date NOT NULL,
  supporter_id entity_id REFERENCES persons,
  outcome text NOT NULL DEFAULT '',
  written_by entity_id NOT NULL REFERENCES persons,
  principal_id entity_id NOT NULL REFERENCES persons,
  written_at timestamptz NOT NULL,                -- cycle time
  PRIMARY KEY (entry_id, version),
  CHECK ((state IN ('done', 'dropped')) = (outcome ~ '\S')),
  CHECK (version > 1 OR state = 'planned')
);
-- What is over stays as it ended.
CREATE FUNCTION development_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM development_versions WHERE entry_id = NEW.entry_id AND state IN ('done', 'dropped')) THEN
    RAISE EXCEPTION 'development entry % is over', NEW.entry_id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER development_goes_on BEFORE INSERT ON development_versions FOR EACH ROW EXECUTE FUNCTION development_goes_on();

-- The catalogue, version by version; a rehearsal's own stand before the real ones.
CREATE TABLE training_versions (
  book text NOT NULL,
  training_id entity_id NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  title_zh text NOT NULL CHECK (title_zh ~ '\S'),
  title_en text NOT NULL CHECK (title_en ~ '\S'),
  description text NOT NULL DEFAULT '',
  hours decimal_string NOT NULL CHECK (hours::numeric > 0),
  cost_minor bigint NOT NULL CHECK (cost_minor >= 0),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  active boolean NOT NULL,
  written_by entity_id NOT NULL REFERENCES persons,
  written_at timestamptz NOT NULL,                -- of a rehearsal's: cycle time
  PRIMARY KEY (book, training_id, version)
);

-- What a unit may spend on training in a cycle, as it was set, and what is left of it.
CREATE TABLE training_budget_versions (
  cycle_id entity_id NOT NULL REFERENCES cycles,
  unit_id entity_id NOT NULL REFERENCES units,
  version integer NOT NULL CHECK (version > 0),
  amount_minor bigint NOT NULL CHECK (amount_minor >= 0),
  note text NOT NULL DEFAULT '',
  set_by entity_id NOT NULL REFERENCES persons,
  set_at timestamptz NOT NULL,                    -- cycle time
  PRIMARY KEY (cycle_id, unit_id, version)
);
CREATE TABLE training_budgets (
  cycle_id entity_id NOT NULL REFERENCES cycles,
  unit_id entity_id NOT NULL REFERENCES units,
  version integer NOT NULL,
  amount_minor bigint NOT NULL,
  spent_minor bigint NOT NULL DEFAULT 0 CHECK (spent_minor >= 0),
  PRIMARY KEY (cycle_id, unit_id),
  CONSTRAINT training_within_budget CHECK (spent_minor <= amount_minor),
  FOREIGN KEY (cycle_id, unit_id, version) REFERENCES training_budget_versions
);

CREATE TABLE training_assignments (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  cycle_id entity_id NOT NULL REFERENCES cycles,
  unit_id entity_id NOT NULL REFERENCES units,    -- whose budget pays
  person_id entity_id NOT NULL REFERENCES persons,
  book text NOT NULL,
  training_id entity_id NOT NULL,
  training_version integer NOT NULL,
  cost_minor bigint NOT NULL CHECK (cost_minor >= 0), -- as it was when it was assigned
  due_on date NOT NULL,
  entry_id bigint REFERENCES development_entries, -- the development entry that it serves
  item_id bigint REFERENCES feedback_items,       -- the difficulty or suggestion that it answers
  state text NOT NULL DEFAULT 'assigned' CHECK (state IN ('assigned', 'done', 'confirmed', 'cancelled')),
  assigned_by entity_id NOT NULL REFERENCES persons,
  principal_id entity_id NOT NULL REFERENCES persons,
  assigned_at timestamptz NOT NULL,               -- cycle time
  FOREIGN KEY (book, training_id, training_version) REFERENCES training_versions
);
CREATE UNIQUE INDEX training_once ON training_assignments (cycle_id, person_id, training_id) WHERE state <> 'cancelled';
CREATE INDEX training_assignments_by_unit ON training_assignments (cycle_id, unit_id, id);
CREATE INDEX training_assignments_by_person ON training_assignments (person_id, id);
CREATE INDEX training_assignments_by_item ON training_assignments (item_id) WHERE item_id IS NOT NULL;

CREATE TABLE training_events (
  assignment_id bigint NOT NULL REFERENCES training_assignments,
  version integer NOT NULL CHECK (version > 0),
  act text NOT NULL CHECK (act IN ('done', 'confirmed', 'returned', 'cancelled')),
  text text NOT NULL DEFAULT '',
  written_by entity_id NOT NULL REFERENCES persons,
  principal_id entity_id NOT NULL REFERENCES persons,
  written_at timestamptz NOT NULL,                -- cycle time
  PRIMARY KEY (assignment_id, version),
  CHECK (act NOT IN ('returned', 'cancelled') OR text ~ '\S')
);

-- An event moves its assignment; nobody confirms their own.
CREATE FUNCTION training_moves() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  of training_assignments;
BEGIN
  SELECT * INTO STRICT of FROM training_assignments WHERE id = NEW.assignment_id FOR NO KEY UPDATE;
  IF NOT (CASE NEW.act
           WHEN 'done' THEN of.state = 'assigned' AND NEW.principal_id = of.person_id
           WHEN 'confirmed' THEN of.state = 'done' AND of.person_id NOT IN (NEW.principal_id, NEW.written_by)
           WHEN 'returned' THEN of.state = 'done' AND of.person_id NOT IN (NEW.principal_id, NEW.written_by)
           ELSE of.state IN ('assigned', 'done') END) THEN
    RAISE EXCEPTION 'training %: % after %', of.id, NEW.act, of.state USING ERRCODE = 'check_violation';
  END IF;
  UPDATE training_assignments SET state = CASE NEW.act WHEN 'returned' THEN 'assigned' ELSE NEW.act END WHERE id = of.id;
  RETURN NEW;
END $$;
CREATE TRIGGER training_moves BEFORE INSERT ON training_events FOR EACH ROW EXECUTE FUNCTION training_moves();

-- What is assigned is spent at once, and given back when it is cancelled: the row of the budget is the lock.
CREATE FUNCTION training_is_paid() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  moved bigint := CASE TG_OP WHEN 'INSERT' THEN NEW.cost_minor ELSE -NEW.cost_minor END;
BEGIN
  IF moved = 0 THEN RETURN NULL; END IF;
  UPDATE training_budgets SET spent_minor = spent_minor + moved WHERE cycle_id = NEW.cycle_id AND unit_id = NEW.unit_id;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no training budget of %', NEW.unit_id USING ERRCODE = 'check_violation', CONSTRAINT = 'training_within_budget';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER training_is_paid AFTER INSERT ON training_assignments FOR EACH ROW EXECUTE FUNCTION training_is_paid();
CREATE TRIGGER training_is_given_back AFTER UPDATE OF state ON training_assignments FOR EACH ROW
  WHEN (NEW.state = 'cancelled' AND OLD.state <> 'cancelled') EXECUTE FUNCTION training_is_paid();

-- The same ladder of reminders for what is promised after a talk.
ALTER TABLE monitoring_waits DROP CONSTRAINT monitoring_waits_kind_check, DROP CONSTRAINT monitoring_waits_reason_check;
DO $$
DECLARE c text;
BEGIN
  SELECT conname INTO STRICT c FROM pg_constraint
   WHERE conrelid = 'monitoring_waits'::regclass AND contype = 'c' AND pg_get_constraintdef(oid) LIKE '%''ask''%''unanswered''%';
  EXECUTE format('ALTER TABLE monitoring_waits DROP CONSTRAINT %I', c);
END $$;
ALTER TABLE monitoring_waits
  ADD CHECK (kind IN ('action', 'ask', 'item', 'development', 'training')), -- subject: the row's id in its own table
  ADD CHECK (CASE kind
    WHEN 'action' THEN reason IN ('no-action', 'overdue')
    WHEN 'ask' THEN reason = 'unanswered'
    WHEN 'item' THEN reason IN ('unanswered', 'overdue', 'unconfirmed')
    WHEN 'development' THEN reason = 'overdue'
    ELSE reason IN ('overdue', 'unconfirmed') END);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['feedback_items', 'feedback_item_events', 'development_entries', 'development_versions',
                           'training_versions', 'training_budget_versions', 'training_events'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('CREATE TRIGGER append_only_all BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO perfcycle_app', t);
  END LOOP;
END $$;
GRANT SELECT, INSERT ON training_assignments, training_budgets TO perfcycle_app;
GRANT UPDATE (state) ON training_assignments TO perfcycle_app;
GRANT UPDATE (version, amount_minor, spent_minor) ON training_budgets TO perfcycle_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO perfcycle_app;
