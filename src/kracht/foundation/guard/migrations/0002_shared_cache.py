from django.db import migrations

# The table of Django's database cache (CACHES["default"]): what web processes must count together, such as sign-in
# attempts. Unlogged, because losing it in a crash harms nobody and writes stay cheap.
MAKE = """
CREATE UNLOGGED TABLE guard_cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX guard_cache_expires ON guard_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("guard", "0001_initial")]
    operations = [migrations.RunSQL(MAKE, "DROP TABLE guard_cache")]
