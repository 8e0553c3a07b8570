-- Rules that change in a running cycle: proposed with their effects, decided by a second person, then in force.
CREATE TABLE rules_proposals (
  cycle_id entity_id NOT NULL REFERENCES cycles,
  number integer NOT NULL CHECK (number > 0),     -- its step is rules-<number>
  based_on integer NOT NULL CHECK (based_on >= 0),-- the revision of rules that it was compared with
  rules jsonb NOT NULL CHECK (jsonb_typeof(rules) = 'object' AND rules <> '{}'), -- whole sections of the template
  effects jsonb NOT NULL,                         -- before and after of every unit, as the decider sees them
  digest text NOT NULL,                           -- SHA-256 of the RFC 8785 form of based_on, rules and effects
  proposed_by entity_id NOT NULL REFERENCES persons,
  proposed_at timestamptz NOT NULL,               -- cycle time
  PRIMARY KEY (cycle_id, number)
);

-- Revision 0 is the template's own rules. `rules` holds all sections that ever changed: the template with it is in force.
CREATE TABLE cycle_rules (
  cycle_id entity_id NOT NULL REFERENCES cycles,
  revision integer NOT NULL CHECK (revision > 0),
  rules jsonb NOT NULL,
  from_proposal integer NOT NULL,
  command_id uuid NOT NULL UNIQUE REFERENCES commands, -- the approval
  valid_from timestamptz NOT NULL,                -- cycle time
  PRIMARY KEY (cycle_id, revision),
  UNIQUE (cycle_id, from_proposal),
  FOREIGN KEY (cycle_id, from_proposal) REFERENCES rules_proposals (cycle_id, number)
);

-- When the cycle has computed anew what the revision concerns.
CREATE TABLE rules_taken_up (
  cycle_id entity_id NOT NULL,
  revision integer NOT NULL,
  taken_up_at timestamptz NOT NULL,               -- cycle time
  PRIMARY KEY (cycle_id, revision),
  FOREIGN KEY (cycle_id, revision) REFERENCES cycle_rules (cycle_id, revision)
);

-- A revision comes from an approved step, by somebody who did not submit it, and from what it was compared with.
-- Judged when the transaction ends: the step is written after the rules.
CREATE FUNCTION rules_are_approved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM steps s JOIN rules_proposals p ON p.cycle_id = NEW.cycle_id AND p.number = NEW.from_proposal
     WHERE s.review_id = NEW.cycle_id AND s.step_id = 'rules-' || NEW.from_proposal AND s.kind = 'rules'
       AND s.state = 'done' AND s.outcome = 'approved' AND s.decide_command = NEW.command_id
       AND NOT s.decided_by = ANY (s.submitted_by) AND p.based_on = NEW.revision - 1
  ) THEN
    RAISE EXCEPTION 'rules without approval: % revision %', NEW.cycle_id, NEW.revision USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER rules_are_approved AFTER INSERT ON cycle_rules
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION rules_are_approved();

-- The template of a cycle with the rules in force.
CREATE VIEW rules_in_force AS
  SELECT c.id AS cycle_id, coalesce(r.revision, 0) AS revision, t.document || coalesce(r.rules, '{}') AS document
    FROM cycles c JOIN templates t ON t.id = c.template_id AND t.revision = c.template_revision
    LEFT JOIN LATERAL (SELECT revision, rules FROM cycle_rules WHERE cycle_id = c.id ORDER BY revision DESC LIMIT 1) r ON true;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['rules_proposals', 'cycle_rules', 'rules_taken_up'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('CREATE TRIGGER append_only_all BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
  END LOOP;
END $$;
GRANT SELECT, INSERT ON rules_proposals, cycle_rules, rules_taken_up TO perfcycle_app;
GRANT SELECT ON rules_in_force TO perfcycle_app;
