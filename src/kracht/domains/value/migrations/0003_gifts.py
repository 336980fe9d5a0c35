"""Gifts to an initiative-year and what was said of them; rows are only added, but for the names in them."""

import django.db.models.deletion
from django.db import migrations, models


TRIGGERS = """
CREATE TRIGGER value_gift_added BEFORE DELETE OR UPDATE OF initiative_id, year, kind, cents, minutes, once, at
  ON value_gift FOR EACH ROW EXECUTE FUNCTION public.value_refuse();
CREATE TRIGGER value_giftword_added BEFORE DELETE OR UPDATE OF gift_id, said, at
  ON value_giftword FOR EACH ROW EXECUTE FUNCTION public.value_refuse();
"""
BACK = """
DROP TRIGGER value_gift_added ON value_gift;
DROP TRIGGER value_giftword_added ON value_giftword;
"""


class Migration(migrations.Migration):
    """Two tables and their triggers."""

    dependencies = [
        ("initiatives", "0004_alike"),
        ("value", "0002_frozen"),
    ]

    operations = [
        migrations.CreateModel(
            name="Gift",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("money", "money"), ("goods", "goods"), ("hours", "hours")], max_length=6
                    ),
                ),
                ("cents", models.PositiveBigIntegerField(default=0)),
                ("minutes", models.PositiveIntegerField(default=0)),
                ("giver", models.CharField(max_length=100)),
                ("shown_as", models.CharField(blank=True, max_length=80)),
                ("once", models.CharField(max_length=64, unique=True)),
                ("at", models.DateTimeField()),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="initiatives.initiative"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="GiftWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "said",
                    models.CharField(
                        choices=[("received", "received"), ("missed", "not received"), ("withdrawn", "withdrawn")],
                        max_length=9,
                    ),
                ),
                ("by", models.CharField(max_length=100)),
                ("at", models.DateTimeField()),
                (
                    "gift",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="word", to="value.gift"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="gift",
            index=models.Index(fields=["initiative", "year"], name="value_gifts_of_year"),
        ),
        migrations.AddIndex(
            model_name="gift",
            index=models.Index(fields=["giver"], name="value_gifts_of_giver"),
        ),
        migrations.AddConstraint(
            model_name="gift",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cents", 0), ("kind", "hours"), ("minutes__gt", 0)),
                    models.Q(models.Q(("kind", "hours"), _negated=True), ("cents__gt", 0), ("minutes", 0)),
                    _connector="OR",
                ),
                name="value_gift_of_its_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="gift",
            constraint=models.CheckConstraint(
                condition=models.Q(("year__gte", 1990), ("year__lte", 2100)), name="value_gift_year_possible"
            ),
        ),
        migrations.RunSQL(TRIGGERS, BACK),
    ]
