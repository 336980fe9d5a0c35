"""The screens around the form: adding, checking, sent, confirming, answering, changing at the desk."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.forms import BoundField
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kracht.domains.initiatives.facts import State
from kracht.domains.initiatives.queries.duplicates import Likeness, likely
from kracht.domains.initiatives.queries.returning import Sent
from kracht.domains.initiatives.rules import LINK_DAYS
from kracht.foundation.places import queries as places
from kracht.surfaces.backoffice import queries
from kracht.surfaces.backoffice.facts import MOST_PICTURES
from kracht.surfaces.backoffice.forms.adding import AddForm, InitiativeForm, PlaceForm, known_key
from kracht.surfaces.backoffice.forms.helping import AlikeForm
from kracht.surfaces.backoffice.forms.pictures import Shelf
from kracht.surfaces.backoffice.pages.preview import entry_url, stage_word, theme_part
from kracht.surfaces.backoffice.queries import Group, Where
from kracht.ui import parts

REASONS = {
    "name": gettext_lazy("almost the same name"),
    "near": gettext_lazy("close by"),
    "website": gettext_lazy("the same website"),
    "contact": gettext_lazy("the same contact address"),
}
FOLDS = {
    "story": ("story", "language"),
    "needs": ("wants_", "need_"),
    "people": ("people", "volunteer_hours", "since", "legal_form", "reach"),
    "contact": ("website", "contact_name", "contact_email", "contact_phone", "contact_public", "opening_times"),
    "more": ("party_", "sdgs", "recipe"),
}
STATES = {
    State.WAITING: gettext_lazy(
        "A moderator reads along. You get a mail as soon as it is on the map, or with a question."
    ),
    State.ASKED: gettext_lazy("A moderator asked you something. Look for the newest mail from us."),
    State.PUBLISHED: gettext_lazy("It is on the map."),
    State.REFUSED: gettext_lazy("A moderator decided not to put it on the map. The mail to you says why."),
    State.WITHDRAWN: gettext_lazy("It is no longer on the map. The mail to you says why."),
}


@dataclass(frozen=True, slots=True)
class Alike:
    """An entry that may be the same. One that is not public yet has no name and no address."""

    name: str
    place: str
    url: str
    why: str


@dataclass(frozen=True, slots=True)
class WherePart:
    """What is known of the place, below the map."""

    choice: str
    options: tuple[tuple[str, str], ...]
    line: str
    pinned: bool
    estimated: bool
    note: str
    code: str
    known: str
    groups: tuple[Group, ...]
    error: str


@dataclass(frozen=True, slots=True)
class FormPage:
    """The form with all its parts. `open` names the folded parts that must be open."""

    form: InitiativeForm
    shelf: Shelf
    where: WherePart
    alike: tuple[Alike, ...]
    open: frozenset[str]
    most_pictures: int
    style: str
    question: str = ""
    key: int = 0
    seen: str = ""


@dataclass(frozen=True, slots=True)
class CheckPage:
    """Is this it? What is like it, and how it will be shown; `key` says that exactly this was looked at."""

    form: AddForm
    shelf: Shelf
    alike: tuple[Alike, ...]
    where: Where
    groups: tuple[Group, ...]
    place_shown: bool
    key: str
    known: str
    card: parts.Card

    @property
    def hidden(self) -> list[BoundField]:
        """Everything that was typed, to be sent along."""
        return [field for field in self.form if field.name not in {"area_code", "place_known", "seen"}]

    @property
    def needed(self) -> bool:
        """Whether there is anything to look at before sending."""
        return bool(self.alike) or not self.place_shown


@dataclass(frozen=True, slots=True)
class SentPage:
    """Look in your post."""

    name: str
    email: str
    repeated: bool
    days: int


@dataclass(frozen=True, slots=True)
class ConfirmPage:
    """Where a link in a mail leads: a button, or where the entry stands."""

    name: str
    summary: str
    token: str
    confirmed: bool
    line: str
    url: str


def add_page(form: InitiativeForm, shelf: Shelf) -> FormPage:
    """Compose the form. Its parts with something in them, or something wrong, are open."""
    return _form_page(form, shelf)


def answer_page(form: InitiativeForm, shelf: Shelf, sent: Sent) -> FormPage:
    """Compose the form of an answer, with the moderator's question on top."""
    return _form_page(form, shelf, question=sent.reason)


def edit_page(form: InitiativeForm, shelf: Shelf, *, key: int, seen: datetime) -> FormPage:
    """Compose the form of the desk."""
    return _form_page(form, shelf, key=key, seen=seen.isoformat())


def change_page(form: InitiativeForm, shelf: Shelf, *, seen: str = "") -> FormPage:
    """Compose the form of an entry on the map, for its owner or for somebody who proposes a change."""
    return _form_page(form, shelf, seen=seen)


def _form_page(form: InitiativeForm, shelf: Shelf, **given: Any) -> FormPage:
    """Compose the form; for somebody who comes back to it (`given`) every part is open."""
    return FormPage(
        form=form,
        shelf=shelf,
        where=where_part(form),
        alike=(),
        open=frozenset(FOLDS if given else _open_parts(form, shelf)),
        most_pictures=MOST_PICTURES,
        style=settings.MAP_STYLE,
        **given,
    )


def _open_parts(form: InitiativeForm, shelf: Shelf) -> Iterable[str]:
    """The parts in which something was typed or is wrong."""
    for part, prefixes in FOLDS.items():
        names = [name for name in form.fields if name.startswith(prefixes)]
        if (
            any(name in form.errors for name in names)
            or (part == "story" and (shelf.rows or shelf.errors))
            or any(form[name].value() not in {None, "", False} for name in names if _counts(form, name))
        ):
            yield part


def _counts(form: InitiativeForm, name: str) -> bool:
    """Whether a value says that something was filled in: choices with a default say nothing."""
    value = form[name].value()
    return name not in {"language", "reach", "legal_form"} and not (isinstance(value, list) and not value)


def where_part(form: PlaceForm, error: str = "") -> WherePart:
    """Say what the place means as far as it is known: of a checked form, or of what an entry has."""
    where = form.where
    if where is None and not form.is_bound:
        where = _kept_place(form)
    groups = tuple(queries.corrections(where.area_code)) if where and where.area_code else ()
    code = str(form["area_code"].value() or "")
    return WherePart(
        choice=str(form["place_choice"].value() or ""),
        options=tuple(form.place_options),
        line=where.line if where else "",
        pinned=bool(where and where.pinned),
        estimated=bool(where and where.estimated),
        note=where.note if where else "",
        code=where.area_code if where else code,
        known=_known(form),
        groups=groups,
        error=error,
    )


def _known(form: PlaceForm) -> str:
    """Say what the area shown belongs to."""
    if not form.is_bound:
        return str(form["place_known"].value() or "")
    found = form.cleaned_data
    return known_key(found.get("lat"), found.get("lon"), found.get("place") or "")


def _kept_place(form: PlaceForm) -> Where | None:
    code, name = str(form.initial.get("area_code") or ""), str(form.initial.get("place") or "")
    return queries.in_area(code, name) if code else None


@dataclass(frozen=True, slots=True)
class Fragment:
    """A part of the form that is drawn again by itself."""

    where: WherePart | None = None
    alike: tuple[Alike, ...] = ()
    shelf: Shelf | None = None
    most_pictures: int = MOST_PICTURES


def where_page(form: PlaceForm) -> Fragment:
    """Compose the line below the map, with what is wrong; while nothing was typed nothing is wrong."""
    typed = form["place"].value() or form["lat"].value()
    return Fragment(where=where_part(form, " ".join(map(str, form.errors.get("place", []))) if typed else ""))


def pictures_page(shelf: Shelf) -> Fragment:
    """Compose the pictures of the form."""
    return Fragment(shelf=shelf)


def alike_page(form: AlikeForm) -> Fragment:
    """Compose the list of likely duplicates; what is half-typed is left out."""
    form.is_valid()
    found = {name: form.cleaned_data.get(name) for name in ("name", "website", "contact_email", "lat", "lon")}
    return Fragment(alike=_alike(found, None))


def _alike(found: Mapping[str, Any], where: Where | None) -> tuple[Alike, ...]:
    name = found.get("name") or ""
    if len(name) < 4 and not found.get("website") and not found.get("contact_email"):
        return ()
    lat, lon = found.get("lat"), found.get("lon")
    if where is not None and lat is None:
        area = places.area_by_code(where.area_code)
        lat, lon = (area.lat, area.lon) if area else (None, None)
    return tuple(_one_alike(one) for one in _likely(found, lat, lon))


def _likely(found: Mapping[str, Any], lat: float | None, lon: float | None) -> list[Likeness]:
    return likely(
        name=found.get("name") or "",
        lat=lat,
        lon=lon,
        website=found.get("website") or "",
        email=found.get("contact_email") or "",
    )


def _one_alike(one: Likeness) -> Alike:
    why = ", ".join(str(REASONS[key]) for key in one.reasons)
    if not one.published:
        # nothing of it is public yet, its place neither
        return Alike(_("An initiative that waits for a moderator"), "", "", why)
    return Alike(one.name, one.place_name, entry_url(one.slug), why)


def check(form: AddForm, shelf: Shelf) -> CheckPage:
    """Compose what to look at before a valid form is sent."""
    where = form.where
    if where is None:
        raise ValueError("only after is_valid()")
    found = form.cleaned_data
    alike = _alike(found, where)
    shown = found.get("area_code") == where.area_code or not where.area_code
    known = known_key(found.get("lat"), found.get("lon"), found.get("place") or "")
    mark = "|".join([known, *(f"{one.name}~{one.url}" for one in alike)])
    themes = tuple(theme_part(int(key)) for key in found["themes"])
    first = shelf.rows[0] if shelf.rows else None
    return CheckPage(
        form=form,
        shelf=shelf,
        alike=alike,
        where=where,
        groups=tuple(queries.corrections(where.area_code)) if where.area_code else (),
        place_shown=shown,
        key=sha256(mark.encode()).hexdigest()[:32],
        known=known,
        card=parts.Card(
            id=0,
            name=found["name"],
            url="",
            summary=found["summary"],
            place=where.place_name,
            theme=themes[0],
            stage=stage_word(found["stage"]),
            picture=parts.Picture(first.src, first.width, first.height, first.alt) if first else None,
        ),
    )


def sent_page(told: Mapping[str, Any]) -> SentPage:
    """Compose the page after sending."""
    return SentPage(str(told["name"]), str(told["email"]), bool(told["repeated"]), LINK_DAYS)


def confirm_page(sent: Sent, token: str) -> ConfirmPage:
    """Compose the page of a link."""
    return ConfirmPage(
        name=sent.values.name,
        summary=sent.values.summary,
        token=token,
        confirmed=sent.confirmed_at is not None,
        line=str(STATES.get(State(sent.state), "")),
        url=entry_url(sent.slug) if sent.state == State.PUBLISHED else "",
    )


def suggestions(q: str) -> list[dict[str, Any]]:
    """Return places for the suggestion list: where it is too, so that the map can show it."""
    return [
        {"text": one.label, "kind": capfirst(one.detail), "icon": "pin", "lat": one.lat, "lon": one.lon}
        for one in places.suggest(q[:120], 7)
    ]
