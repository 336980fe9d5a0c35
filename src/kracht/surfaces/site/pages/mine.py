"""The visitor's own list, a list that was shared, and the comparison of up to four initiatives."""

import csv
import io
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kracht.domains.initiatives.queries import cards, entry
from kracht.domains.initiatives.queries.entry import Entry
from kracht.surfaces.site.forms import MOST_COMPARED
from kracht.surfaces.site.pages import common, doors
from kracht.surfaces.site.pages.common import Visitor, written
from kracht.ui import parts

FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class MyList:
    """What the page of a list shows; `shared` when somebody else made it."""

    title: str
    shared: bool
    cards: tuple[parts.Card, ...]
    gone: str
    ids: tuple[int, ...]
    share_url: str
    compare_url: str
    exports: tuple[parts.Link, ...]
    invitation: parts.Invitation
    mine_url: str


def build(ids: tuple[int, ...], visitor: Visitor, *, shared: bool) -> MyList:
    """Read a list; entries that left the register are counted, not shown."""
    found = cards.by_ids(ids)
    lost = len(ids) - len(found)
    here = tuple(one.id for one in found)
    text = ",".join(map(str, here))
    slugs = tuple(("with", one.slug) for one in found[:MOST_COMPARED])
    return MyList(
        title=_("A list that was shared with you") if shared else _("My list"),
        shared=shared,
        cards=common.card_parts(found, listed=visitor.listed),
        gone=ngettext(
            "%(n)s initiative of this list is no longer in the register.",
            "%(n)s initiatives of this list are no longer in the register.",
            lost,
        )
        % {"n": written(lost)}
        if lost
        else "",
        ids=here,
        share_url=doors.absolute(common.address("site:mine", (("ids", text),))) if here else "",
        compare_url=common.address("site:compare", slugs) if len(found) > 1 else "",
        exports=_exports(here),
        invitation=parts.Invitation(
            title=_("Your list is still empty"),
            text=_(
                "Press the star beside an initiative to keep it here. You need no account:"
                " the list stays on this device, and you can share it by its address."
            ),
            links=(parts.Link(_("Look at the map"), reverse("site:list"), "map"),),
        ),
        mine_url=reverse("site:mine"),
    )


def _exports(ids: tuple[int, ...]) -> tuple[parts.Link, ...]:
    if not ids:
        return ()
    text = ",".join(map(str, ids))
    return (parts.Link(_("Table (CSV)"), common.address("site:mine", (("ids", text), ("format", "csv"))), "download"),)


def csv_text(ids: tuple[int, ...]) -> str:
    """Return a list as a table with a heading, for a spreadsheet; text that looks like a formula stays text."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["name", "summary", "place", "stage", "themes", "website", "address", "licence"])
    for one in entry.by_ids(ids):
        themes = ", ".join(theme.name for theme in common.theme_parts(one.themes))
        url = doors.absolute(reverse("site:entry", args=[one.slug]))
        row = (one.name, one.summary, one.place_name, one.stage, themes, one.website, url, one.licence)
        writer.writerow([f"'{value}" if value.startswith(FORMULA) else value for value in row])
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class Column:
    """One initiative in the comparison."""

    name: str
    url: str
    language: str
    example: bool
    theme: parts.Theme | None
    without_url: str


@dataclass(frozen=True, slots=True)
class Row:
    """One property of all of them, in the order of the columns."""

    label: str
    values: tuple[str, ...]
    differs: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the comparison shows."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notices: tuple[str, ...]
    choices: tuple[parts.Link, ...]
    share_url: str
    invitation: parts.Invitation


def compare(slugs: tuple[str, ...], asked: int, visitor: Visitor) -> Comparison:
    """Read up to four initiatives side by side. `asked` is how many addresses were given."""
    found = entry.by_slugs(slugs)
    notices = []
    if asked > MOST_COMPARED:
        notices.append(_("You can compare at most four initiatives, so you see the first four."))
    elif len(found) < asked:
        notices.append(_("Not all of these initiatives are in the register (any more)."))
    here = [one.slug for one in found]
    return Comparison(
        columns=tuple(_column(one, here) for one in found),
        rows=tuple(_rows(found)) if found else (),
        notices=tuple(notices),
        choices=_choices(here, visitor) if len(here) < MOST_COMPARED else (),
        share_url=doors.absolute(_with(here)),
        invitation=parts.Invitation(
            title=_("Choose two to four initiatives"),
            text=_("Keep initiatives in your list with the star, and compare them here side by side."),
            links=(parts.Link(_("Look at the map"), reverse("site:list"), "map"),),
        ),
    )


def _with(slugs: list[str]) -> str:
    return common.address("site:compare", [("with", slug) for slug in slugs])


def _column(one: Entry, here: list[str]) -> Column:
    return Column(
        name=one.name,
        url=reverse("site:entry", args=[one.slug]),
        language=one.language,
        example=one.is_example,
        theme=next(iter(common.theme_parts(one.themes[:1])), None),
        without_url=_with([slug for slug in here if slug != one.slug]),
    )


def _choices(here: list[str], visitor: Visitor) -> tuple[parts.Link, ...]:
    """Return what else is on the visitor's own list, each as an address with it added."""
    listed = cards.by_ids(visitor.listed)
    return tuple(parts.Link(one.name, _with([*here, one.slug]), "plus") for one in listed if one.slug not in here)


def _rows(found: list[Entry]) -> list[Row]:
    names = common.area_names(one.municipality_id for one in found)
    unknown = _("not known")

    def row(label: str, values: list[str]) -> Row:
        return Row(label, tuple(value or unknown for value in values), differs=len(set(values)) > 1)

    return [
        row(_("In one sentence"), [one.summary for one in found]),
        row(_("Place"), [common.place_label(one.place_name, names.get(one.municipality_id or 0)) for one in found]),
        row(_("Theme"), [", ".join(theme.name for theme in common.theme_parts(one.themes)) for one in found]),
        row(_("Stage"), [common.stage_word(one.stage).label for one in found]),
        row(_("What is needed"), [_needs(one) for one in found]),
        row(_("People taking part"), [written(one.people) if one.people else "" for one in found]),
        row(
            _("Volunteer hours a month"), [written(one.volunteer_hours) if one.volunteer_hours else "" for one in found]
        ),
        row(_("Since"), [str(one.since or "") for one in found]),
        row(_("Works for"), [common.reach_label(one.reach) for one in found]),
        row(_("Legal form"), [common.legal_label(one.legal_form) for one in found]),
        row(_("Partners"), [", ".join(party.name for party in one.parties) for one in found]),
    ]


def _needs(one: Entry) -> str:
    return "; ".join(f"{common.need_word(need.kind).label}: {need.text}" if need.text else common.need_word(need.kind).label
                     for need in one.needs)  # fmt: skip
