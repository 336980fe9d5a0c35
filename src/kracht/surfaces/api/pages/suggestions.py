"""What someone may mean who is still typing: places, themes, initiatives, organisations."""

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

from kracht.domains.initiatives.queries import search
from kracht.domains.initiatives.queries.lookups import themes
from kracht.domains.initiatives.wording import LONGEST_QUERY
from kracht.foundation.organisations import queries as organisations
from kracht.foundation.places import queries as places
from kracht.kernel import text

FEWEST_LETTERS = 2
EACH = 5

type Rows = list[dict[str, Any]]


def suggestions(q: str) -> dict[str, Rows]:
    """Return up to five of each kind, with label, detail and address; nothing for fewer than two letters."""
    q = text.clean(q[:LONGEST_QUERY], LONGEST_QUERY)
    if len(text.key(q)) < FEWEST_LETTERS:
        return {"places": [], "themes": [], "initiatives": [], "organisations": []}
    return {
        "places": _places(q),
        "themes": _themes(text.key(q)),
        "initiatives": [
            {"label": one.name, "detail": one.place_name, "url": reverse("site:entry", args=[one.slug])}
            for one in search.complete(q, EACH)
        ],
        "organisations": [
            {"label": one.name, "detail": one.place_name, "url": reverse("site:organisation", args=[one.slug])}
            for one in organisations.search(q, limit=EACH)
        ],
    }


def _places(q: str) -> Rows:
    return [
        {
            "label": one.label,
            "detail": one.note or one.detail,
            "url": reverse("site:area", args=[one.area.slug]),
            "kind": one.kind,
            "code": one.area.code,
            "latitude": one.lat,
            "longitude": one.lon,
            "zoom": one.zoom,
        }
        for one in places.suggest(q, limit=EACH)
    ]


def _themes(key: str) -> Rows:
    language = get_language()
    return [
        {"label": fact.name(language), "detail": "", "url": reverse("site:theme", args=[fact.slug])}
        for fact in themes().values()
        if any(
            word.startswith(key)
            for name in (fact.name_nl, fact.name_en)
            for word in (text.key(name), *text.words(name))
        )
    ][:EACH]
