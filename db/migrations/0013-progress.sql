-- Drafts that gave way to others, what owners report of their tasks, and the ways to what serves a goal.
-- A draft that was replaced, discarded or submitted over, and words that came too late to become the draft:
-- nobody's text is lost. `version` of a draft never comes again; of words beside, the version they were written over.
CREATE TABLE draft_versions (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  review_id text NOT NULL,
  step_id text NOT NULL,
  version integer NOT NULL CHECK (version >= 0),
  how text NOT NULL CHECK (how IN ('replaced', 'ended', 'beside')),
  content jsonb NOT NULL,
  saved_by entity_id NOT NULL REFERENCES persons,
  saved_at timestamptz NOT NULL,
  FOREIGN KEY (review_id, step_id) REFERENCES steps (review_id, step_id)
);
CREATE INDEX draft_versions_of_step ON draft_versions (review_id, step_id, id);

-- Whoever changes or removes a draft, the one before is kept; of a step the last twenty.
CREATE FUNCTION keep_draft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO draft_versions (review_id, step_id, version, how, content, saved_by, saved_at)
  VALUES (OLD.review_id, OLD.step_id, OLD.version, CASE TG_OP WHEN 'UPDATE' THEN 'replaced' ELSE 'ended' END,
          OLD.content, OLD.saved_by, OLD.saved_at);
  RETURN NULL;
END $$;
CREATE TRIGGER keep_draft AFTER UPDATE OR DELETE ON drafts FOR EACH ROW EXECUTE FUNCTION keep_draft();
CREATE FUNCTION forget_old_drafts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM draft_versions WHERE review_id = NEW.review_id AND step_id = NEW.step_id AND id <= (
    SELECT id FROM draft_versions WHERE review_id = NEW.review_id AND step_id = NEW.step_id ORDER BY id DESC OFFSET 20 LIMIT 1);
  RETURN NULL;
END $$;
CREATE TRIGGER forget_old_drafts AFTER INSERT ON draft_versions FOR EACH ROW EXECUTE FUNCTION forget_old_drafts();
GRANT SELECT, INSERT, DELETE ON draft_versions TO perfcycle_app;

-- How far a task is, said by its owner at any time or by the head in a report. The latest stands in tasks.progress too.
CREATE TABLE task_reports (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  cycle_id entity_id NOT NULL REFERENCES cycles,
  unit_id entity_id NOT NULL REFERENCES units,
  task_id text NOT NULL,
  percent decimal_string NOT NULL CHECK (percent::numeric BETWEEN 0 AND 100),
  note text NOT NULL DEFAULT '',
  reported_by entity_id NOT NULL REFERENCES persons,
  principal_id entity_id NOT NULL REFERENCES persons,
  reported_at timestamptz NOT NULL,               -- cycle time
  command_id uuid REFERENCES commands             -- the report of a checkpoint that said it; NULL: the owner did
);
CREATE INDEX task_reports_of_task ON task_reports (cycle_id, unit_id, task_id, id);
GRANT SELECT, INSERT ON task_reports TO perfcycle_app;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON task_reports FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_all BEFORE TRUNCATE ON task_reports FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE INDEX tasks_by_owner ON tasks ((content ->> 'owner')) WHERE valid_to IS NULL;
CREATE INDEX tasks_by_goal ON tasks (cycle_id, (content ->> 'goal')) WHERE valid_to IS NULL;
CREATE INDEX standing_goals_by_supports ON standing_goals (cycle_id, (content ->> 'supports'));
