"""Every change of a published entry becomes a version, whoever makes it: by triggers, at commit.

Each trigger is made under a short lock that gives up and tries again, so that writers never queue behind it.
"""

from django.db import migrations

# Adds a trigger without making writers wait: at most 0.2 s for the lock, then again.
PATIENTLY = """
DO $patiently$ BEGIN
  FOR attempt IN 1..100 LOOP
    BEGIN
      SET LOCAL lock_timeout = '200ms';
      {statement}
      EXIT;
    EXCEPTION WHEN lock_not_available THEN
      IF attempt = 100 THEN RAISE; END IF;
      PERFORM pg_sleep(0.2);
    END;
  END LOOP;
END $patiently$;
SET lock_timeout = 0;
"""

FUNCTIONS = """
-- What the register says of an entry in public: contact details only where they are shown, a point only where it is exact.
CREATE FUNCTION public.initiative_document(key bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object(
    'state', i.state, 'name', i.name, 'summary', i.summary, 'story', i.story, 'language', i.language, 'stage', i.stage,
    'themes', to_jsonb(i.themes), 'sdgs', to_jsonb(i.sdgs), 'people', i.people, 'volunteer_hours', i.volunteer_hours,
    'legal_form', i.legal_form, 'since', i.since, 'reach', i.reach, 'website', i.website,
    'contact_public', i.contact_public,
    'contact_name', CASE WHEN i.contact_public THEN i.contact_name ELSE '' END,
    'contact_email', CASE WHEN i.contact_public THEN i.contact_email ELSE '' END,
    'contact_phone', CASE WHEN i.contact_public THEN i.contact_phone ELSE '' END,
    'opening_times', i.opening_times, 'recipe', i.recipe_id,
    'place', CASE WHEN i.place_kind = 'exact' AND i.lat IS NOT NULL
      THEN jsonb_build_object('lat', i.lat, 'lon', i.lon, 'name', i.place_name)
      ELSE jsonb_build_object('area', coalesce((SELECT a.code FROM places_area a WHERE a.id =
        coalesce(i.neighbourhood_id, i.district_id, i.municipality_id, i.province_id)), 'NL'), 'name', i.place_name) END,
    'needs', coalesce((SELECT jsonb_agg(jsonb_build_array(n.kind, n.text) ORDER BY n.id)
      FROM initiatives_need n WHERE n.initiative_id = i.id), '[]'),
    'parties', coalesce((SELECT jsonb_agg(jsonb_build_array(p.name, p.sector, p.organisation_id) ORDER BY p.id)
      FROM initiatives_party p WHERE p.initiative_id = i.id), '[]'),
    'tags', to_jsonb(i.tags),
    'pictures', coalesce((SELECT jsonb_agg(c.picture_id ORDER BY c.position, c.id)
      FROM initiatives_initiativepicture c WHERE c.initiative_id = i.id), '[]'))
  FROM initiatives_initiative i WHERE i.id = key
$$;

-- Whether an entry was there before this transaction: what comes in now has no earlier version to keep.
CREATE FUNCTION public.initiative_is_old(key bigint) RETURNS boolean LANGUAGE sql STABLE
RETURN key < coalesce(nullif(current_setting('kracht.made', true), '')::bigint, 9223372036854775807);

CREATE FUNCTION public.initiatives_made() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE lowest bigint;
BEGIN
  SELECT min(id) INTO lowest FROM come;
  IF lowest IS NOT NULL AND initiative_is_old(lowest) THEN
    PERFORM set_config('kracht.made', lowest::text, true);
  END IF;
  RETURN NULL;
END $$;

-- Before the first change of an entry: what it said until now becomes version 1.
CREATE FUNCTION public.initiatives_keep_first() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE keys bigint[];
BEGIN
  IF TG_TABLE_NAME = 'initiatives_initiative' THEN keys := ARRAY[OLD.id];
  ELSIF TG_OP = 'INSERT' THEN keys := ARRAY[NEW.initiative_id];
  ELSIF TG_OP = 'DELETE' THEN keys := ARRAY[OLD.initiative_id];
  ELSE keys := ARRAY[OLD.initiative_id, NEW.initiative_id];
  END IF;
  INSERT INTO initiatives_version (initiative_id, number, at, actor_key, verb, document)
    SELECT i.id, 1, i.published_at, '', '', initiative_document(i.id) FROM initiatives_initiative i
    WHERE i.id = ANY(keys) AND i.published_at IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM initiatives_version v WHERE v.initiative_id = i.id)
    ON CONFLICT DO NOTHING;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

-- At commit: what the entry says now becomes its next version, when it differs from the newest.
CREATE FUNCTION public.initiatives_keep_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  keys bigint[];
  one bigint;
  said jsonb;
  newest initiatives_version;
  act text := nullif(current_setting('kracht.actor', true), '');
BEGIN
  IF TG_TABLE_NAME = 'initiatives_initiative' THEN keys := ARRAY[NEW.id];
  ELSIF TG_OP = 'INSERT' THEN keys := ARRAY[NEW.initiative_id];
  ELSIF TG_OP = 'DELETE' THEN keys := ARRAY[OLD.initiative_id];
  ELSE keys := ARRAY[OLD.initiative_id, NEW.initiative_id];
  END IF;
  FOREACH one IN ARRAY keys LOOP
    PERFORM 1 FROM initiatives_initiative WHERE id = one AND published_at IS NOT NULL FOR NO KEY UPDATE;
    CONTINUE WHEN NOT FOUND;
    said := initiative_document(one);
    SELECT * INTO newest FROM initiatives_version WHERE initiative_id = one ORDER BY number DESC LIMIT 1;
    CONTINUE WHEN newest.id IS NOT NULL AND newest.document = said;
    INSERT INTO initiatives_version (initiative_id, number, at, actor_key, verb, document) VALUES (
      one, coalesce(newest.number, 0) + 1,
      CASE WHEN act IS NULL THEN now() ELSE current_setting('kracht.at', true)::timestamptz END,
      left(coalesce(act, 'sql:' || session_user), 100),
      CASE WHEN act IS NULL THEN '' ELSE current_setting('kracht.verb', true) END, said);
  END LOOP;
  RETURN NULL;
END $$;

-- Versions are only added. Contact details may be blanked; the rest goes with its entry only.
CREATE FUNCTION public.initiatives_guard_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE contacts text[] := ARRAY['contact_name', 'contact_email', 'contact_phone'];
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF EXISTS (SELECT 1 FROM initiatives_initiative WHERE id = OLD.initiative_id) THEN
      RAISE EXCEPTION 'Versions of an entry are kept as long as the entry.';
    END IF;
    RETURN OLD;
  END IF;
  IF (to_jsonb(NEW) - 'document') IS DISTINCT FROM (to_jsonb(OLD) - 'document')
     OR (NEW.document - contacts) IS DISTINCT FROM (OLD.document - contacts)
     OR EXISTS (SELECT 1 FROM unnest(contacts) AS c(field)
                WHERE coalesce(NEW.document ->> field, '') NOT IN ('', coalesce(OLD.document ->> field, ''))) THEN
    RAISE EXCEPTION 'Versions are never changed; only contact details may be blanked.';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.initiatives_remember_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO initiatives_gone (slug, at) SELECT slug, now() FROM gone WHERE published_at IS NOT NULL
    ON CONFLICT (slug) DO UPDATE SET at = excluded.at;
  RETURN NULL;
END $$;
"""

_CONTENT = (
    "state name summary story language stage themes sdgs people volunteer_hours legal_form since reach website"
    " contact_public contact_name contact_email contact_phone opening_times recipe_id place_kind place_name lat lon tags"
).split()
_AREAS = ("neighbourhood_id", "district_id", "municipality_id", "province_id")


def _row(side: str) -> str:
    """The content of one side of an update; areas count where the entry is somewhere in one."""
    areas = [f"CASE WHEN {side}.place_kind = 'area' THEN {side}.{name} END" for name in _AREAS]
    return f"ROW({', '.join([*(f'{side}.{name}' for name in _CONTENT), *areas])})"


_CHANGED = (
    f"OLD.published_at IS NOT NULL AND initiative_is_old(OLD.id) AND {_row('OLD')} IS DISTINCT FROM {_row('NEW')}"
)

TRIGGERS = {
    "initiatives_initiative": [
        "CREATE TRIGGER versions_made AFTER INSERT ON initiatives_initiative REFERENCING NEW TABLE AS come"
        " FOR EACH STATEMENT EXECUTE FUNCTION initiatives_made();",
        f"CREATE TRIGGER versions_first BEFORE UPDATE ON initiatives_initiative FOR EACH ROW WHEN ({_CHANGED})"
        " EXECUTE FUNCTION initiatives_keep_first();",
        "CREATE CONSTRAINT TRIGGER versions_next AFTER UPDATE ON initiatives_initiative DEFERRABLE INITIALLY DEFERRED"
        f" FOR EACH ROW WHEN ({_CHANGED}) EXECUTE FUNCTION initiatives_keep_version();",
        "CREATE TRIGGER versions_gone AFTER DELETE ON initiatives_initiative REFERENCING OLD TABLE AS gone"
        " FOR EACH STATEMENT EXECUTE FUNCTION initiatives_remember_gone();",
    ],
    "initiatives_version": [
        "CREATE TRIGGER versions_guard BEFORE UPDATE OR DELETE ON initiatives_version FOR EACH ROW"
        " EXECUTE FUNCTION initiatives_guard_version();",
    ],
}
for _table in ("need", "party", "initiativepicture"):
    TRIGGERS[f"initiatives_{_table}"] = [
        statement
        for when, side in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD"))
        for statement in (
            f"CREATE TRIGGER versions_first_{when.lower()} BEFORE {when} ON initiatives_{_table} FOR EACH ROW"
            f" WHEN (initiative_is_old({side}.initiative_id)) EXECUTE FUNCTION initiatives_keep_first();",
            f"CREATE CONSTRAINT TRIGGER versions_next_{when.lower()} AFTER {when} ON initiatives_{_table}"
            f" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (initiative_is_old({side}.initiative_id))"
            " EXECUTE FUNCTION initiatives_keep_version();",
        )
    ]

BACK = """
DROP TRIGGER versions_made ON initiatives_initiative;
DROP TRIGGER versions_first ON initiatives_initiative;
DROP TRIGGER versions_next ON initiatives_initiative;
DROP TRIGGER versions_gone ON initiatives_initiative;
DROP FUNCTION initiatives_guard_version() CASCADE;
DROP FUNCTION initiatives_keep_version() CASCADE;
DROP FUNCTION initiatives_keep_first() CASCADE;
DROP FUNCTION initiatives_made();
DROP FUNCTION initiatives_remember_gone();
DROP FUNCTION initiative_is_old(bigint);
DROP FUNCTION initiative_document(bigint);
"""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("initiatives", "0007_owning"), ("audit", "0003_actor")]
    operations = [
        migrations.RunSQL(FUNCTIONS, BACK),
        *(
            migrations.RunSQL(PATIENTLY.format(statement=" ".join(statements)), migrations.RunSQL.noop)
            for statements in TRIGGERS.values()
        ),
    ]
