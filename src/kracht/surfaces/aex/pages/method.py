"""The method in plain words: the attacks and the answers, the value set, who decides, and every release with its hash."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from kracht.domains.value.facts import Ledger, ReleaseKind
from kracht.domains.value.queries import figures, values
from kracht.surfaces.aex.pages import common
from kracht.ui import parts


@dataclass(frozen=True, slots=True)
class Doubt:
    """An attack and its answer."""

    said: str
    answer: str


@dataclass(frozen=True, slots=True)
class ReleaseLine:
    """A release with what proves it."""

    name: str
    kind: str
    cutoff: date
    hash: str
    previous: str
    url: str


@dataclass(frozen=True, slots=True)
class MethodPage:
    """The method."""

    crumbs: tuple[parts.Link, ...]
    tabs: tuple[parts.Link, ...]
    steps: tuple[parts.Fact, ...]
    doubts: tuple[Doubt, ...]
    values: tuple[parts.Row, ...]
    headings: tuple[str, ...]
    version: int | None
    set_files: tuple[parts.Link, ...]
    set_url: str
    demonstration: int
    releases: tuple[ReleaseLine, ...]
    command: str


def build() -> MethodPage:
    """Read the value set and the releases."""
    current = values.current()
    rows = values.rows_of(current.number) if current else []
    made = figures.releases()
    return MethodPage(
        crumbs=common.crumbs(parts.Link(_("Method"))),
        tabs=common.doors("method"),
        steps=_steps(),
        doubts=_doubts(),
        headings=(_("Outcome"), _("Kind of value"), _("Low"), _("Central"), _("High"), _("Source")),
        values=tuple(
            parts.Row(
                row.title,
                (
                    str(Ledger(row.ledger).label),
                    *(common.plain(float(one), 2) for one in (row.low, row.central, row.high)),
                    row.source,
                ),
            )
            for row in rows
            if row.ledger != Ledger.PROFILE
        ),
        version=current.number if current else None,
        set_files=(
            parts.Link(_("Table (CSV)"), reverse("value:set_csv", args=[current.number]), "download"),
            parts.Link(_("Data (JSON)"), "/api/v1/value/set", "download"),
        )
        if current
        else (),
        set_url=reverse("value:set", args=[current.number]) if current else "",
        demonstration=sum(1 for row in rows if row.demonstration),
        releases=tuple(
            ReleaseLine(
                one.name,
                str(ReleaseKind(one.kind).label),
                one.cutoff,
                one.hash,
                one.previous,
                reverse("aex:release", args=[one.name]),
            )
            for one in made
        ),
        command=f"python manage.py recompute {made[0].name}" if made else "",
    )


def _steps() -> tuple[parts.Fact, ...]:
    return (
        parts.Fact(_("1. Who took part?"), _("The initiative counts participants. Who does not answer counts as no effect.")),
        parts.Fact(_("2. What changed?"), _("Participants answer a short survey, sent by us. We take off what would have happened anyway, and what others did.")),
        parts.Fact(_("3. What is it worth?"), _("Each change has one value, with a source, a page, a price year and a range. Everybody uses the same.")),
        parts.Fact(_("4. How sure is it?"), _("We compute ten thousand times with other numbers within the ranges. Weak evidence gives a wide range.")),
        parts.Fact(_("5. Who checks?"), _("One reviewer checks and a second one publishes. A correction stays visible beside what stood there.")),
        parts.Fact(_("6. What comes together?"), _("The index follows the same members over time. The national figure counts each person once.")),
    )  # fmt: skip


def _doubts() -> tuple[Doubt, ...]:
    pairs = (
        (_("“These amounts are made up.”"), _("Each amount has a source, a page, a price year, a licence and an owner. Change one, and everything can be computed again.")),
        (_("“Only happy people answer.”"), _("Who does not answer counts as no effect. We take off what happens to people like them anyway. How it was measured stands beside every figure.")),
        (_("“You cannot put a price on happiness.”"), _("That is why well-being stands apart and is never added to money. You can also read it in points of satisfaction, without euros.")),
        (_("“An empty bed is no saved money.”"), _("True. Only the part that really comes free counts as saved. The rest is called room, and stands apart.")),
        (_("“It is not a real stock exchange.”"), _("True. Nothing is traded. The index measures whether measured value grows, like an index of quantities.")),
        (_("“New members push the index up.”"), _("No. Entry does not move the level; that is how the divisor works. Closure does lower it.")),
        (_("“Initiatives score themselves.”"), _("They fill in; others check. Surveys go out at random, two people publish, and red flags need an answer.")),
        (_("“You count the same person twice.”"), _("Not in the national figure. Where nobody was asked about other help, only the largest initiative of a place counts.")),
        (_("“Small initiatives cannot do this.”"), _("Then they get no amount, but a sentence: how many people must be helped to earn the costs back.")),
    )  # fmt: skip
    return tuple(Doubt(said, answer) for said, answer in pairs)
