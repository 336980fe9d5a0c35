"""Whatever happens to an entry is written into the log that subscriptions read."""

from django.db import migrations

from kracht.domains.initiatives import sql

# Adds the triggers without making writers wait: at most 0.2 s for the lock, then again.
PATIENTLY = f"""
DO $patiently$ BEGIN
  FOR attempt IN 1..100 LOOP
    BEGIN
      SET LOCAL lock_timeout = '200ms';
      {sql.HAPPENINGS_TRIGGERS}
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
    dependencies = [("initiatives", "0008_versions"), ("subscriptions", "0001_initial")]
    operations = [
        migrations.RunSQL(sql.HAPPENINGS, migrations.RunSQL.noop),
        migrations.RunSQL(PATIENTLY, sql.HAPPENINGS_BACK),
    ]
