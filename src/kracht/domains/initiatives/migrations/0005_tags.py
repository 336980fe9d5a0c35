"""Tags of partners on an entry; the column and its index are made while the site serves."""

import django.contrib.postgres.fields
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("initiatives", "0004_alike")]
    operations = [
        migrations.AddField(
            model_name="initiative",
            name="tags",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=80), blank=True, db_default=[], default=list, size=None
            ),
        ),
        AddIndexConcurrently(
            model_name="initiative",
            index=GinIndex(fields=["tags"], name="ini_tags", fastupdate=False),
        ),
    ]
