"""Which entries bear the quality label, and the index of their list."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("initiatives", "0010_restorable")]
    operations = [
        migrations.AddField(
            "initiative",
            "label_until",
            models.DateField(blank=True, help_text="bears the quality label; kept by domains.labels", null=True),
        ),
        AddIndexConcurrently(
            "initiative",
            models.Index(
                F("fresh_at").desc(),
                F("id").desc(),
                condition=Q(state="published") & Q(label_until__isnull=False),
                name="ini_label",
            ),
        ),
    ]
