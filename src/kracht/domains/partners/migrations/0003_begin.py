"""What is public already is in the feed from the beginning. Apart, so that no trigger's lock waits for it."""

from django.db import migrations

from kracht.domains.partners import sql


class Migration(migrations.Migration):
    dependencies = [("partners", "0002_feed")]
    operations = [migrations.RunSQL(sql.BEGIN, migrations.RunSQL.noop)]
