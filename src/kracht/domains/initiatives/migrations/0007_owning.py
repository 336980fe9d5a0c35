"""Owners, claims, invitations, proposals, reminders and versions. New tables and one empty column: nothing waits for it."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from kracht.domains.initiatives.facts import ClaimState, Evidence, InvitationKind, ProposalState

TABLES = ("owner", "claim", "invitation", "proposal", "reminder", "version")


def key():  # type: ignore[no-untyped-def]
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def entry(related: str, *, index: bool = True, once: bool = False) -> models.ForeignKey:  # type: ignore[type-arg]
    kind = models.OneToOneField if once else models.ForeignKey
    more = {} if index else {"db_index": False}
    return kind(
        db_constraint=False,
        on_delete=django.db.models.deletion.DO_NOTHING,
        related_name=related,
        to="initiatives.initiative",
        **more,
    )


def person(*, null: bool = False) -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey(
        null=null, on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
    )


def organisation() -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey(
        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="organisations.organisation"
    )


def cascade(table: str) -> migrations.RunSQL:
    """A foreign key that takes the row along when its entry goes, by whatever statement; the table is empty."""
    name = f"initiatives_{table}_goes_along"
    return migrations.RunSQL(
        f"ALTER TABLE initiatives_{table} ADD CONSTRAINT {name} FOREIGN KEY (initiative_id)"
        " REFERENCES initiatives_initiative (id) ON DELETE CASCADE NOT VALID;"
        f"ALTER TABLE initiatives_{table} VALIDATE CONSTRAINT {name};",
        f"ALTER TABLE initiatives_{table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0006_sourcing"),
        ("organisations", "0002_organisations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField(
            model_name="initiative",
            name="confirmed_at",
            field=models.DateTimeField(blank=True, help_text="when somebody of it last said: all is right", null=True),
        ),
        migrations.CreateModel(
            name="Owner",
            fields=[
                ("id", key()),
                ("evidence", models.CharField(choices=Evidence.choices, max_length=12)),
                ("since", models.DateTimeField()),
                ("initiative", entry("owners", index=False)),
                ("organisation", organisation()),
                ("user", person(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("initiative", "user"), name="owner_person_once"),
                    models.UniqueConstraint(fields=("initiative", "organisation"), name="owner_organisation_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("organisation__isnull", True), ("user__isnull", False)),
                            models.Q(("organisation__isnull", False), ("user__isnull", True)),
                            _connector="OR",
                        ),
                        name="owner_is_one_of_both",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                ("id", key()),
                ("evidence", models.CharField(choices=Evidence.choices, max_length=12)),
                ("state", models.CharField(choices=ClaimState.choices, max_length=10)),
                ("words", models.TextField(blank=True, max_length=2000)),
                ("code_hash", models.CharField(blank=True, max_length=64)),
                ("code_sent_at", models.DateTimeField(null=True)),
                ("code_tries", models.PositiveSmallIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True, max_length=2000)),
                ("initiative", entry("claims")),
                ("organisation", organisation()),
                ("user", person()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["code", "owner", "desk"])),
                        fields=("initiative", "user"),
                        name="claim_one_open",
                    )
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("decided_at", None)), fields=["state", "created_at"], name="claim_queue"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", key()),
                ("kind", models.CharField(choices=InvitationKind.choices, max_length=10)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("initiative", entry("invitations")),
                ("inviter", person()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("initiative", "email"),
                        name="invitation_one_open",
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", key()),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("language", models.CharField(default="nl", max_length=3)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("once_key", models.CharField(max_length=64, unique=True)),
                ("state", models.CharField(choices=ProposalState.choices, max_length=10)),
                ("changes", models.JSONField()),
                (
                    "pictures",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, default=list
                    ),
                ),
                ("why", models.TextField(blank=True, max_length=1000)),
                (
                    "taken",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), blank=True, default=list
                    ),
                ),
                ("reason", models.TextField(blank=True, max_length=2000)),
                ("created_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("initiative", entry("proposals")),
                ("user", person(null=True)),
            ],
            options={"indexes": [models.Index(fields=["state", "created_at"], name="proposal_queue")]},
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", key()),
                ("about", models.DateTimeField()),
                ("times", models.PositiveSmallIntegerField(default=0)),
                ("sent_at", models.DateTimeField()),
                ("initiative", entry("reminder", once=True)),
            ],
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                ("id", key()),
                ("number", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("actor_key", models.CharField(blank=True, max_length=100)),
                ("verb", models.CharField(blank=True, max_length=60)),
                ("document", models.JSONField()),
                ("initiative", entry("versions", index=False)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("initiative", "number"), name="version_once")],
                "indexes": [
                    models.Index(
                        models.OrderBy(models.F("at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="version_latest",
                    ),
                    models.Index(fields=["actor_key"], name="version_of_actor"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Gone",
            fields=[
                ("slug", models.SlugField(max_length=100, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
            ],
        ),
        *map(cascade, TABLES),
    ]
