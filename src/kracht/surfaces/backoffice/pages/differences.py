"""What differs between two documents of an entry, field by field, in words for people."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kracht.domains.initiatives.facts import LegalForm, NeedKind, Reach, Stage, State
from kracht.domains.initiatives.queries import documents
from kracht.domains.initiatives.queries.lookups import themes
from kracht.foundation.media import queries as media
from kracht.foundation.places import queries as places
from kracht.kernel.differences import Piece, compare
from kracht.surfaces.backoffice import queries
from kracht.surfaces.backoffice.facts import LANGUAGES, SDG_LABELS, SECTOR_LABELS

LABELS = {
    "name": gettext_lazy("Name of the initiative"),
    "summary": gettext_lazy("In one sentence"),
    "story": gettext_lazy("The story"),
    "themes": gettext_lazy("Themes"),
    "stage": gettext_lazy("How far is it?"),
    "place": gettext_lazy("Place"),
    "pictures": gettext_lazy("Pictures"),
    "needs": gettext_lazy("What is needed?"),
    "parties": gettext_lazy("Who join in"),
    "people": gettext_lazy("People who take part"),
    "volunteer_hours": gettext_lazy("Volunteer hours a month"),
    "since": gettext_lazy("Since (year)"),
    "legal_form": gettext_lazy("Legal form"),
    "reach": gettext_lazy("For people from"),
    "website": gettext_lazy("Website"),
    "contact_name": gettext_lazy("Contact person"),
    "contact_email": gettext_lazy("E-mail address for questions"),
    "contact_phone": gettext_lazy("Phone number"),
    "contact_public": gettext_lazy("Show these contact details on the page"),
    "opening_times": gettext_lazy("When is it open, or when do you meet?"),
    "sdgs": gettext_lazy("Goals"),
    "recipe": gettext_lazy("Follows the example of"),
    "language": gettext_lazy("Language of your texts"),
    "state": gettext_lazy("On the map"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that differs. `long` fields stand under each other instead of beside their label."""

    field: str
    label: str
    pieces: tuple[Piece, ...]


def labels(fields: Iterable[str], language: str) -> str:
    """Return the names of fields in a language, for a mail."""
    with translation.override(language):
        return ", ".join(str(LABELS[name]) for name in fields if name in LABELS)


def label_of(field: str) -> str:
    """Return the name of a field as the form has it."""
    return str(LABELS.get(field, field))


def between(before: documents.Document, after: documents.Document) -> tuple[Difference, ...]:
    """Return what differs between two documents, in the order of the form; whether it is on the map comes first."""
    fields = documents.differing(before, after, ("state", *documents.FIELDS))
    return tuple(one(name, before.get(name), after.get(name)) for name in fields)


def one(field: str, before: Any, after: Any) -> Difference:
    """Return the difference of one field."""
    return Difference(field, label_of(field), tuple(compare(in_words(field, before), in_words(field, after))))


def in_words(field: str, value: Any) -> str:
    """Return a value of a document as people read it; empty when it says nothing."""
    if value in (None, "", []):
        return ""
    written = _WRITERS.get(field)
    return str(written(value) if written else value)


def _themes(value: list[int]) -> str:
    return ", ".join(themes()[key].name(get_language()) for key in value if key in themes())


def _place(value: dict[str, Any]) -> str:
    name = str(value.get("name") or "")
    if "lat" in value:
        point = f"{number_format(value['lat'], 5)}, {number_format(value['lon'], 5)}"
        return _("%(place)s, exactly at %(point)s") % {"place": name or _("a pin"), "point": point}
    area = places.area_by_code(str(value.get("area", "")))
    around = area.name if area else ""
    names = ", ".join(dict.fromkeys(part for part in (name, around) if part))
    return _("Somewhere in %(place)s") % {"place": names} if names else ""


def _pictures(value: list[int]) -> str:
    found = media.pictures(value)
    return "\n".join(found[key].alt if key in found else _("a picture that is gone") for key in value)


def _needs(value: list[list[str]]) -> str:
    rows = [(capfirst(NeedKind(kind).label) if kind in NeedKind.values else kind, text) for kind, text in value]
    return "\n".join(f"{kind}: {text}" if text else str(kind) for kind, text in rows)


def _parties(value: list[list[Any]]) -> str:
    return "\n".join(f"{name} ({SECTOR_LABELS.get(sector, sector)})" for name, sector, *_rest in value)


def _choice(labels: dict[str, Any], value: str) -> str:
    return str(capfirst(labels.get(value, value)))


_WRITERS: dict[str, Callable[[Any], Any]] = {
    "themes": _themes,
    "place": _place,
    "pictures": _pictures,
    "needs": _needs,
    "parties": _parties,
    "stage": lambda value: _choice(dict(Stage.choices), value),
    "legal_form": lambda value: _choice(dict(LegalForm.choices), value),
    "reach": lambda value: _choice(dict(Reach.choices), value),
    "state": lambda value: _("yes") if value == State.PUBLISHED else _("no"),
    "contact_public": lambda value: _("yes") if value else _("no"),
    "language": lambda value: LANGUAGES.get(value, value),
    "sdgs": lambda value: ", ".join(str(SDG_LABELS.get(key, key)) for key in value),
    "recipe": lambda value: queries.recipe_name(value) or _("an entry that is gone"),
    "people": lambda value: number_format(value, 0, force_grouping=True),
    "volunteer_hours": lambda value: number_format(value, 0, force_grouping=True),
}
