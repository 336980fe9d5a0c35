"""One-click unsubscribe and refusals. The defaults of the database let the former release write on meanwhile."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("notify", "0001_initial")]
    operations = [
        migrations.AddField(
            "notice", "unsubscribe", models.CharField(max_length=300, blank=True, default="", db_default="")
        ),
        migrations.AddField(
            "notice",
            "refused",
            models.BooleanField(default=False, db_default=False, help_text="the mail server will never take it"),
        ),
        AddIndexConcurrently(
            "notice", models.Index(fields=["address"], name="notify_refused", condition=models.Q(refused=True))
        ),
    ]
