"""Tables of the register: entries with what hangs on them, and how they came in."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Upper
from django.utils.translation import get_language

from kracht.domains.initiatives.facts import LegalForm, Licence, NeedKind, Reach, Stage, State
from kracht.foundation.places.models import Located, LocatedQuerySet, located_constraints

PUBLISHED = Q(state=State.PUBLISHED.value)


class Theme(models.Model):
    """One of the twelve subjects. Rows are made by a migration; `id` is an int4 so that indexes can hold it."""

    id = models.IntegerField(primary_key=True)
    slug = models.SlugField(unique=True)
    name_nl = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    description_nl = models.CharField(max_length=300)
    description_en = models.CharField(max_length=300)

    privacy: ClassVar[dict[str, str]] = dict.fromkeys(
        ["id", "slug", "name_nl", "name_en", "description_nl", "description_en"], "public"
    )

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        return self.name_en if get_language() == "en" else self.name_nl

    @property
    def description(self) -> str:
        """One sentence in the language of the page."""
        return self.description_en if get_language() == "en" else self.description_nl


class InitiativeQuerySet(LocatedQuerySet["Initiative"]):
    """Sets of initiatives, in sentences."""

    def published(self) -> "InitiativeQuerySet":
        """Return those anyone may see."""
        return self.filter(PUBLISHED)

    def freshest_first(self) -> "InitiativeQuerySet":
        """Order by last confirmation, newest first; the id breaks ties so that pages never skip."""
        return self.order_by("-fresh_at", "-id")


class Initiative(Located):
    """A citizens' social initiative, from an idea in a stairwell to a care cooperative."""

    slug = models.SlugField(max_length=100, unique=True)
    name = models.CharField(max_length=120)
    summary = models.CharField(max_length=280)
    story = models.TextField(blank=True, max_length=20_000)
    language = models.CharField(max_length=3, default="nl")
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.RUNNING)
    themes = ArrayField(models.IntegerField(), default=list, blank=True)
    sdgs = ArrayField(models.IntegerField(), default=list, blank=True)
    need_kinds = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    sectors = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    tags = ArrayField(models.CharField(max_length=80), default=list, db_default=[], blank=True)
    people = models.PositiveIntegerField(null=True, blank=True)
    volunteer_hours = models.PositiveIntegerField(null=True, blank=True, help_text="hours a month, all together")
    legal_form = models.CharField(max_length=12, choices=LegalForm.choices, blank=True)
    since = models.PositiveSmallIntegerField(null=True, blank=True, help_text="year")
    reach = models.CharField(max_length=13, choices=Reach.choices, default=Reach.NEIGHBOURHOOD)
    website = models.URLField(max_length=300, blank=True)
    contact_name = models.CharField(max_length=100, blank=True)
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=30, blank=True)
    contact_public = models.BooleanField(default=False)
    opening_times = models.CharField(max_length=500, blank=True)
    recipe = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="copies")
    cover = models.ForeignKey("media.Picture", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    state_before = models.CharField(max_length=10, blank=True)
    source = models.CharField(max_length=60, blank=True)
    source_key = models.CharField(max_length=200, blank=True)
    source_url = models.URLField(max_length=500, blank=True)
    source_year = models.PositiveSmallIntegerField(null=True, blank=True)
    licence = models.CharField(max_length=20, choices=Licence.choices, default=Licence.CC_BY)
    is_example = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    fresh_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True, help_text="when somebody of it last said: all is right")
    label_until = models.DateField(null=True, blank=True, help_text="bears the quality label; kept by domains.labels")

    norm = models.GeneratedField(
        expression=Func(F("name"), function="public.f_norm"), output_field=models.TextField(), db_persist=True
    )
    parts = models.TextField(blank=True, help_text="words inside compounds, and names of places: found last")
    search = models.GeneratedField(
        expression=Func("language", "name", "summary", "story", "parts", function="public.search_document"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects: ClassVar[Any] = InitiativeQuerySet.as_manager()

    privacy: ClassVar[dict[str, str]] = {
        **dict.fromkeys(
            "lat lon mp qk place_kind place_name province municipality district neighbourhood area_estimated".split(),
            "public",
        ),
        **dict.fromkeys(
            "id slug name summary story language stage themes sdgs need_kinds sectors tags people volunteer_hours legal_form"
            " since reach website opening_times recipe cover state source source_key source_url source_year licence"
            " is_example created_at updated_at published_at fresh_at confirmed_at label_until norm parts search contact_public".split(),
            "public",
        ),
        **dict.fromkeys(["contact_name", "contact_email", "contact_phone"], "personal"),
        "state_before": "internal",
    }

    class Meta:
        indexes = (
            # the list and the newest of each area, in order, by keyset
            models.Index(F("fresh_at").desc(), F("id").desc(), name="ini_fresh", condition=PUBLISHED),
            models.Index("province", F("fresh_at").desc(), F("id").desc(), name="ini_province", condition=PUBLISHED),
            models.Index(
                "municipality", F("fresh_at").desc(), F("id").desc(), name="ini_municipality", condition=PUBLISHED
            ),
            models.Index("district", F("fresh_at").desc(), F("id").desc(), name="ini_district", condition=PUBLISHED),
            models.Index(
                "neighbourhood", F("fresh_at").desc(), F("id").desc(), name="ini_neighbourhood", condition=PUBLISHED
            ),
            # the list of those with the quality label
            models.Index(
                F("fresh_at").desc(),
                F("id").desc(),
                name="ini_label",
                condition=PUBLISHED & Q(label_until__isnull=False),
            ),
            # rare filters and their combinations
            GinIndex(fields=["themes"], name="ini_themes", fastupdate=False),
            GinIndex(fields=["need_kinds"], name="ini_needs", fastupdate=False),
            GinIndex(fields=["sdgs"], name="ini_sdgs", fastupdate=False),
            GinIndex(fields=["tags"], name="ini_tags", fastupdate=False),
            # Dutch search
            GinIndex(fields=["search"], name="ini_search", fastupdate=False),
            # nearest and radius
            GistIndex(F("mp"), name="ini_mp", condition=PUBLISHED),
            # cells of the map without touching the table
            models.Index("qk", name="ini_qk", condition=PUBLISHED, include=["themes", "is_example"]),
            # duplicates by name
            GinIndex(OpClass("norm", name="gin_trgm_ops"), name="ini_norm"),
            # duplicates by website and by contact address
            GinIndex(OpClass(Upper("website"), name="gin_trgm_ops"), name="ini_website"),
            models.Index(Upper("contact_email"), name="ini_contact"),
            # the moderation desk
            models.Index("state", "created_at", name="ini_desk", condition=~PUBLISHED),
        )
        constraints = (
            *located_constraints("ini"),
            models.UniqueConstraint(
                fields=["source", "source_key"], name="ini_source_once", condition=~Q(source_key="")
            ),
            models.CheckConstraint(name="ini_published_has_date", condition=~PUBLISHED | Q(published_at__isnull=False)),
        )

    def __str__(self) -> str:
        return self.name


class Need(models.Model):
    """One thing an initiative asks for: hands, money, goods, space or knowledge."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="needs")
    kind = models.CharField(max_length=10, choices=NeedKind.choices)
    text = models.CharField(max_length=300, blank=True)

    privacy: ClassVar[dict[str, str]] = dict.fromkeys(["id", "initiative", "kind", "text"], "public")

    def __str__(self) -> str:
        return f"{self.kind}: {self.text}"


class Party(models.Model):
    """Who takes part, by sector: a known organisation, or a name."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(
        "organisations.Organisation", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    name = models.CharField(max_length=120)
    sector = models.CharField(max_length=10)

    privacy: ClassVar[dict[str, str]] = dict.fromkeys(["id", "initiative", "organisation", "name", "sector"], "public")

    def __str__(self) -> str:
        return self.name


class InitiativePicture(models.Model):
    """A picture of an initiative, in the order of the page."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="pictures")
    picture = models.ForeignKey("media.Picture", on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    privacy: ClassVar[dict[str, str]] = dict.fromkeys(["id", "initiative", "picture", "position"], "public")

    class Meta:
        ordering = ("position", "id")

    def __str__(self) -> str:
        return f"{self.initiative_id}/{self.position}"


class Submission(models.Model):
    """How an entry came in from a person: their address, the confirmation and the moderator's words."""

    initiative = models.OneToOneField(Initiative, on_delete=models.CASCADE, related_name="submission")
    email = models.EmailField()
    language = models.CharField(max_length=3, default="nl")
    user_key = models.CharField(max_length=40, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    once_key = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True, max_length=2000)
    round = models.PositiveSmallIntegerField(default=0)

    privacy: ClassVar[dict[str, str]] = {
        "email": "personal",
        **dict.fromkeys(
            "id initiative language user_key token_hash once_key created_at confirmed_at decided_at reason round".split(),
            "internal",
        ),
    }

    def __str__(self) -> str:
        return f"submission of {self.initiative_id}"
