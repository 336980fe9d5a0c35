"""Tables of imports: sources, runs, what each row became, the file, and how far the work is."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from kracht.domains.imports.facts import Choice, Every, RunState


class Source(models.Model):
    """Where records come from, with how its columns are read. `url` and `every` make it a followed source."""

    name = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=120)
    organisation = models.ForeignKey(
        "organisations.Organisation", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    format = models.CharField(max_length=20, blank=True)
    mapping = models.JSONField(default=dict)
    licence = models.CharField(max_length=20, default="CC-BY-4.0")
    url = models.URLField(max_length=500, blank=True)
    every = models.CharField(max_length=5, choices=Every.choices, blank=True)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    digest = models.CharField(max_length=64, blank=True, help_text="of the file that came last")
    created_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True, blank=True)

    privacy: ClassVar[dict[str, str]] = {
        **dict.fromkeys(
            "id name title organisation format mapping licence url every etag last_modified digest created_at next_at".split(),
            "internal",
        ),
        "responsible": "personal",
    }

    class Meta:
        indexes = (models.Index(fields=["next_at"], name="imports_due", condition=~models.Q(every="")),)

    def __str__(self) -> str:
        return self.title


class Visit(models.Model):
    """One time that a followed source was asked."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="visits")
    at = models.DateTimeField()
    ok = models.BooleanField()
    changed = models.BooleanField(default=False)
    said = models.CharField(max_length=300, blank=True)
    run = models.ForeignKey("imports.Run", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    privacy: ClassVar[dict[str, str]] = dict.fromkeys("id source at ok changed said run".split(), "internal")

    class Meta:
        indexes = (models.Index(fields=["source", "-id"], name="imports_history"),)

    def __str__(self) -> str:
        return f"{self.source_id} {self.at:%Y-%m-%d %H:%M}"


class Run(models.Model):
    """One file on its way into the register."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="runs")
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.MAPPING)
    format = models.CharField(max_length=20)
    filename = models.CharField(max_length=200)
    url = models.URLField(max_length=500, blank=True)
    size = models.PositiveBigIntegerField()
    mapping = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    said = models.CharField(max_length=500, blank=True, help_text="what went wrong")
    whole = models.BooleanField(default=False, help_text="the file is all the source has: what is not in it is gone")
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    privacy: ClassVar[dict[str, str]] = {
        **dict.fromkeys(
            "id source state format filename url size mapping counts said whole created_at applied_at undone_at".split(),
            "internal",
        ),
        "started_by": "personal",
    }

    class Meta:
        indexes = (models.Index(fields=["-created_at"], name="imports_latest"),)

    def __str__(self) -> str:
        return f"{self.filename} ({self.state})"


class Piece(models.Model):
    """A part of a run's file, so that every worker can read it and a backup holds it. Gone after a month."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="pieces")
    number = models.PositiveIntegerField()
    body = models.BinaryField()

    privacy: ClassVar[dict[str, str]] = dict.fromkeys("id run number body".split(), "internal")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["run", "number"], name="imports_piece_once"),)

    def __str__(self) -> str:
        return f"{self.run_id}/{self.number}"


class Row(models.Model):
    """One record of a run: what it says, what it would do or did, and what a person chose."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(help_text="row or place in the file")
    key = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=120, blank=True)
    verdict = models.CharField(max_length=10)
    record = models.JSONField(default=dict)
    changes = models.JSONField(default=list)
    conflicts = models.JSONField(default=list)
    problems = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    alike = models.JSONField(default=list)
    choice = models.CharField(max_length=5, choices=Choice.choices, blank=True)
    chosen_id = models.BigIntegerField(null=True, blank=True)
    takes = models.JSONField(default=dict, help_text="field → take or keep")
    initiative_id = models.BigIntegerField(null=True, blank=True)
    slug = models.CharField(max_length=100, blank=True)
    trace = models.JSONField(null=True, blank=True)
    outcome = models.CharField(max_length=10, blank=True)
    outcome_said = models.CharField(max_length=300, blank=True)

    privacy: ClassVar[dict[str, str]] = dict.fromkeys(
        "id run number key name verdict record changes conflicts problems warnings alike choice chosen_id takes"
        " initiative_id slug trace outcome outcome_said".split(),
        "internal",
    )

    class Meta:
        indexes = (
            # the tabs of a report, page by page
            models.Index(fields=["run", "verdict", "number"], name="imports_rows"),
            # what was chosen for this record the last time
            models.Index(fields=["key"], name="imports_choices", condition=~models.Q(choice="")),
        )

    def __str__(self) -> str:
        return f"{self.run_id}/{self.number} {self.verdict}"


class Progress(models.Model):
    """How far the background is; written outside the transaction of the work, so that it can be seen meanwhile."""

    run = models.OneToOneField(Run, on_delete=models.CASCADE, primary_key=True, related_name="progress")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    stop = models.BooleanField(default=False, help_text="a person asked to stop")

    privacy: ClassVar[dict[str, str]] = dict.fromkeys("run done total stop".split(), "internal")

    def __str__(self) -> str:
        return f"{self.done}/{self.total}"
