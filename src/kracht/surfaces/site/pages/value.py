"""The small block on the pages of an initiative and an area: what is published of its value. Empty where nothing is."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kracht.domains.value.queries import public
from kracht.ui import parts


@dataclass(frozen=True, slots=True)
class ValueBlock:
    """A sentence, facts and links (site/includes/value.html)."""

    title: str
    text: str
    facts: tuple[parts.Fact, ...]
    links: tuple[parts.Link, ...]


def of_entry(initiative_id: int, slug: str) -> ValueBlock | None:
    """Return the block of an initiative; None when no figures of it are published."""
    years = public.published_years(initiative_id)
    if not years:
        return None
    newest = years[0].year
    links = [
        parts.Link(
            _("The calculation sheet of %(year)s") % {"year": newest}, reverse("value:sheet", args=[slug, newest])
        ),
        parts.Link(_("Follow your gift"), reverse("aex:gift_year", args=[slug, newest])),
    ]
    if slug in public.sheet_slugs():
        links.insert(1, parts.Link(_("Beside others of its kind"), reverse("aex:bench", args=[slug])))
    return ValueBlock(
        title=_("What it means for people"),
        text=ngettext(
            "The figures of %(n)s year were checked by two people: who took part, what changed, and how sure that is.",
            "The figures of %(n)s years were checked by two people: who took part, what changed, and how sure that is.",
            len(years),
        )
        % {"n": len(years)},
        facts=(),
        links=tuple(links),
    )


def of_area(code: str) -> ValueBlock | None:
    """Return the block of a province or municipality; None when nothing of it is in the newest release."""
    found = public.areas().get(code)
    if found is None:
        return None
    facts: tuple[parts.Fact, ...] = ()
    if not (settings.PRODUCTION and public.demonstration(found.release)):
        facts = (
            parts.Fact(_("Saved by the government, less what it paid"), _euros(found.saved_cents - found.paid_cents)),
            parts.Fact(_("Well-being, in euros of well-being"), _euros(found.wellbeing_cents)),
        )
    return ValueBlock(
        title=_("What initiatives here mean"),
        text=ngettext(
            "%(n)s initiative here has checked figures of %(period)s. Each person counts once. The amounts are not added up.",
            "%(n)s initiatives here have checked figures of %(period)s. Each person counts once. The amounts are not added up.",
            found.initiatives,
        )
        % {"n": found.initiatives, "period": found.period},
        facts=facts,
        links=(
            parts.Link(_("How this is counted"), reverse("aex:national")),
            parts.Link(_("Where more people could be helped"), reverse("aex:growth")),
        ),
    )


def _euros(cents: int) -> str:
    amount = number_format(round(abs(cents) / 100), decimal_pos=0, force_grouping=True)
    return f"{'−' if cents < 0 else ''}€\u00a0{amount}"
