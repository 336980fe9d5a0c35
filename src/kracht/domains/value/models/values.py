"""The value set: versions of rows that say what one person-year of change is worth."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language

from kracht.domains.value.facts import Dimension, Kind, Ledger, SetState


class ValueSet(models.Model):
    """One version. Once published neither it nor its rows change: triggers of the database refuse it."""

    number = models.PositiveIntegerField(unique=True)
    state = models.CharField(max_length=10, choices=SetState, default=SetState.DRAFT)
    note = models.TextField(blank=True, max_length=2000)
    based_on = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    parameters = models.JSONField(default=dict)  # of the core: base year, rate, WELLBY; and our hour values per year
    digest = models.CharField(max_length=64, blank=True)
    made_by = models.CharField(max_length=100)
    made_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=100, blank=True)
    proposed_at = models.DateTimeField(null=True, blank=True)
    published_by = models.CharField(max_length=100, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    privacy: ClassVar[dict[str, str]] = {
        **dict.fromkeys(
            "id number state note based_on parameters digest made_at proposed_at published_at".split(), "public"
        ),
        **dict.fromkeys(["made_by", "proposed_by", "published_by"], "personal"),
    }

    class Meta:
        constraints: ClassVar = [
            # a second person publishes
            models.CheckConstraint(
                condition=~Q(state=SetState.PUBLISHED) | (~Q(published_by=F("proposed_by")) & ~Q(digest="")),
                name="value_set_two_persons",
            ),
        ]

    def __str__(self) -> str:
        return f"value set {self.number}"


class Value(models.Model):
    """One row: an outcome, its driver, its ledger, what it is worth and where that comes from."""

    value_set = models.ForeignKey(ValueSet, models.CASCADE, related_name="values")
    code = models.SlugField(max_length=60)
    title_nl = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120)
    ask_nl = models.CharField(max_length=200)
    ask_en = models.CharField(max_length=200)
    driver = models.CharField(max_length=120)
    ledger = models.CharField(max_length=2, choices=Ledger)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.OTHER)
    low = models.DecimalField(max_digits=14, decimal_places=4)
    central = models.DecimalField(max_digits=14, decimal_places=4)
    high = models.DecimalField(max_digits=14, decimal_places=4)
    price_year = models.PositiveSmallIntegerField(null=True, blank=True)
    cashable = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    payer = models.CharField(max_length=40, blank=True)
    dimension = models.CharField(max_length=12, choices=Dimension, blank=True)
    demonstration = models.BooleanField(default=False)
    norm = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    norm_n = models.PositiveIntegerField(null=True, blank=True)
    source = models.CharField(max_length=500)
    page = models.CharField(max_length=300)
    licence = models.CharField(max_length=120)
    owner = models.CharField(max_length=120)
    expires = models.DateField(null=True, blank=True)

    privacy: ClassVar[dict[str, str]] = dict.fromkeys(
        "id value_set code title_nl title_en ask_nl ask_en driver ledger kind low central high price_year cashable payer"
        " dimension demonstration norm norm_n source page licence owner expires".split(),
        "public",
    )

    class Meta:
        ordering = ("ledger", "code")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["value_set", "code"], name="value_code_once"),
            models.CheckConstraint(
                condition=Q(low__gte=0, central__gte=F("low"), high__gte=F("central")), name="value_low_to_high"
            ),
            models.CheckConstraint(condition=~Q(ledger="L1") | ~Q(payer=""), name="value_l1_has_payer"),
            models.CheckConstraint(
                condition=~Q(ledger__in=["L1", "L2"]) | Q(price_year__isnull=False), name="value_euros_have_year"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def title(self) -> str:
        """The outcome in the language of the page."""
        return self.title_en if get_language() == "en" else self.title_nl

    @property
    def ask(self) -> str:
        """The question to a participant, in the language of the page."""
        return self.ask_en if get_language() == "en" else self.ask_nl
