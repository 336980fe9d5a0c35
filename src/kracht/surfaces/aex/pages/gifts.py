"""Follow your gift: promised, reported, checked, and the realised share to the cent. Before a check nothing is predicted."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from kracht.domains.initiatives.queries.entry import Entry
from kracht.domains.value.facts import GiftKind, GiftSaid, GiftStage, Ledger
from kracht.domains.value.queries import gifts, public
from kracht.domains.value.queries.gifts import GiftRow, GiftYear
from kracht.domains.value.rules.gifts import REST, Part
from kracht.surfaces.aex.forms import GiveForm
from kracht.surfaces.aex.pages import common
from kracht.surfaces.aex.pages.common import euros, percent, plain
from kracht.ui import parts


@dataclass(frozen=True, slots=True)
class Mine:
    """One of my own gifts."""

    what: str
    name: str
    year: int
    url: str
    said: str
    number: int
    open: bool


@dataclass(frozen=True, slots=True)
class FindPage:
    """Find an initiative, and see my own gifts."""

    crumbs: tuple[parts.Link, ...]
    tabs: tuple[parts.Link, ...]
    q: str
    asked: bool
    found: tuple[parts.Link, ...]
    action: str
    mine: tuple[Mine, ...]
    signed_in: bool
    sign_in: str


@dataclass(frozen=True, slots=True)
class Line:
    """A contribution with its part of what was reached."""

    number: int
    who: str
    what: str
    said: str
    state: str
    share: str
    ledgers: tuple[str, ...]
    people: str
    mine: bool
    can_say: bool
    can_withdraw: bool


@dataclass(frozen=True, slots=True)
class YearPage:
    """The gifts of an initiative-year."""

    name: str
    slug: str
    year: int
    crumbs: tuple[parts.Link, ...]
    tabs: tuple[parts.Link, ...]
    stage: str
    steps: tuple[parts.Link, ...]
    checked: bool
    explain: str
    ledgers: tuple[str, ...]
    lines: tuple[Line, ...]
    sums: tuple[str, ...]
    put: str
    people: str
    give_url: str
    sheet_url: str
    entry_url: str
    csv_url: str
    owner: bool
    years: tuple[parts.Link, ...]
    more_than_spent: str


@dataclass(frozen=True, slots=True)
class GivePage:
    """The form to promise a gift."""

    name: str
    year: int
    crumbs: tuple[parts.Link, ...]
    tabs: tuple[parts.Link, ...]
    form: GiveForm
    back: str


def find(q: str, me: str, *, sign_in: str) -> FindPage:
    """Look for an initiative with checked figures, the first without words; and the gifts of who is signed in."""
    words = " ".join(q.replace("\x00", "").split())[:80]
    known = public.sheet_slugs()
    found = common.named(common.names(known), words)
    return FindPage(
        crumbs=common.crumbs(parts.Link(_("Follow your gift"))),
        tabs=common.doors("gifts"),
        q=words,
        asked=bool(words),
        found=tuple(parts.Link(name, reverse("aex:gift_year", args=[slug, known[slug]])) for name, slug in found),
        action=reverse("aex:gifts"),
        mine=tuple(_mine(row) for row in gifts.mine(me)),
        signed_in=bool(me),
        sign_in=sign_in,
    )


def _mine(row: GiftRow) -> Mine:
    return Mine(
        what=what(row),
        name=row.name,
        year=row.year,
        url=reverse("aex:gift_year", args=[row.slug, row.year]),
        said=_said(row.said),
        number=row.number,
        open=not row.said,
    )


def what(row: GiftRow) -> str:
    """Write what was given: € 250, goods worth € 250, 12 hours."""
    if row.kind == GiftKind.HOURS:
        return _("%(n)s hours") % {"n": plain(row.minutes / 60, 0 if row.minutes % 60 == 0 else 1)}
    amount = euros(row.cents, exact=row.cents % 100 != 0)
    return _("goods worth %(amount)s") % {"amount": amount} if row.kind == GiftKind.GOODS else amount


def _said(said: str) -> str:
    return str(GiftSaid(said).label) if said else _("promised")


def build(entry: Entry, year: int, *, me: str, owner: bool) -> YearPage:
    """Read the gifts of a year. `owner`: whether who looks keeps this initiative."""
    found = gifts.year_of(initiative_id=entry.id, slug=entry.slug, name=entry.name, year=year, me=me)
    checked = found.stage == GiftStage.CHECKED
    keys = tuple(found.ledgers)
    lines = tuple(_line(row, found, keys, owner=owner) for row in found.gifts)
    rest = tuple(_rest(part, keys) for part in found.rest)
    return YearPage(
        name=found.name,
        slug=found.slug,
        year=year,
        crumbs=common.crumbs(
            parts.Link(_("Follow your gift"), reverse("aex:gifts")), parts.Link(f"{found.name}, {year}")
        ),
        tabs=common.doors("gifts"),
        stage=found.stage,
        steps=tuple(
            parts.Link(str(GiftStage(key).label).capitalize(), current=key == found.stage) for key in GiftStage.values
        ),
        checked=checked,
        explain=_explain(found),
        ledgers=tuple(str(Ledger(key).label) for key in keys),
        lines=(*lines, *rest),
        sums=tuple(euros(found.ledgers[key], exact=True) for key in keys),
        put=euros(found.put_cents, exact=True),
        people=plain(found.participants),
        give_url=reverse("aex:gift_give", args=[found.slug, year]),
        sheet_url=reverse("value:sheet", args=[found.slug, year]) if checked else "",
        entry_url=common.entry_url(found.slug),
        csv_url=reverse("aex:gift_csv", args=[found.slug, year]),
        owner=owner,
        years=_years(entry, year),
        more_than_spent=_more(found),
    )


def _years(entry: Entry, year: int) -> tuple[parts.Link, ...]:
    known = {one.year for one in public.published_years(entry.id)} | {year}
    return tuple(
        parts.Link(str(one), reverse("aex:gift_year", args=[entry.slug, one]), current=one == year)
        for one in sorted(known, reverse=True)
    )


def _explain(found: GiftYear) -> str:
    if found.stage == GiftStage.CHECKED:
        return _(
            "The figures of this year were checked by two people. Each gift has its part; together they are exactly the whole."
        )
    if found.stage == GiftStage.REPORTED:
        return _(
            "The initiative has sent in its figures. They are being checked, so gifts are reserved and nothing is shown yet."
        )
    return _("The figures of this year are not in yet. Gifts are reserved; we never predict what will come of them.")


def _more(found: GiftYear) -> str:
    if found.put_cents > found.spent_cents > 0:
        return _("More was given than was spent this year, so every part is smaller than it would be.")
    return ""


def _line(row: GiftRow, found: GiftYear, keys: tuple[str, ...], *, owner: bool) -> Line:
    part = row.part
    return Line(
        number=row.number,
        who=row.shown_as or (_("you") if row.mine else _("a giver")),
        what=what(row),
        said=row.said,
        state=_state(row, found),
        share=percent(part.share, 2) if part else "–",
        ledgers=tuple(euros(part.ledgers[key], exact=True) if part else "–" for key in keys),
        people=plain(part.people, 1) if part else "–",
        mine=row.mine,
        can_say=owner and not row.said,
        can_withdraw=row.mine and not row.said,
    )


def _state(row: GiftRow, found: GiftYear) -> str:
    if row.said == GiftSaid.RECEIVED:
        return _("received") if found.stage == GiftStage.CHECKED else _("received, reserved")
    return _said(row.said)


def _rest(part: Part, keys: tuple[str, ...]) -> Line:
    words = {
        GiftKind.MONEY.value: _("all other money"),
        GiftKind.GOODS.value: _("all other goods and rooms"),
        GiftKind.HOURS.value: _("all other hours of volunteers"),
    }
    return Line(
        number=0,
        who=_("others together"),
        what=f"{words[part.key.removeprefix(REST)]}: {euros(part.cents, exact=True)}",
        said=GiftSaid.RECEIVED.value,
        state=_("in the checked figures"),
        share=percent(part.share, 2),
        ledgers=tuple(euros(part.ledgers[key], exact=True) for key in keys),
        people=plain(part.people, 1),
        mine=False,
        can_say=False,
        can_withdraw=False,
    )


def give(entry: Entry, year: int, form: GiveForm) -> GivePage:
    """Return the page with the form."""
    back = reverse("aex:gift_year", args=[entry.slug, year])
    return GivePage(
        name=entry.name,
        year=year,
        crumbs=common.crumbs(
            parts.Link(_("Follow your gift"), reverse("aex:gifts")),
            parts.Link(f"{entry.name}, {year}", back),
            parts.Link(_("Give")),
        ),
        tabs=common.doors("gifts"),
        form=form,
        back=back,
    )


def file(entry: Entry, year: int) -> common.File:
    """Return the gifts of a year with their parts as CSV; names only where givers show them."""
    found = gifts.year_of(initiative_id=entry.id, slug=entry.slug, name=entry.name, year=year)
    keys = tuple(found.ledgers)
    rows: list[tuple[object, ...]] = [
        _cells(row.shown_as, row.kind, row.said or "promised", row.part, keys) for row in found.gifts
    ]
    rows += [_cells("", part.key.removeprefix(REST), "others", part, keys) for part in found.rest]
    headings = ("giver", "kind", "state", "put_eur", "share", *(f"{key.lower()}_eur" for key in keys), "people")
    return common.File(f"gifts-{entry.slug}-{year}", common.CSV, common.as_csv(headings, rows))


def _cells(who: str, kind: str, state: str, part: Part | None, keys: tuple[str, ...]) -> tuple[object, ...]:
    if part is None:
        return who, kind, state, None, None, *(None for _key in keys), None
    return who, kind, state, part.cents / 100, part.share, *(part.ledgers[key] / 100 for key in keys), part.people
