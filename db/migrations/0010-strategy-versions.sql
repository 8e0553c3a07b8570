-- Strategy with versions: objectives, SWOT entries, metrics, who rates whom.
-- objectives, swot_entries, metrics and cooperation hold what the real organization goes by. What a rehearsal
-- edits is written here only, under its own book: for that book its latest version stands in the place of the real
-- entry (copy on write), everything else is read from the real tables. So nothing that a rehearsal edits can be
-- seen by anybody who reads another book. Who rates whom is read when a cycle starts, so a rehearsal has no copy of it;
-- nor has it metrics of its own, because values stand under ids that the real organization knows.
CREATE TABLE strategy_versions (
  book text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('objectives', 'swot', 'metrics', 'cooperation')),
  id entity_id NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  content jsonb,                                  -- as in strategy@1, without the id; NULL: taken out
  way text NOT NULL CHECK (way IN ('before', 'import', 'edit')), -- before: there when versions began
  changed_by entity_id REFERENCES persons,
  changed_at timestamptz NOT NULL,                -- cycle time where edited within a rehearsal
  reason text,
  PRIMARY KEY (book, kind, id, version),
  CHECK (way <> 'edit' OR (changed_by IS NOT NULL AND reason IS NOT NULL AND reason ~ '\S')),
  CHECK (book = 'real' OR (way = 'edit' AND kind <> 'cooperation'))
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON strategy_versions FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_all BEFORE TRUNCATE ON strategy_versions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON strategy_versions TO perfcycle_app;

-- Books are the real ones or named by a rehearsal: none may be named like the real ones.
ALTER TABLE cycles ADD CONSTRAINT cycles_book_of_its_own CHECK (mode = 'real' OR id <> 'real') NOT VALID;

-- What is asked of a goal's place in the strategy: what supports this? Which metrics pull against that one?
CREATE INDEX standing_goals_by_support ON standing_goals (cycle_id, (content ->> 'supports'), unit_id, position);
CREATE INDEX metrics_by_unit ON metrics (unit_id, id);
CREATE INDEX metrics_by_tension ON metrics USING gin (tension);

-- A metric of strategy@1 as a row.
CREATE FUNCTION metric_row(id text, content jsonb) RETURNS metrics LANGUAGE sql STABLE AS $$
  SELECT jsonb_populate_record(NULL::metrics, jsonb_build_object(
    'id', id, 'unit_id', content -> 'unit', 'title_zh', content #> '{title,zh-CN}', 'title_en', content #> '{title,en}',
    'measured_in', content -> 'measuredIn', 'better', content -> 'better', 'cadence', content -> 'cadence',
    'source', coalesce(content -> 'source', '"manual"'), 'accrual', coalesce(content -> 'accrual', '"level"'),
    'tension', coalesce(content -> 'tension', '[]'), 'history', coalesce(content -> 'history', '[]')))
$$;

-- The latest own versions of a rehearsal's book; the real book has none beside the tables.
CREATE FUNCTION strategy_copies(wanted text, of_kind text) RETURNS TABLE (id text, content jsonb) LANGUAGE sql STABLE AS $$
  SELECT DISTINCT ON (v.id) v.id::text, v.content FROM strategy_versions v
   WHERE wanted <> 'real' AND v.book = wanted AND v.kind = of_kind ORDER BY v.id, v.version DESC
$$;

CREATE FUNCTION metrics_in(wanted text) RETURNS SETOF metrics LANGUAGE sql STABLE AS $$
  SELECT m.* FROM metrics m
   WHERE wanted = 'real' OR NOT EXISTS (
     SELECT FROM strategy_versions v WHERE v.book = wanted AND v.kind = 'metrics' AND v.id = m.id)
  UNION ALL
  SELECT r.* FROM strategy_copies(wanted, 'metrics') c CROSS JOIN LATERAL metric_row(c.id, c.content) r
   WHERE c.content IS NOT NULL
$$;

CREATE FUNCTION objectives_in(wanted text) RETURNS SETOF objectives LANGUAGE sql STABLE AS $$
  SELECT o.* FROM objectives o
   WHERE wanted = 'real' OR NOT EXISTS (
     SELECT FROM strategy_versions v WHERE v.book = wanted AND v.kind = 'objectives' AND v.id = o.id)
  UNION ALL
  SELECT c.id::entity_id, c.content #>> '{title,zh-CN}', c.content #>> '{title,en}',
         coalesce((SELECT o.position FROM objectives o WHERE o.id = c.id), 2147483647)
    FROM strategy_copies(wanted, 'objectives') c WHERE c.content IS NOT NULL
$$;

CREATE FUNCTION swot_entries_in(wanted text) RETURNS SETOF swot_entries LANGUAGE sql STABLE AS $$
  SELECT e.* FROM swot_entries e
   WHERE wanted = 'real' OR NOT EXISTS (
     SELECT FROM strategy_versions v WHERE v.book = wanted AND v.kind = 'swot' AND v.id = e.id)
  UNION ALL
  SELECT c.id::entity_id, c.content ->> 'kind', c.content #>> '{title,zh-CN}', c.content #>> '{title,en}',
         (c.content -> 'key')::boolean, coalesce((SELECT e.position FROM swot_entries e WHERE e.id = c.id), 2147483647)
    FROM strategy_copies(wanted, 'swot') c WHERE c.content IS NOT NULL
$$;

-- The real entries in the form of their versions.
CREATE VIEW strategy_now AS
  SELECT 'objectives' AS kind, id::text AS id,
         jsonb_build_object('title', jsonb_build_object('zh-CN', title_zh, 'en', title_en)) AS content FROM objectives
  UNION ALL
  SELECT 'swot', id::text, jsonb_build_object('kind', kind, 'title', jsonb_build_object('zh-CN', title_zh, 'en', title_en),
         'key', is_key) FROM swot_entries
  UNION ALL
  SELECT 'metrics', id::text, jsonb_strip_nulls(jsonb_build_object('unit', unit_id,
         'title', jsonb_build_object('zh-CN', title_zh, 'en', title_en), 'measuredIn', measured_in, 'better', better,
         'source', source, 'accrual', accrual, 'cadence', cadence, 'tension', to_jsonb(tension), 'history', to_jsonb(history)))
    FROM metrics
  UNION ALL
  SELECT 'cooperation', unit_id::text, jsonb_build_object('raters', jsonb_agg(rater_unit_id ORDER BY position))
    FROM cooperation GROUP BY unit_id;
GRANT SELECT ON strategy_now TO perfcycle_app;

INSERT INTO strategy_versions (book, kind, id, version, content, way, changed_at)
SELECT 'real', kind, id, 1, content, 'before', clock_timestamp() FROM strategy_now;
