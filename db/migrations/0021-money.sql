-- Money that is posted, corrected and paid: every entry belongs to a posting, and each posting adds up to what people
-- approved; after the release corrections go to the reserve; payroll exports, each entry at most once.

-- An attempt after the release: what single units get or give, from or to the reserve. NULL: the whole is split anew.
ALTER TABLE proposals ADD COLUMN correction jsonb
  CHECK (correction IS NULL OR (jsonb_typeof(correction -> 'lines') = 'object' AND correction ? 'reserveMinor'));

-- What an entry belongs to; a reserve is kept of one or the other.
ALTER TABLE ledger ADD COLUMN of_kind text
  GENERATED ALWAYS AS (CASE WHEN kind = 'budget' THEN 'budget' ELSE 'bonus' END) STORED;
ALTER TABLE ledger ALTER COLUMN of_kind DROP EXPRESSION;
ALTER TABLE ledger ALTER COLUMN of_kind SET NOT NULL,
  ADD CHECK (of_kind IN ('bonus', 'budget')),
  ADD CHECK (kind IN ('reserve', of_kind)),
  ADD CHECK ((kind = 'reserve') = (unit_id IS NULL));

-- One posting: an approved attempt, with all its entries, in one transaction.
CREATE TABLE postings (
  cycle_id entity_id NOT NULL REFERENCES cycles,
  kind text NOT NULL CHECK (kind IN ('bonus', 'budget')),
  attempt integer NOT NULL,
  posted_at timestamptz NOT NULL,                 -- cycle time
  written_in xid8 NOT NULL DEFAULT pg_current_xact_id(),
  PRIMARY KEY (cycle_id, kind, attempt),
  FOREIGN KEY (cycle_id, kind, attempt) REFERENCES proposals (cycle_id, kind, attempt)
);
INSERT INTO postings (cycle_id, kind, attempt, posted_at)
SELECT cycle_id, kind, attempt, posted_at FROM proposals WHERE posted_at IS NOT NULL;

-- The posting that wrote it: of a reversal the one that came instead.
ALTER TABLE ledger ADD COLUMN posted_with integer;
ALTER TABLE ledger DISABLE TRIGGER append_only;
UPDATE ledger l SET posted_with = CASE WHEN l.reverses IS NULL THEN l.attempt ELSE (
  SELECT min(p.attempt) FROM postings p WHERE p.cycle_id = l.cycle_id AND p.kind = l.of_kind AND p.attempt > l.attempt) END;
ALTER TABLE ledger ENABLE TRIGGER append_only;
ALTER TABLE ledger ALTER COLUMN posted_with SET NOT NULL,
  ADD FOREIGN KEY (cycle_id, of_kind, posted_with) REFERENCES postings (cycle_id, kind, attempt);
CREATE INDEX ledger_by_posting ON ledger (cycle_id, of_kind, posted_with);

CREATE FUNCTION is_released(cycle text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM steps WHERE review_id = cycle AND kind = 'release' AND state = 'done' AND outcome = 'approved')
$$;

-- Entries come with their posting and never after it.
CREATE FUNCTION entries_come_with_posting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM (SELECT DISTINCT cycle_id, of_kind, posted_with FROM entered) e
     WHERE NOT EXISTS (SELECT FROM postings p WHERE p.cycle_id = e.cycle_id AND p.kind = e.of_kind
                          AND p.attempt = e.posted_with AND p.written_in = pg_current_xact_id())
  ) THEN
    RAISE EXCEPTION 'entries without their posting' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER entries_come_with_posting AFTER INSERT ON ledger
  REFERENCING NEW TABLE AS entered FOR EACH STATEMENT EXECUTE FUNCTION entries_come_with_posting();

-- What stands is what the approved attempt says, unit by unit, and so the sums; a correction gives and takes the same,
-- and only it is posted after the release. Judged when the transaction ends.
CREATE FUNCTION posting_adds_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  said proposals;
  part jsonb;
BEGIN
  SELECT * INTO STRICT said FROM proposals WHERE cycle_id = NEW.cycle_id AND kind = NEW.kind AND attempt = NEW.attempt;
  part := coalesce(said.correction, said.answer);
  IF EXISTS (
    SELECT FROM (SELECT coalesce(unit_id::text, '') AS unit, sum(amount_minor) AS amount FROM ledger
                  WHERE cycle_id = NEW.cycle_id AND of_kind = NEW.kind AND (said.correction IS NULL OR posted_with = NEW.attempt)
                  GROUP BY 1) stands
      FULL JOIN (SELECT key AS unit, value::numeric AS amount FROM jsonb_each_text(part -> 'lines')
                 UNION ALL SELECT '', coalesce(part ->> 'reserveMinor', '0')::numeric) approved USING (unit)
     WHERE coalesce(stands.amount, 0) <> coalesce(approved.amount, 0)
  ) THEN
    RAISE EXCEPTION 'posting % of %, attempt %: not what was approved', NEW.kind, NEW.cycle_id, NEW.attempt
      USING ERRCODE = 'check_violation';
  END IF;
  IF said.correction IS NOT NULL AND (
    (SELECT coalesce(sum(amount_minor), 0) FROM ledger
      WHERE cycle_id = NEW.cycle_id AND of_kind = NEW.kind AND posted_with = NEW.attempt) <> 0 OR NOT is_released(NEW.cycle_id)
  ) THEN
    RAISE EXCEPTION 'posting % of %, attempt %: no correction after the release', NEW.kind, NEW.cycle_id, NEW.attempt
      USING ERRCODE = 'check_violation';
  END IF;
  IF is_released(NEW.cycle_id) AND EXISTS (
    SELECT FROM ledger WHERE cycle_id = NEW.cycle_id AND of_kind = NEW.kind AND posted_with = NEW.attempt AND reverses IS NOT NULL
  ) THEN
    RAISE EXCEPTION 'posting % of %, attempt %: reversed after the release', NEW.kind, NEW.cycle_id, NEW.attempt
      USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (
    SELECT FROM (SELECT DISTINCT approved_by FROM ledger WHERE cycle_id = NEW.cycle_id AND of_kind = NEW.kind
                    AND posted_with = NEW.attempt AND reverses IS NULL) l
     WHERE NOT EXISTS (
       SELECT FROM steps s WHERE s.review_id = NEW.cycle_id AND s.kind IN (NEW.kind, NEW.kind || '-own')
          AND s.state = 'done' AND s.outcome = 'approved' AND s.decided_by = l.approved_by AND NOT s.decided_by = ANY (s.submitted_by))
  ) THEN
    RAISE EXCEPTION 'posting % of %, attempt %: approved by nobody', NEW.kind, NEW.cycle_id, NEW.attempt
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER posting_adds_up AFTER INSERT ON postings
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION posting_adds_up();

-- What goes to payroll once it is released: the first all of it, each later one what came since.
CREATE TABLE payroll_exports (
  cycle_id entity_id NOT NULL REFERENCES cycles,
  number integer NOT NULL CHECK (number > 0),
  book text NOT NULL,
  currency text NOT NULL,
  total_minor bigint NOT NULL,
  csv bytea NOT NULL,
  csv_digest text NOT NULL,                       -- SHA-256 of the bytes
  xlsx bytea NOT NULL,
  xlsx_digest text NOT NULL,
  made_by entity_id NOT NULL REFERENCES persons,
  made_at timestamptz NOT NULL,                   -- cycle time
  written_in xid8 NOT NULL DEFAULT pg_current_xact_id(),
  PRIMARY KEY (cycle_id, number),
  CHECK (csv_digest = encode(sha256(csv), 'hex') AND xlsx_digest = encode(sha256(xlsx), 'hex'))
);
CREATE TABLE payroll_lines (
  cycle_id entity_id NOT NULL,
  number integer NOT NULL,
  unit_id entity_id NOT NULL REFERENCES units,
  amount_minor bigint NOT NULL,
  PRIMARY KEY (cycle_id, number, unit_id),
  FOREIGN KEY (cycle_id, number) REFERENCES payroll_exports (cycle_id, number)
);
-- Which entries an export pays: an entry is paid at most once.
CREATE TABLE payroll_entries (
  ledger_id bigint PRIMARY KEY REFERENCES ledger,
  cycle_id entity_id NOT NULL,
  number integer NOT NULL,
  FOREIGN KEY (cycle_id, number) REFERENCES payroll_exports (cycle_id, number)
);
CREATE INDEX payroll_entries_by_export ON payroll_entries (cycle_id, number);
-- The first time that a form of it is fetched for payment; every later one is a copy.
CREATE TABLE payroll_downloads (
  cycle_id entity_id NOT NULL,
  number integer NOT NULL,
  form text NOT NULL CHECK (form IN ('csv', 'xlsx')),
  copy integer NOT NULL CHECK (copy >= 0),        -- 0: the original
  person_id entity_id NOT NULL REFERENCES persons,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (cycle_id, number, form, copy),
  FOREIGN KEY (cycle_id, number) REFERENCES payroll_exports (cycle_id, number)
);

CREATE FUNCTION parts_come_with_export() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM (SELECT DISTINCT cycle_id, number FROM entered) e
     WHERE NOT EXISTS (SELECT FROM payroll_exports x WHERE x.cycle_id = e.cycle_id AND x.number = e.number
                          AND x.written_in = pg_current_xact_id())
  ) THEN
    RAISE EXCEPTION 'parts without their payroll export' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER parts_come_with_export AFTER INSERT ON payroll_lines
  REFERENCING NEW TABLE AS entered FOR EACH STATEMENT EXECUTE FUNCTION parts_come_with_export();
CREATE TRIGGER parts_come_with_export AFTER INSERT ON payroll_entries
  REFERENCING NEW TABLE AS entered FOR EACH STATEMENT EXECUTE FUNCTION parts_come_with_export();

-- An export pays released bonuses of units of its cycle, each line the sum of its entries.
CREATE FUNCTION payroll_adds_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT is_released(NEW.cycle_id) THEN
    RAISE EXCEPTION 'payroll export % of %: not released', NEW.number, NEW.cycle_id USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (
    SELECT FROM payroll_entries e JOIN ledger l ON l.id = e.ledger_id WHERE e.cycle_id = NEW.cycle_id AND e.number = NEW.number
       AND (l.cycle_id <> NEW.cycle_id OR l.kind <> 'bonus' OR l.book <> NEW.book OR l.currency <> NEW.currency)
  ) OR EXISTS (
    SELECT FROM (SELECT l.unit_id::text AS unit, sum(l.amount_minor) AS amount FROM payroll_entries e JOIN ledger l ON l.id = e.ledger_id
                  WHERE e.cycle_id = NEW.cycle_id AND e.number = NEW.number GROUP BY 1) entries
      FULL JOIN (SELECT unit_id::text AS unit, amount_minor AS amount FROM payroll_lines
                  WHERE cycle_id = NEW.cycle_id AND number = NEW.number) lines USING (unit)
     WHERE coalesce(entries.amount, 0) <> coalesce(lines.amount, 0)
  ) OR NEW.total_minor <> (
    SELECT coalesce(sum(amount_minor), 0) FROM payroll_lines WHERE cycle_id = NEW.cycle_id AND number = NEW.number
  ) THEN
    RAISE EXCEPTION 'payroll export % of %: not what was posted', NEW.number, NEW.cycle_id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER payroll_adds_up AFTER INSERT ON payroll_exports
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION payroll_adds_up();

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['postings', 'payroll_exports', 'payroll_lines', 'payroll_entries', 'payroll_downloads'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('CREATE TRIGGER append_only_all BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
  END LOOP;
END $$;
-- In which transaction something was written is nobody's to say.
GRANT SELECT ON postings, payroll_exports, payroll_lines, payroll_entries, payroll_downloads TO perfcycle_app;
GRANT INSERT (cycle_id, kind, attempt, posted_at) ON postings TO perfcycle_app;
GRANT INSERT (cycle_id, number, book, currency, total_minor, csv, csv_digest, xlsx, xlsx_digest, made_by, made_at)
  ON payroll_exports TO perfcycle_app;
GRANT INSERT ON payroll_lines, payroll_entries, payroll_downloads TO perfcycle_app;
