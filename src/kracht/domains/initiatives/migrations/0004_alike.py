"""Indexes for looking whether an entry is there already; made while the site serves."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models.functions import Upper


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("initiatives", "0003_totals")]
    operations = [
        AddIndexConcurrently(
            model_name="initiative",
            index=GinIndex(OpClass(Upper("website"), name="gin_trgm_ops"), name="ini_website"),
        ),
        AddIndexConcurrently(
            model_name="initiative",
            index=models.Index(Upper("contact_email"), name="ini_contact"),
        ),
    ]
