-- Where a stand-in speaks, both are judged: the person, and whom they stand in for. Nominations asked only for the
-- principal, whose name stands in the step.
CREATE OR REPLACE FUNCTION nobody_promotes_themselves() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  deciders text[] := ARRAY(SELECT unnest(ARRAY[actor_id, principal_id]::text[]) FROM commands WHERE id = NEW.decide_command);
BEGIN
  IF EXISTS (SELECT FROM step_versions v WHERE v.command_id = NEW.submit_command
              AND v.content ->> 'person' = ANY (deciders || NEW.decided_by::text || NEW.submitted_by::text[])) THEN
    RAISE EXCEPTION 'nominated by themselves: % %', NEW.review_id, NEW.step_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'nobody_promotes_themselves';
  END IF;
  RETURN NEW;
END $$;

-- Nobody recognizes themselves or their own unit, and nobody opens an improvement plan about it: as the api has it.
CREATE FUNCTION is_of_unit(person text, unit text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM units WHERE id = unit AND head_id = person
                 UNION ALL SELECT FROM unit_members WHERE unit_id = unit AND person_id = person)
$$;
CREATE FUNCTION recognition_is_of_others() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  of recognitions;
  who text;
BEGIN
  IF TG_TABLE_NAME = 'recognitions' THEN
    of := NEW;
    who := NEW.given_by;
  ELSE
    SELECT * INTO STRICT of FROM recognitions WHERE cycle_id = NEW.cycle_id AND number = NEW.number;
    who := NEW.by_id;
  END IF;
  IF who = of.person_id OR is_of_unit(who, of.unit_id) THEN
    RAISE EXCEPTION 'recognized by the own unit: % %', of.cycle_id, of.number
      USING ERRCODE = 'check_violation', CONSTRAINT = 'recognition_is_of_others';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER recognition_is_of_others BEFORE INSERT ON recognitions FOR EACH ROW EXECUTE FUNCTION recognition_is_of_others();
CREATE TRIGGER recognition_is_of_others BEFORE INSERT ON recognition_events FOR EACH ROW
  WHEN (NEW.by_id IS NOT NULL) EXECUTE FUNCTION recognition_is_of_others();

CREATE FUNCTION plan_is_of_others() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM units WHERE id = NEW.unit_id AND head_id IN (NEW.opened_by, NEW.principal_id)) THEN
    RAISE EXCEPTION 'improvement plan opened by the own head: %', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_is_of_others';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER plan_is_of_others BEFORE INSERT ON improvement_plans FOR EACH ROW EXECUTE FUNCTION plan_is_of_others();
GRANT EXECUTE ON FUNCTION is_of_unit TO perfcycle_app;
