"""Needs, parties and pictures that change are a change of their entry, also when only SQL touched them."""

from django.db import migrations

from kracht.domains.partners import sql

# Adds the triggers without making writers wait: at most 0.2 s for a lock, then again.
PATIENTLY = """
DO $patiently$ BEGIN
  FOR attempt IN 1..100 LOOP
    BEGIN
      SET LOCAL lock_timeout = '200ms';
      {triggers}
      EXIT;
    EXCEPTION WHEN lock_not_available THEN
      IF attempt = 100 THEN RAISE; END IF;
      PERFORM pg_sleep(0.2);
    END;
  END LOOP;
END $patiently$;
SET lock_timeout = 0;
"""


class Migration(migrations.Migration):
    # each table by itself, so that its lock is gone before the next is asked for
    atomic = False
    dependencies = [("partners", "0003_begin")]
    operations = [
        migrations.RunSQL(sql.PART_NOTES, sql.PART_NOTES_BACK),
        *(
            migrations.RunSQL(PATIENTLY.format(triggers=sql.part_triggers(table)), sql.part_triggers_back(table))
            for table in sql.PARTS
        ),
    ]
