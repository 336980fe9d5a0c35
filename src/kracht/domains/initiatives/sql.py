"""SQL of the register that Django cannot say: search documents and the running totals of areas and map cells."""

SEARCH = """
CREATE OR REPLACE FUNCTION public.f_norm(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN lower(public.f_unaccent(value));

CREATE OR REPLACE FUNCTION public.search_document(language text, name text, summary text, story text, parts text)
RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT setweight(to_tsvector(c.cfg, name), 'A') || setweight(to_tsvector(c.cfg, summary), 'B')
      || setweight(to_tsvector(c.cfg, left(story, 20000)), 'C')
      || setweight(to_tsvector('public.nl'::regconfig, parts), 'D')
  FROM (SELECT CASE language WHEN 'en' THEN 'public.en_u'::regconfig WHEN 'fy' THEN 'public.fy'::regconfig
               ELSE 'public.nl'::regconfig END) AS c(cfg)
$$;

-- Every word must be found, in one of its ways (separated by |): stemmed as Dutch or English, or as it stands.
-- Words that say nothing in Dutch ("de") are left out. With `open_end` the last word may still be growing.
CREATE OR REPLACE FUNCTION public.search_query(words text[], open_end boolean) RETURNS tsquery
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
  result tsquery;
  one tsquery;
  way text;
  last int := coalesce(array_length(words, 1), 0);
BEGIN
  FOR i IN 1..last LOOP
    CONTINUE WHEN last > 1 AND numnode(plainto_tsquery('public.nl', split_part(words[i], '|', 1))) = 0;
    one := NULL;
    FOREACH way IN ARRAY string_to_array(words[i], '|') LOOP
      one := coalesce(one, ''::tsquery) || plainto_tsquery('public.nl', way) || plainto_tsquery('public.en_u', way)
             || plainto_tsquery('public.fy', way);
    END LOOP;
    IF open_end AND i = last THEN
      one := one || to_tsquery('public.fy', quote_literal(split_part(words[i], '|', 1)) || ':*');
    END IF;
    result := coalesce(result && one, one);
  END LOOP;
  RETURN coalesce(result, ''::tsquery);
END $$;
"""

TOTALS = """
CREATE OR REPLACE FUNCTION public.initiative_totals(r initiatives_initiative)
RETURNS TABLE (area_id int, facet text, value text, is_example boolean, n bigint) LANGUAGE sql IMMUTABLE AS $$
  SELECT a.area_id, f.facet, f.value, r.is_example, f.n
  FROM (VALUES (0), (r.province_id), (r.municipality_id), (r.district_id), (r.neighbourhood_id)) AS a(area_id)
  CROSS JOIN LATERAL (
    SELECT 'all', '', 1::bigint
    UNION ALL SELECT 'stage', r.stage, 1
    UNION ALL SELECT 'theme', t::text, 1 FROM unnest(r.themes) AS t
    UNION ALL SELECT 'need', k, 1 FROM unnest(r.need_kinds) AS k
    UNION ALL SELECT 'sector', s, 1 FROM unnest(r.sectors) AS s
    UNION ALL SELECT 'people', '', r.people WHERE r.people IS NOT NULL
    UNION ALL SELECT 'hours', '', r.volunteer_hours WHERE r.volunteer_hours IS NOT NULL
    UNION ALL SELECT 'known', 'people', 1 WHERE r.people IS NOT NULL
    UNION ALL SELECT 'known', 'hours', 1 WHERE r.volunteer_hours IS NOT NULL
    UNION ALL SELECT 'known', 'since', 1 WHERE r.since IS NOT NULL
    UNION ALL SELECT 'known', 'website', 1 WHERE r.website <> ''
    UNION ALL SELECT 'known', 'place', 1 WHERE r.lat IS NOT NULL
    UNION ALL SELECT 'known', 'story', 1 WHERE r.story <> ''
    UNION ALL SELECT 'known', 'cover', 1 WHERE r.cover_id IS NOT NULL
  ) AS f(facet, value, n)
  WHERE a.area_id IS NOT NULL AND r.state = 'published'
$$;

CREATE OR REPLACE FUNCTION public.initiative_cells(r initiatives_initiative)
RETURNS TABLE (grid smallint, theme int, cell bigint, lon float8, lat float8) LANGUAGE sql IMMUTABLE AS $$
  SELECT g.grid::smallint, t.theme, r.qk >> (2 * (20 - g.grid)), r.lon, r.lat
  FROM generate_series(7, 13) AS g(grid)
  CROSS JOIN LATERAL (SELECT 0 UNION ALL SELECT unnest(r.themes)) AS t(theme)
  WHERE r.qk IS NOT NULL AND r.state = 'published'
$$;
"""

# Adds what came and takes away what went. Rows are touched in one order, so that two transactions wait for each other
# instead of deadlocking; a change that moves no total writes nothing.
_SHIFT = """
CREATE OR REPLACE FUNCTION public.initiatives_after_{when}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM {any} WHERE state = 'published') THEN
    RETURN NULL;
  END IF;
  INSERT INTO initiatives_tally (area_id, facet, value, is_example, n)
    SELECT t.area_id, t.facet, t.value, t.is_example, sum(m.sign * t.n)
    FROM ({moves}) AS m, initiative_totals(m.r) AS t
    GROUP BY 1, 2, 3, 4 HAVING sum(m.sign * t.n) <> 0 ORDER BY 1, 2, 3, 4
    ON CONFLICT (area_id, facet, value, is_example) DO UPDATE SET n = initiatives_tally.n + excluded.n;
  INSERT INTO initiatives_cell (grid, theme, cell, n, lon_sum, lat_sum)
    SELECT c.grid, c.theme, c.cell, sum(m.sign), sum(m.sign * c.lon), sum(m.sign * c.lat)
    FROM ({moves}) AS m, initiative_cells(m.r) AS c
    GROUP BY 1, 2, 3
    HAVING sum(m.sign) <> 0 OR abs(sum(m.sign * c.lon)) > 1e-9 OR abs(sum(m.sign * c.lat)) > 1e-9
    ORDER BY 1, 2, 3
    ON CONFLICT (grid, theme, cell) DO UPDATE
    SET n = initiatives_cell.n + excluded.n, lon_sum = initiatives_cell.lon_sum + excluded.lon_sum,
        lat_sum = initiatives_cell.lat_sum + excluded.lat_sum;
  RETURN NULL;
END $$;
CREATE TRIGGER totals_{when} AFTER {when} ON initiatives_initiative REFERENCING {tables}
  FOR EACH STATEMENT EXECUTE FUNCTION public.initiatives_after_{when}();
"""
_COME = "SELECT 1 AS sign, come::initiatives_initiative AS r FROM come"
_GONE = "SELECT -1 AS sign, gone::initiatives_initiative AS r FROM gone"
_BOTH = f"{_COME} UNION ALL {_GONE}"
_ANY = "(SELECT state FROM come UNION ALL SELECT state FROM gone) AS every"

SHIFTS = (
    _SHIFT.format(when="insert", any="come", moves=_COME, tables="NEW TABLE AS come")
    + _SHIFT.format(when="update", any=_ANY, moves=_BOTH, tables="OLD TABLE AS gone NEW TABLE AS come")
    + _SHIFT.format(when="delete", any="gone", moves=_GONE, tables="OLD TABLE AS gone")
)

TOTALS_BACK = """
DROP TRIGGER totals_insert ON initiatives_initiative;
DROP TRIGGER totals_update ON initiatives_initiative;
DROP TRIGGER totals_delete ON initiatives_initiative;
DROP FUNCTION initiatives_after_insert();
DROP FUNCTION initiatives_after_update();
DROP FUNCTION initiatives_after_delete();
DROP FUNCTION initiative_cells(initiatives_initiative);
DROP FUNCTION initiative_totals(initiatives_initiative);
"""

# Counts everything afresh: after a bulk load with the triggers off, and to check the triggers.
RECOUNT = """
TRUNCATE initiatives_tally, initiatives_cell;
INSERT INTO initiatives_tally (area_id, facet, value, is_example, n)
  SELECT t.area_id, t.facet, t.value, t.is_example, sum(t.n) FROM initiatives_initiative AS r, initiative_totals(r) AS t
  GROUP BY 1, 2, 3, 4;
INSERT INTO initiatives_cell (grid, theme, cell, n, lon_sum, lat_sum)
  SELECT c.grid, c.theme, c.cell, count(*), sum(c.lon), sum(c.lat)
  FROM initiatives_initiative AS r, initiative_cells(r) AS c GROUP BY 1, 2, 3;
"""

# What followers hear: written into the log of foundation.subscriptions by whatever changes a row, SQL included. A
# confirmation (fresh_at moves and nothing else) is no news; a change of what hangs on a row shows by updated_at.
_PUBLIC = (
    "name summary story stage themes sdgs need_kinds sectors people volunteer_hours legal_form since reach website"
    " opening_times recipe_id cover_id lat lon place_name contact_public"
)
_SAID = ", ".join("{row}." + column for column in _PUBLIC.split())

HAPPENINGS = f"""
CREATE OR REPLACE FUNCTION public.initiatives_happened_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO subscriptions_happening (at, what, target_type, target_id, detail)
    SELECT now(), 'published', 'initiative', come.id, '{{}}'::jsonb FROM come WHERE come.state = 'published';
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION public.initiatives_happened_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO subscriptions_happening (at, what, target_type, target_id, detail)
    SELECT now(), s.what, 'initiative', s.id,
           CASE WHEN s.what = 'needs' THEN jsonb_build_object('kinds', to_jsonb(s.fresh)) ELSE '{{}}'::jsonb END
    FROM (
      SELECT come.id, n.fresh, CASE
        WHEN come.state = 'published' AND gone.state <> 'published' THEN 'published'
        WHEN come.state <> 'published' AND gone.state = 'published' THEN 'withdrawn'
        WHEN come.state <> 'published' THEN NULL
        WHEN come.stage = 'ended' AND gone.stage <> 'ended' THEN 'ended'
        WHEN cardinality(n.fresh) > 0 THEN 'needs'
        WHEN ROW({_SAID.format(row="come")}) IS DISTINCT FROM ROW({_SAID.format(row="gone")}) THEN 'changed'
        WHEN come.updated_at <> gone.updated_at AND come.fresh_at = gone.fresh_at THEN 'changed'
        END AS what
      FROM come JOIN gone ON gone.id = come.id
      CROSS JOIN LATERAL (
        SELECT ARRAY(SELECT unnest(come.need_kinds) EXCEPT SELECT unnest(gone.need_kinds)) AS fresh) AS n
    ) AS s WHERE s.what IS NOT NULL;
  RETURN NULL;
END $$;
"""  # noqa: S608 - names of our own columns
HAPPENINGS_TRIGGERS = """
CREATE TRIGGER happened_insert AFTER INSERT ON initiatives_initiative REFERENCING NEW TABLE AS come
  FOR EACH STATEMENT EXECUTE FUNCTION public.initiatives_happened_insert();
CREATE TRIGGER happened_update AFTER UPDATE ON initiatives_initiative
  REFERENCING OLD TABLE AS gone NEW TABLE AS come
  FOR EACH STATEMENT EXECUTE FUNCTION public.initiatives_happened_update();
"""

HAPPENINGS_BACK = """
DROP TRIGGER happened_insert ON initiatives_initiative;
DROP TRIGGER happened_update ON initiatives_initiative;
DROP FUNCTION initiatives_happened_insert();
DROP FUNCTION initiatives_happened_update();
"""
