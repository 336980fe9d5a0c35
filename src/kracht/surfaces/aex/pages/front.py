"""The front door: what it is in plain words, the index, the national figure, three ledgers side by side."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from kracht.domains.value.facts import Ledger
from kracht.domains.value.queries import figures
from kracht.domains.value.queries.figures import Totals
from kracht.surfaces.aex.pages import common, index, national
from kracht.surfaces.aex.pages.common import about, between, plain
from kracht.ui import parts


@dataclass(frozen=True, slots=True)
class LedgerCard:
    """One kind of value: its sum and its range."""

    key: str
    label: str
    value: str
    span: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Door:
    """A page one can go to."""

    title: str
    text: str
    url: str
    icon: str


@dataclass(frozen=True, slots=True)
class FrontPage:
    """The front door."""

    tabs: tuple[parts.Link, ...]
    notice: str
    release: str
    index: index.IndexPage | None
    plot: parts.Plot | None
    national: national.NationalPage | None
    ledgers: tuple[LedgerCard, ...]
    figures: tuple[parts.Figure, ...]
    doors: tuple[Door, ...]
    empty: parts.Invitation | None


def build() -> FrontPage:
    """Read the front door; without a release it invites."""
    whole = figures.index_levels()
    sums = figures.totals()
    page = index.build() if whole and whole.levels else None
    country = national.build()
    hidden = bool(country and country.hidden)
    return FrontPage(
        tabs=common.doors("front"),
        notice=common.notice(whole.release) if whole else "",
        release=whole.release if whole else "",
        index=page,
        plot=page.years if page else None,
        national=country,
        ledgers=_ledgers(sums) if sums and not hidden else (),
        figures=_figures(sums) if sums else (),
        doors=_doors(),
        empty=None if page else _nothing(),
    )


def _ledgers(sums: Totals) -> tuple[LedgerCard, ...]:
    words = {
        "L1": _("What the government does not have to spend, in so far as the money really comes free."),
        "L2": _("What people and companies keep or earn."),
        "L3": _("How much more satisfied people are with their lives, in euros of well-being. It is not money."),
    }
    return tuple(
        LedgerCard(
            key={"L1": "government", "L2": "business", "L3": "residents"}[key],
            label=str(Ledger(key).label),
            value=about(sums.central[key]),
            span=between(sums.ranges[key]),
            explanation=words[key],
        )
        for key in ("L1", "L2", "L3")
    )


def _figures(sums: Totals) -> tuple[parts.Figure, ...]:
    return (
        parts.Figure(plain(sums.listings), _("initiatives with checked figures")),
        parts.Figure(plain(sums.people), _("people took part"), _("some took part in more than one")),
        parts.Figure(
            plain(sums.measured_well),
            _("compared with people who did not take part"),
            _("of %(n)s") % {"n": plain(sums.listings)},
        ),
        parts.Figure(about(sums.cost_cents), _("costs"), _("money, goods and hours of volunteers")),
    )


def _doors() -> tuple[Door, ...]:
    return (
        Door(
            _("The index"), _("Does it grow or shrink? By year, theme and province."), reverse("aex:index"), "compare"
        ),
        Door(
            _("What the country saves"),
            _("Who saves, who pays, and what we do not count."),
            reverse("aex:national"),
            "people",
        ),
        Door(
            _("Growth map"),
            _("Where more people could be helped, and with which recipe."),
            reverse("aex:growth"),
            "map",
        ),
        Door(
            _("Compare"), _("One initiative beside others of its kind. No ranking."), reverse("aex:bench_find"), "list"
        ),
        Door(
            _("Follow your gift"),
            _("What became of money, hours or goods that you gave."),
            reverse("aex:gifts"),
            "mail",
        ),
        Door(_("Method"), _("How we compute, what is uncertain, who decides."), reverse("aex:method"), "info"),
    )


def _nothing() -> parts.Invitation:
    return parts.Invitation(
        _("There is no index yet"),
        _("The first one appears when enough initiatives have had their figures checked."),
        (parts.Link(_("How it will be computed"), reverse("aex:method")),),
    )
