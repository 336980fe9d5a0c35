"""Finding a place by what people type: a postcode, a town, a municipality of now or of then, a province."""

import re
from dataclasses import dataclass, replace
from typing import NamedTuple

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kracht.foundation.places.models import Area, AreaSuccession, Kind, Postcode, Toponym
from kracht.foundation.places.queries.memory import upper_areas, version
from kracht.kernel import text

MAX_TEXT = 120
MIN_ALIKE, MAX_ALIKE = 3, 40  # letters within which a typing error is looked for
POSTCODE = re.compile(r"^([1-9]\d{3}) ?([a-z]{2})?(?: .*)?$")
LEAD = re.compile(r"^(gemeente|provincie|wijk|stad|dorp|municipality of|province of|district of|city of|in|te) (?=\w)")
WANTED = {
    "gemeente": Kind.MUNICIPALITY,
    "municipality of": Kind.MUNICIPALITY,
    "provincie": Kind.PROVINCE,
    "province of": Kind.PROVINCE,
    "wijk": Kind.DISTRICT,
    "district of": Kind.DISTRICT,
}
ZOOM = {"country": 7, "province": 8, "municipality": 11, "district": 13, "place": 12, "postcode": 13}


@dataclass(frozen=True, slots=True)
class Found:
    """One answer. `label` is the name, `detail` where that is, `note` what to know (an area that ended, say).

    `kind` is country, province, municipality, district, place or postcode. `area` is the area itself; for a place, a
    postcode or an ended municipality it is the municipality of today. `bbox` is in degrees, when known.
    """

    kind: str
    label: str
    detail: str
    note: str
    lat: float
    lon: float
    bbox: tuple[float, float, float, float] | None
    area: Area
    district_id: int | None = None

    @property
    def zoom(self) -> int:
        """Zoom at which a map shows it well."""
        return ZOOM[self.kind]

    @property
    def municipality_id(self) -> int | None:
        """The municipality it lies in; None for what is wider."""
        if self.area.kind == Kind.MUNICIPALITY:
            return self.area.pk
        return self.area.parent_id if self.area.kind == Kind.DISTRICT else None


class _Row(NamedTuple):
    """A spelling with what is needed of its place."""

    key: str
    rank: int
    weight: int
    pk: int
    area_id: int | None
    name: str
    municipality_id: int
    district_id: int | None
    lat: float
    lon: float


COLUMNS = (
    "key",
    "rank",
    "weight",
    "pk",
    "area_id",
    "place__name",
    "place__municipality_id",
    "place__district_id",
    "place__lat",
    "place__lon",
)


def locate(query: str, *, limit: int = 8) -> list[Found]:
    """What this text may mean, best first; forgives accents, capitals, punctuation and typing errors.

    "5528" and "5528 AB" are postcodes; an unknown postcode gives nothing, so that the caller can say so.
    """
    key = _key(query)
    if not key:
        return []
    if (code := POSTCODE.match(key)) is not None:
        return _of_postcodes(Postcode.objects.filter(pk=int(code[1])))
    lead = LEAD.match(key)
    bare = LEAD.sub("", key)
    rows = _rows(Toponym.objects.filter(key__in={key, bare}).order_by("rank", "-weight", "pk")[: limit * 3])
    found = _merged(rows or _alike(bare))
    wanted = WANTED.get(lead[1]) if lead else None
    return sorted(found, key=lambda answer: wanted is not None and answer.kind != wanted)[:limit]


def suggest(prefix: str, limit: int = 8) -> list[Found]:
    """What someone who is still typing may mean, larger places first."""
    key = _key(prefix)
    if not key:
        return []
    if key[0].isdigit():
        return _of_postcodes(_postcodes_from(key)[:limit])
    rows = Toponym.objects.filter(key__startswith=key, rank__lt=4).order_by("-weight", "rank", "pk")
    return _merged(_rows(rows[: limit * 3]))[:limit] or locate(prefix, limit=limit)


def is_postcode(query: str) -> bool:
    """Whether the text is meant as a postcode, known or not."""
    return POSTCODE.match(_key(query)) is not None


def _key(query: str) -> str:
    return text.key(query) if len(query) <= MAX_TEXT else ""


def _rows(found: QuerySet[Toponym]) -> list[_Row]:
    return [_Row(*values) for values in found.values_list(*COLUMNS)]


def _postcodes_from(key: str) -> QuerySet[Postcode]:
    """Known postcodes that begin with the one to four digits typed so far."""
    match = re.match(r"[1-9]\d{0,3}", key)
    if match is None:
        return Postcode.objects.none()
    step = 10 ** (4 - len(match[0]))
    low = int(match[0]) * step
    return Postcode.objects.filter(pk__range=(low, low + step - 1)).order_by("pk")


def _alike(key: str) -> list[_Row]:
    """Names that begin with the text as whole words, or else differ from it by one or two letters."""
    if not MIN_ALIKE <= len(key) <= MAX_ALIKE:
        return []
    starts = _rows(Toponym.objects.filter(key__startswith=key + " ").order_by("rank", "-weight")[:20])
    if starts:
        return starts
    allowed = 1 if len(key) < 8 else 2
    near = Toponym.objects.filter(key__trigram_similar=key).order_by(TrigramSimilarity("key", key).desc())
    scored = (
        (text.edit_distance(key, row.key, allowed), row.rank, -row.weight, row.pk, row) for row in _rows(near[:40])
    )
    return [item[-1] for item in sorted(scored, key=lambda item: item[:4]) if item[0] <= allowed]


def _merged(rows: list[_Row]) -> list[Found]:
    """One answer per thing: a town inside a municipality of the same name is that municipality."""
    areas = _areas([row.area_id or row.municipality_id for row in rows])
    heirs = _heirs([area for area in areas.values() if area.ended_on])
    found: list[Found] = []
    for row in rows:
        if row.area_id is None:
            answer = _of_place(row, areas[row.municipality_id])
        elif row.area_id in heirs:
            answer = _of_ended(areas[row.area_id], heirs[row.area_id])
        else:
            answer = _of_area(areas[row.area_id])
        _add(found, answer)
    return found


def _areas(ids: list[int]) -> dict[int, Area]:
    """The areas with these numbers: from memory, but districts from the database."""
    upper = upper_areas.get(version())
    below = Area.objects.in_bulk([area_id for area_id in ids if area_id not in upper])
    for area in below.values():
        if area.parent_id in upper:
            area.parent = upper[area.parent_id]
    return {area_id: upper.get(area_id) or below[area_id] for area_id in ids}


def _add(found: list[Found], answer: Found) -> None:
    """Add the answer, unless one of the same name in the same municipality says the same."""
    for index, other in enumerate(found):
        same = text.key(other.label) == text.key(answer.label) and other.municipality_id == answer.municipality_id
        if not same or not (other.kind == answer.kind or {other.kind, answer.kind} == {"place", "municipality"}):
            continue
        if other.note and answer.kind == "place":  # the town goes on where its municipality ended
            found[index] = replace(answer, note=other.note)
        return
    found.append(answer)


def _heirs(areas: list[Area]) -> dict[int, AreaSuccession]:
    """For each ended area the row that says where most of its inhabitants live today."""
    if not areas:
        return {}
    return {row.old_id: row for row in AreaSuccession.objects.filter(old__in=areas).order_by("share")}


def _of_area(area: Area) -> Found:
    return Found(area.kind, area.name, _where(area), "", area.lat, area.lon, area.bbox, area)


def _where(area: Area) -> str:
    above = area.parent.name if area.parent else ""
    match area.kind:
        case Kind.MUNICIPALITY:
            return _("municipality in %(province)s") % {"province": above}
        case Kind.PROVINCE:
            return _("province")
        case Kind.DISTRICT:
            return _("district in %(municipality)s") % {"municipality": above}
        case _:
            return _("country")


def _of_ended(old: Area, row: AreaSuccession) -> Found:
    new = _areas([row.new_id])[row.new_id]
    note = _("Since %(day)s %(old)s has been part of the municipality of %(new)s.") % {
        "day": date_format(row.on, "j F Y"),
        "old": old.name,
        "new": new.name,
    }
    return Found("municipality", old.name, _where(new), note, old.lat, old.lon, old.bbox, new)


def _of_place(row: _Row, home: Area) -> Found:
    return Found("place", row.name, _home(home), "", row.lat, row.lon, None, home, row.district_id)


def _of_postcodes(rows: QuerySet[Postcode]) -> list[Found]:
    found = list(rows)
    homes = _areas([row.municipality_id for row in found])
    return [
        Found(
            kind="postcode",
            label=f"{row.pc4} {row.place}",
            detail=_home(homes[row.municipality_id]),
            note="",
            lat=row.lat,
            lon=row.lon,
            bbox=None,
            area=homes[row.municipality_id],
            district_id=row.district_id,
        )
        for row in found
    ]


def _home(municipality: Area) -> str:
    return f"{municipality.name}, {municipality.parent.name}" if municipality.parent else municipality.name
