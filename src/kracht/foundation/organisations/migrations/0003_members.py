"""Invitations to belong to an organisation, and claims on its page."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

OPEN = models.Q(("state", "open"))
STATES = [("open", "waits"), ("granted", "granted"), ("refused", "refused"), ("withdrawn", "taken back")]
EVIDENCE = [("domain", "mail address on the domain of the website"), ("word", "a moderator or an owner decides")]


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0002_organisations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254)),
                ("role", models.CharField(max_length=20)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="organisations.organisation"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["email"], name="org_invited")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("organisation", "email"),
                        name="org_one_open_invitation",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PageClaim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.TextField(blank=True, max_length=1000)),
                ("evidence", models.CharField(choices=EVIDENCE, max_length=10)),
                ("state", models.CharField(choices=STATES, default="open", max_length=10)),
                ("created_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.TextField(blank=True, max_length=1000)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["state", "created_at"], name="org_claims_waiting")],
                "constraints": [
                    models.UniqueConstraint(condition=OPEN, fields=("organisation", "user"), name="org_one_open_claim"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "granted", "refused", "withdrawn"])),
                        name="org_claim_state",
                    ),
                ],
            },
        ),
    ]
