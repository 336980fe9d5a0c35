"""Topics, who follows them, what happened, and the order in which it did."""

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # places of happenings; a sequence goes along with a dump, so a restored site goes on where it was
        migrations.RunSQL("CREATE SEQUENCE subscriptions_place", "DROP SEQUENCE subscriptions_place"),
        migrations.CreateModel(
            name="Happening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.BigIntegerField(blank=True, null=True, unique=True)),
                ("at", models.DateTimeField()),
                ("what", models.CharField(max_length=20)),
                ("target_type", models.CharField(max_length=40)),
                ("target_id", models.BigIntegerField()),
                ("detail", models.JSONField(db_default={}, default=dict)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("place", None)), fields=["id"], name="subscriptions_unplaced"),
                    models.Index(fields=["target_type", "target_id", "place"], name="subscriptions_of_target"),
                    models.Index(fields=["at"], name="subscriptions_when"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Topic",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("key", models.CharField(max_length=100)),
                ("params", models.JSONField(blank=True, default=list)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "key"), name="subscriptions_topic_once")],
            },
        ),
        migrations.CreateModel(
            name="Subscription",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.EmailField(max_length=254)),
                (
                    "cadence",
                    models.CharField(
                        choices=[
                            ("once", "At once, as soon as something happens"),
                            ("daily", "Every day, at seven in the morning"),
                            ("weekly", "Every week, on Monday morning"),
                        ],
                        max_length=10,
                    ),
                ),
                ("language", models.CharField(default="nl", max_length=5)),
                ("nonce", models.CharField(max_length=32, unique=True)),
                ("place", models.BigIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("asked_at", models.DateTimeField(help_text="when a mail to confirm or to remind last went")),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("mailed_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_why",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("asked", "ended by the subscriber"),
                            ("refused", "the mail server refuses the address"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="subscriptions",
                        to="subscriptions.topic",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at", None), models.Q(("confirmed_at", None), _negated=True)),
                        fields=["topic", "cadence", "place"],
                        name="subscriptions_behind",
                    ),
                    models.Index(
                        condition=models.Q(("user", None), _negated=True), fields=["user"], name="subscriptions_of_user"
                    ),
                    models.Index(
                        models.F("created_at"),
                        condition=models.Q(("confirmed_at", None), ("ended_at", None)),
                        name="subscriptions_open",
                    ),
                    models.Index(
                        models.F("ended_at"),
                        condition=models.Q(("ended_at", None), _negated=True),
                        name="subscriptions_over",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("address", "topic"),
                        name="subscriptions_follow_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("address", django.db.models.functions.text.Lower("address"))),
                        name="subscriptions_lower",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("ended_why", "")),
                            models.Q(
                                models.Q(("ended_at", None), _negated=True), models.Q(("ended_why", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="subscriptions_end_has_its_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cadence",
                    models.CharField(
                        choices=[
                            ("once", "At once, as soon as something happens"),
                            ("daily", "Every day, at seven in the morning"),
                            ("weekly", "Every week, on Monday morning"),
                        ],
                        max_length=10,
                    ),
                ),
                ("place", models.BigIntegerField(default=0)),
                ("due_at", models.DateTimeField()),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rounds", to="subscriptions.topic"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["due_at"], name="subscriptions_due")],
                "constraints": [models.UniqueConstraint(fields=("topic", "cadence"), name="subscriptions_one_round")],
            },
        ),
    ]
