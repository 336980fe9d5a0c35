"""What a source says of an entry."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0005_tags"), ("organisations", "0002_organisations")]
    operations = [
        migrations.CreateModel(
            name="Provenance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=60)),
                ("source_key", models.CharField(max_length=200)),
                ("url", models.URLField(blank=True, max_length=500)),
                ("licence", models.CharField(blank=True, max_length=20)),
                ("sent", models.JSONField(default=dict)),
                (
                    "owned",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        help_text="changed by nobody else",
                    ),
                ),
                (
                    "moment",
                    models.DateTimeField(blank=True, help_text="when the source last changed the record", null=True),
                ),
                ("written_at", models.DateTimeField()),
                (
                    "gone_at",
                    models.DateTimeField(blank=True, help_text="since when the source no longer has it", null=True),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="provenance",
                        to="initiatives.initiative",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["source", "source_key"], name="ini_provenance_once"),
                ],
            },
        ),
    ]
