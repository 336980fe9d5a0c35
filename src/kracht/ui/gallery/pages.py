"""Made-up content for whole pages: what each template in ui/compositions shows."""

from collections.abc import Callable
from typing import Any

from kracht.ui import parts
from kracht.ui.gallery.samples import (
    BARS,
    CARDS,
    CHIPS,
    CRUMBS,
    DOTS,
    FACTS,
    FIGURES,
    GROUPS,
    INVITATION,
    NEED_LIST,
    PAGER,
    PARTIES,
    SECTORS,
    STAGES,
    STORY,
    THEME,
    THEMES,
    example_form,
    tiles,
)
from kracht.ui.parts import Fact, Link, Word


def _country() -> parts.Map:
    return parts.Map("Kaart van alle initiatieven", tiles=tiles(), list_url="#list", follow=True)


def home() -> dict[str, Any]:
    """Return the home page."""
    return {
        "title": "Wat leeft er bij jou in de buurt?",
        "lead": "Duizenden buren verbouwen groente, delen auto's, wekken stroom op en zorgen voor elkaar. Doe mee.",
        "search_url": "#map",
        "locate_url": "#q={}",
        "points_url": "#points",
        "figures": FIGURES,
        "map": _country(),
        "latest": CARDS[:3],
        "themes": THEMES,
        "add_url": "#add",
        "map_url": "#map",
    }


def listing() -> dict[str, Any]:
    """Return the list and map side by side."""
    return {
        "title": "Initiatieven in Dordrecht",
        "q": "moestuin",
        "search_url": "#map",
        "groups": GROUPS,
        "map": _country(),
        "heading": "214 initiatieven",
        "did_you_mean": Link("buurtmoestuin", "#m"),
        "chips": CHIPS,
        "clear_url": "#clear",
        "cards": CARDS,
        "pager": PAGER,
        "exports": (Link("CSV", "#csv"), Link("GeoJSON", "#geo"), Link("Atom", "#atom")),
        "invitation": INVITATION,
    }


def initiative() -> dict[str, Any]:
    """Return the page of one initiative."""
    return {
        "crumbs": CRUMBS,
        "id": 1,
        "name": "Buurtmoestuin 't Groene Hart",
        "summary": CARDS[0].summary,
        "story": STORY,
        "language": "nl",
        "theme": THEME["green"],
        "themes": (THEME["green"], THEME["community"]),
        "stage": STAGES[3],
        "sectors": SECTORS[:3],
        "example": True,
        "needs": NEED_LIST[:3],
        "parties": PARTIES,
        "facts": FACTS,
        "contact": (Fact("E-mail", "groen@hart.example", "mailto:groen@hart.example"),),
        "map": parts.Map("Plaats van het initiatief", box=(4.6, 51.75, 4.76, 51.83), point=(51.79, 4.68), small=True),
        "rough": "De plaats is geschat uit de postcode.",
        "source": "Bron: aangemeld door een bewoner, 3 mei 2026.",
        "licence": Link("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
        "share_url": "https://kracht.example/nl/initiatief/1",
        "edit": Link("Klopt er iets niet?", "#edit"),
        "similar": CARDS[1:4],
    }


def area() -> dict[str, Any]:
    """Return the page of one area."""
    return {
        "crumbs": (*CRUMBS[:2], Link("Dordrecht")),
        "kind": "gemeente",
        "name": "Dordrecht",
        "lead": "In Dordrecht wonen 121.000 mensen. Dit is wat zij zelf begonnen.",
        "figures": FIGURES,
        "figures_note": "Geteld in het register van vandaag. Wat hier niet staat, kan er wel zijn.",
        "map": parts.Map("Kaart van Dordrecht", box=(4.5, 51.7, 4.85, 51.86), tiles=tiles()),
        "themes": BARS,
        "years": DOTS,
        "children_label": "wijken",
        "children": (Fact("Binnenstad", "31", "#1"), Fact("Sterrenburg", "18", "#2"), Fact("Dubbeldam", "7", "#3")),
        "cards": CARDS,
        "list_url": "#all",
        "feeds": (Link("Volg met Atom", "#atom", "feed"), Link("Agenda", "#ical", "calendar")),
        "history": ("Sinds 1970 met Dubbeldam.",),
        "embed": '<iframe src="https://kracht.example/nl/embed/GM0505" loading="lazy" title="Kracht"></iframe>',
        "invitation": INVITATION,
    }


def submit() -> dict[str, Any]:
    """Return the form to add an initiative, filled in wrongly."""
    return {"form": example_form(wrong=True)}


def fresh() -> dict[str, Any]:
    """Return the same form, empty."""
    return {"form": example_form()}


def queue() -> dict[str, Any]:
    """Return the moderation queue."""
    return {
        "title": "Aanmeldingen",
        "tabs": (Link("Wacht (2)", "#w", current=True), Link("Teruggevraagd", "#t"), Link("Gepubliceerd", "#p")),
        "entries": (
            _entry(CARDS[0], duplicates=CARDS[1:3]),
            _entry(CARDS[1], flags=("De website antwoordt niet.",)),
        ),
        "pager": parts.Pager(),
        "invitation": INVITATION,
    }


def _entry(card: parts.Card, **more: Any) -> dict[str, Any]:
    reasons = (Word("double", "Staat al in het register"), Word("unclear", "Nog niet duidelijk"))
    return {
        "card": card,
        "received": "gisteren, 20.14 uur",
        "story": STORY,
        "contact": "anna@groenehart.example",
        "decide_url": "#decide",
        "reasons": reasons,
        **more,
    }


def empty() -> dict[str, Any]:
    """Return a list without results."""
    return {**listing(), "cards": (), "heading": "0 initiatieven", "did_you_mean": None, "pager": parts.Pager()}


COMPOSITIONS: dict[str, Callable[[], dict[str, Any]]] = {
    "home": home,
    "list": listing,
    "empty": empty,
    "initiative": initiative,
    "area": area,
    "submit": submit,
    "fresh": fresh,
    "queue": queue,
}
