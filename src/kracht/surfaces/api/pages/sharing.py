"""What the pictures for social media say."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from kracht.domains.initiatives.queries import cards, totals
from kracht.domains.initiatives.queries.lookups import themes
from kracht.foundation.places import queries as places
from kracht.kernel import text
from kracht.surfaces.api.drawing import BLADES, Words
from kracht.surfaces.api.pages import naming

# themes share the five colours of the mark, in the order of their numbers
COLOURS = {number: BLADES[number % len(BLADES)] for number in range(1, 13)}

type Drawn = tuple[Words, str]


def initiative(slug: str) -> Drawn | None:
    """Return the words and colour of an initiative, or None when there is none."""
    rows = cards.by_slugs([slug]) if slug.isprintable() and len(slug) <= 100 else []
    if not rows:
        return None
    card = rows[0]
    home = naming.area_names([card.municipality_id]).get(card.municipality_id or 0)
    places_named = [card.place_name, home.name if home and text.norm(home.name) != text.norm(card.place_name) else ""]
    fact = themes().get(card.themes[0]) if card.themes else None
    with override(card.language if card.language in {"nl", "en"} else "nl"):
        above = fact.name(card.language) if fact else str(capfirst(_("initiative")))
    return Words(card.name, above, ", ".join(filter(None, places_named))), COLOURS[fact.id] if fact else BLADES[0]


def area(slug: str) -> Drawn | None:
    """Return the words and colour of an area, or None when there is none."""
    row = places.area_by_slug(slug) if slug.isprintable() and len(slug) <= 120 else None
    if row is None:
        return None
    count = totals.area_totals(row.pk).initiatives
    with override("nl"):
        words = ngettext("%(n)d initiative of residents", "%(n)d initiatives of residents", count) % {"n": count}
        return Words(row.name, str(capfirst(row.get_kind_display())), words), BLADES[2]


def site() -> Drawn:
    """Return the words and colour of the whole site."""
    with override("nl"):
        return Words(_("All that residents start themselves, on one map")), BLADES[0]
