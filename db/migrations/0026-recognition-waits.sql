-- A recognition that waits for a second person is followed up like what is promised after a talk.
ALTER TABLE recognitions ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY UNIQUE;

DO $$
DECLARE c text;
BEGIN
  FOR c IN SELECT conname FROM pg_constraint
            WHERE conrelid = 'monitoring_waits'::regclass AND contype = 'c' AND pg_get_constraintdef(oid) LIKE '%''item''%' LOOP
    EXECUTE format('ALTER TABLE monitoring_waits DROP CONSTRAINT %I', c);
  END LOOP;
END $$;
ALTER TABLE monitoring_waits
  ADD CHECK (kind IN ('action', 'ask', 'item', 'development', 'training', 'recognition')), -- subject: the row's id in its own table
  ADD CHECK (CASE kind
    WHEN 'action' THEN reason IN ('no-action', 'overdue')
    WHEN 'ask' THEN reason = 'unanswered'
    WHEN 'item' THEN reason IN ('unanswered', 'overdue', 'unconfirmed')
    WHEN 'development' THEN reason = 'overdue'
    WHEN 'recognition' THEN reason = 'unconfirmed'
    ELSE reason IN ('overdue', 'unconfirmed') END);
