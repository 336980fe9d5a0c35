"""Triggers that write the feed of changes: whoever changes the register, by whatever way, it is in the feed.

They are the outbox: the row of the feed is written in the transaction of the change itself. An entry has one row; a
later change takes the number away again, and the pump gives a new one after the commit. What only waits at the desk
never was public and gets no row. `kracht.partner` (set for one transaction) says which source writes, to spare it the
echo of its own changes.
"""

PUBLIC = (
    "slug", "name", "summary", "story", "language", "stage", "themes", "sdgs", "need_kinds", "sectors", "people",
    "volunteer_hours", "legal_form", "since", "reach", "website", "contact_public", "contact_name", "contact_email",
    "contact_phone", "opening_times", "recipe_id", "cover_id", "source", "source_url", "licence", "lat", "lon",
    "place_kind", "place_name", "province_id", "municipality_id", "district_id", "neighbourhood_id", "tags",
    "fresh_at", "state",
)  # fmt: skip
_OLD, _NEW = (", ".join(f"{side}.{name}" for name in PUBLIC) for side in ("o", "n"))

NOTE = """
  INSERT INTO partners_change (initiative_id, number, kind, slug, source, source_key, licence, at, by_source)
    {rows}
    ON CONFLICT (initiative_id) DO UPDATE SET number = NULL, slug = excluded.slug, source = excluded.source,
      source_key = excluded.source_key, licence = excluded.licence, at = excluded.at, by_source = excluded.by_source,
      kind = CASE WHEN partners_change.kind = 'created' AND partners_change.number IS NULL
                       AND excluded.kind = 'changed' THEN 'created' ELSE excluded.kind END;
  RETURN NULL;
"""
_ROW = (
    "{r}.id, NULL, {kind}, {r}.slug, {r}.source, {r}.source_key, {r}.licence, clock_timestamp(),"
    " coalesce(current_setting('kracht.partner', true), '')"
)
_FROM = "SELECT {row} FROM {rows} WHERE {where} ORDER BY {r}.id"
_MADE = _FROM.format(r="n", row=_ROW.format(r="n", kind="'created'"), rows="come n", where="n.state = 'published'")
_GONE = _FROM.format(r="o", row=_ROW.format(r="o", kind="'deleted'"), rows="gone o", where="o.state = 'published'")
_KIND = "CASE WHEN n.state <> 'published' THEN 'deleted' WHEN o.state <> 'published' THEN 'created' ELSE 'changed' END"
_MOVED = _FROM.format(
    r="n",
    row=_ROW.format(r="n", kind=_KIND),
    rows="come n JOIN gone o ON o.id = n.id",
    where=f"(n.state = 'published' OR o.state = 'published') AND ROW({_OLD}) IS DISTINCT FROM ROW({_NEW})",
)


def _trigger(when: str, rows: str, tables: str) -> str:
    return f"""
CREATE OR REPLACE FUNCTION public.partners_note_{when}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN{NOTE.format(rows=rows)}END $$;
CREATE TRIGGER feed_{when} AFTER {when} ON initiatives_initiative REFERENCING {tables}
  FOR EACH STATEMENT EXECUTE FUNCTION public.partners_note_{when}();
"""


TRIGGERS = (
    _trigger("insert", _MADE, "NEW TABLE AS come")
    + _trigger("update", _MOVED, "OLD TABLE AS gone NEW TABLE AS come")
    + _trigger("delete", _GONE, "OLD TABLE AS gone")
)
TRIGGERS_BACK = "".join(
    f"DROP TRIGGER feed_{when} ON initiatives_initiative; DROP FUNCTION public.partners_note_{when}();"
    for when in ("insert", "update", "delete")
)
# What hangs on an entry: its needs, parties and pictures. A row that is new, other or gone is a change of the entry.
PARTS = ("initiatives_need", "initiatives_party", "initiatives_initiativepicture")
_TOUCHED = """
CREATE OR REPLACE FUNCTION public.partners_note_part_{when}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN{note}END $$;
"""
_PART = _FROM.format(
    r="n",
    row=_ROW.format(r="n", kind="'changed'"),
    rows="public.initiatives_initiative n",
    where="n.state = 'published' AND n.id IN ({touched})",
)
_TABLES = {
    "insert": ("NEW TABLE AS come", "SELECT initiative_id FROM come"),
    "update": (
        "OLD TABLE AS gone NEW TABLE AS come",
        "SELECT p.initiative_id FROM ((TABLE gone EXCEPT TABLE come) UNION ALL (TABLE come EXCEPT TABLE gone)) AS p",
    ),
    "delete": ("OLD TABLE AS gone", "SELECT initiative_id FROM gone"),
}
PART_NOTES = "".join(
    _TOUCHED.format(when=when, note=NOTE.format(rows=_PART.format(touched=touched)))
    for when, (_tables, touched) in _TABLES.items()
)
PART_NOTES_BACK = "".join(f"DROP FUNCTION public.partners_note_part_{when}();" for when in _TABLES)


def part_triggers(table: str) -> str:
    """Return the triggers of one of the tables of `PARTS`."""
    return "".join(
        f"CREATE TRIGGER feed_{when} AFTER {when} ON public.{table} REFERENCING {tables}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION public.partners_note_part_{when}();\n"
        for when, (tables, _touched) in _TABLES.items()
    )


def part_triggers_back(table: str) -> str:
    """Return what takes them away."""
    return "".join(f"DROP TRIGGER feed_{when} ON public.{table};" for when in _TABLES)


NUMBERS = "CREATE SEQUENCE public.partners_change_number;"
NUMBERS_BACK = "DROP SEQUENCE public.partners_change_number;"
# what is public already when the feed begins
BEGIN = """
INSERT INTO partners_change (initiative_id, number, kind, slug, source, source_key, licence, at, by_source)
  SELECT id, nextval('public.partners_change_number'), 'created', slug, source, source_key, licence, fresh_at, ''
  FROM (SELECT * FROM initiatives_initiative WHERE state = 'published' ORDER BY id) AS every
  ON CONFLICT (initiative_id) DO NOTHING;
"""

# Readers only see numbers; whoever numbers holds this lock until the commit, so numbers appear in their order.
LOCK = 7_203_311
NUMBER = """
WITH fresh AS (
  SELECT initiative_id FROM partners_change WHERE number IS NULL ORDER BY at, initiative_id LIMIT %s
), held AS (
  SELECT c.initiative_id FROM partners_change c JOIN fresh USING (initiative_id) ORDER BY c.initiative_id FOR UPDATE OF c SKIP LOCKED
)
UPDATE partners_change c SET number = nextval('public.partners_change_number')
FROM held WHERE c.initiative_id = held.initiative_id AND c.number IS NULL
RETURNING c.initiative_id, c.number, c.kind, c.slug, c.source, c.source_key, c.licence, c.at, c.by_source
"""
