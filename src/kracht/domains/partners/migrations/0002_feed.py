"""The feed of changes: its numbers, and the triggers of the register that write it."""

from django.db import migrations

from kracht.domains.partners import sql


class Migration(migrations.Migration):
    dependencies = [("partners", "0001_initial"), ("initiatives", "0005_tags")]
    operations = [
        migrations.RunSQL(sql.NUMBERS, sql.NUMBERS_BACK),
        migrations.RunSQL(sql.TRIGGERS, sql.TRIGGERS_BACK),
    ]
