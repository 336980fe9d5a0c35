"""Owners and reviewers, and one open membership of an organisation a person; the index is made while the site serves."""

from django.db import migrations, models

ROLES = [
    ("moderator", "Moderator"),
    ("owner", "Owner"),
    ("editor", "Editor"),
    ("administrator", "Administrator"),
    ("treasurer", "Treasurer"),
    ("civil_servant", "Civil servant"),
    ("reviewer", "Reviewer of the quality label"),
]
ONE_MEMBERSHIP = models.UniqueConstraint(
    condition=models.Q(
        ("ends_on", None), ("role__in", ["owner", "editor", "treasurer"]), ("scope_type", "organisation")
    ),
    fields=("user", "scope_key"),
    name="access_one_open_membership",
)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("access", "0001_initial")]
    operations = [
        migrations.AlterField("grant", "role", models.CharField(choices=ROLES, max_length=20)),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "CREATE UNIQUE INDEX CONCURRENTLY access_one_open_membership ON access_grant (user_id, scope_key)"
                    " WHERE ends_on IS NULL AND scope_type = 'organisation'"
                    " AND role IN ('owner', 'editor', 'treasurer')",
                    "DROP INDEX CONCURRENTLY access_one_open_membership",
                )
            ],
            state_operations=[migrations.AddConstraint("grant", ONE_MEMBERSHIP)],
        ),
    ]
