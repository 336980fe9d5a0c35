"""Entering the generated set, marked as examples. Loading twice changes nothing; a larger number adds the rest."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from io import BytesIO

from django.db import transaction

from kracht.domains.initiatives.facts import InitiativeValues, Origin
from kracht.domains.initiatives.operations import deciding, entering, upkeep
from kracht.domains.initiatives.queries import entry
from kracht.foundation.audit.facts import Actor
from kracht.foundation.media import operations as media
from kracht.foundation.organisations import operations as organisations
from kracht.foundation.organisations import queries as known_organisations
from kracht.foundation.places import queries as places
from kracht.kernel import text
from kracht.surfaces.demo import examples, pictures
from kracht.surfaces.demo.examples import SOURCE, Example, Helper, Maker
from kracht.surfaces.demo.scatter import Scatter

BATCH = 250
COPIES = 4  # one in so many follows the recipe of the first of its sort
AT_DESK = 9
CREDIT = "Kracht"
QUESTIONS = (
    "Dank voor je inzending! Kun je er nog bij zetten op welke dagen jullie open zijn? Dan weten buren wanneer ze welkom zijn.",
    "Mooi plan. Staat dit initiatief misschien al in het register onder een andere naam? Laat het ons even weten.",
    "De foto is erg donker. Heb je er een waar de tuin beter op te zien is? Verder is alles in orde.",
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many examples the register holds now, and how many this run added."""

    initiatives: int
    organisations: int
    added: int


def load(
    *,
    n: int,
    by: Actor,
    at: datetime,
    with_pictures: bool = True,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Loaded:
    """Enter the first n examples with their organisations; the freshest of each theme get a picture."""
    scatter = Scatter(places.inhabited())
    helpers = _organisations(scatter, by=by, at=at)
    here = entry.keys_of_source(SOURCE)
    made = list(Maker(scatter, helpers, at=at).make(n + AT_DESK))
    wanted = [one for one in made[:n] if one.key not in here]
    covers = _covers(wanted, by=by, at=at) if with_pictures else {}
    recipes = _recipes(made[:n], here, covers, by=by, at=at)
    rest = [one for one in wanted if one.key not in here]
    for start in range(0, len(rest), BATCH):
        batch = rest[start : start + BATCH]
        _enter([_with_recipe(one, recipes) for one in batch], covers, by=by, at=at)
        progress(len(wanted) - len(rest) + start + len(batch), len(wanted))
    _fill_desk(made[n:], by=by, at=at)
    if wanted:
        upkeep.refresh_words()
    return Loaded(n, len(helpers), len(wanted))


def _organisations(scatter: Scatter, *, by: Actor, at: datetime) -> list[Helper]:
    found = []
    with transaction.atomic():
        for values, helper in examples.organisations(scatter):
            row = known_organisations.by_source(SOURCE, values.source.key)
            if row is None:
                row, _new = organisations.keep_from_source(values=values, by=by, at=at)
            found.append(replace(helper, number=row.pk))
    return found


def _covers(wanted: Sequence[Example], *, by: Actor, at: datetime) -> dict[str, int]:
    """Draw pictures for the freshest examples of each theme; the number of each by key of its example."""
    found: dict[str, int] = {}
    fresh = sorted(wanted, key=lambda one: one.moment, reverse=True)
    for theme in pictures.THEMES:
        of_theme = [one for one in fresh if one.values.themes[0] == theme][: pictures.VARIATIONS]
        for variation, one in enumerate(of_theme):
            sheet, alt = pictures.draw(theme, variation)
            stored = media.store(file=BytesIO(sheet), by=by, at=at, alt=alt, credit=CREDIT, licence="CC0-1.0")
            found[one.key] = stored.number
    return found


def _recipes(
    made: Sequence[Example], here: dict[str, int], covers: Mapping[str, int], *, by: Actor, at: datetime
) -> dict[str, int]:
    """The first running initiative of each sort is its recipe; enters those that are missing and returns all."""
    first: dict[str, Example] = {}
    for one in made:
        if one.concept and one.values.stage in {"running", "growing"}:
            first.setdefault(one.concept, one)
    missing = [one for one in first.values() if one.key not in here]
    if missing:
        for one, number in zip(missing, _enter(missing, covers, by=by, at=at), strict=True):
            here[one.key] = number
    return {concept: here[one.key] for concept, one in first.items()}


def _with_recipe(one: Example, recipes: dict[str, int]) -> Example:
    if not one.concept or int(one.key) % COPIES or one.concept not in recipes:
        return one
    return replace(one, values=replace(one.values, recipe_id=recipes[one.concept]))


def _enter(batch: Sequence[Example], covers: Mapping[str, int], *, by: Actor, at: datetime) -> list[int]:
    pairs = [
        (replace(one.values, pictures=(covers[one.key],) if one.key in covers else ()), _origin(one)) for one in batch
    ]
    slugs = [f"voorbeeld-{_slug(one.values)}-{int(one.key)}" for one in batch]
    return entering.enter(batch=pairs, slugs=slugs, by=by, at=at)


def _slug(values: InitiativeValues) -> str:
    return text.slugify(values.name, 60)


def _origin(one: Example) -> Origin:
    return Origin(source=SOURCE, source_key=one.key, is_example=True, moment=one.moment)


def _fill_desk(waiting: Sequence[Example], *, by: Actor, at: datetime) -> None:
    """Leave some for the moderators: most wait, some were asked something."""
    for place, one in enumerate(waiting):
        when = at - timedelta(hours=3 + 11 * place)
        name = text.slugify(one.values.name, 30)
        origin = replace(_origin(one), source_key=f"desk-{place + 1}", moment=when)
        received = entering.submit(
            values=one.values,
            email=f"{name}@voorbeeld.example",
            once_key=f"{SOURCE}:desk:{place + 1}",
            language=one.values.language if one.values.language == "en" else "nl",
            by=by,
            origin=origin,
            at=when,
        )
        if not received.token:
            continue
        entering.confirm(token=received.token, by=by, at=when)
        if place % 3 == 2:
            reason = QUESTIONS[place // 3 % len(QUESTIONS)]
            deciding.ask_back(
                key=received.initiative_id, reason=reason, by=by, moderator=True, at=when + timedelta(hours=1)
            )
