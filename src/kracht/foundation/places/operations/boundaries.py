"""Boundary sets: begun, filled page by page, brought into force whole. The set in force stays until then."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import shapely
from django.db import connection, transaction
from django.utils.translation import gettext as _

from kracht.foundation.audit import operations as audit
from kracht.foundation.audit.facts import Actor
from kracht.foundation.places import rules
from kracht.foundation.places.models import Area, Boundary, BoundarySet, Kind
from kracht.foundation.places.operations.tables import Slugs, rebuild_toponyms
from kracht.foundation.places.queries import resolve_many
from kracht.kernel import geo, text

SIMPLIFY = 0.00003  # degrees, two to three metres: what a map at zoom 16 cannot show
SHIPPED_YEAR = {Kind.MUNICIPALITY: 2023, Kind.DISTRICT: 2022}  # older sets never end an area of our tables
WHOLE_COUNTRY = 300  # municipalities
LOCK = 7_014_002


@dataclass(frozen=True, slots=True)
class Activated:
    """What changed when a set came into force."""

    boundaries: int
    created: int
    ended: int


@transaction.atomic
def begin_set(
    *, level: str, year: int, source: str, licence: str = "", fresh: bool = False, by: Actor, at: datetime
) -> BoundarySet:
    """The set to fill: the half-loaded one of the same level, year and source if there is one, else a new one."""
    kind = rules.check_level(level)
    if not 1900 <= year <= 2200:
        raise rules.BoundaryError(_("Give the year of the boundaries, 2024 for example."))
    key = {"level": kind, "year": year, "source": source[:500], "state": BoundarySet.State.LOADING}
    if fresh:
        BoundarySet.objects.filter(**key).delete()
    row, created = BoundarySet.objects.get_or_create(**key, defaults={"licence": licence, "started_at": at})
    if created:
        audit.record(by=by, verb="begin", target=row, at=at, data={"level": kind, "year": year})
    return row


@contextmanager
def alone(row: BoundarySet) -> Iterator[None]:
    """Keep others from filling this set at the same time; the hold ends with the connection, also when killed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK, row.pk])
        (mine,) = cursor.fetchone()
    if not mine:
        raise rules.BoundaryError(_("These boundaries are being loaded already."))
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK, row.pk])


@transaction.atomic
def add_features(
    *,
    set_id: int,
    features: Iterable[Mapping[str, Any]],
    next_url: str = "",
    expected: int | None = None,
    page: bool = False,
) -> BoundarySet:
    """Put GeoJSON features into a set that is being loaded, together with where to read on.

    `page` closes a page: `next_url` is where the next one begins. The same feature twice changes nothing; parts of
    one area that come apart are joined.
    """
    row = BoundarySet.objects.select_for_update().get(pk=set_id)
    if row.state != BoundarySet.State.LOADING:
        raise rules.BoundaryError(_("This set of boundaries is not being loaded."))
    read = 0
    found: dict[str, Boundary] = {}
    for feature in features:
        read += 1
        boundary = _boundary(row, feature)
        if boundary is not None:
            found[boundary.code] = _joined(found[boundary.code], boundary) if boundary.code in found else boundary
    known = {old.code: old for old in Boundary.objects.filter(set=row, code__in=found)}
    Boundary.objects.bulk_create([new for code, new in found.items() if code not in known], batch_size=200)
    changed = [_joined(old, found[code]) for code, old in known.items()]
    Boundary.objects.bulk_update(changed, ["geometry", "west", "south", "east", "north"], batch_size=200)
    row.features += read
    row.offset = 0 if page else row.offset + read
    if page:
        row.pages += 1
        row.next_url = next_url
    row.expected = expected if expected is not None else row.expected
    row.save(update_fields=["features", "offset", "pages", "next_url", "expected"])
    return row


def _boundary(row: BoundarySet, feature: Mapping[str, Any]) -> Boundary | None:
    """The row of one feature; None for water and for what has no shape."""
    properties = {"id": feature.get("id"), **(feature.get("properties") or {})}
    if rules.is_water(properties) or not feature.get("geometry"):
        return None
    level = Kind(row.level)
    code = rules.code_of(properties, level)
    if not code:
        raise rules.BoundaryError(
            _("A feature has no code of a %(level)s. Its fields are: %(fields)s.")
            % {"level": level.label, "fields": ", ".join(map(str, properties))[:300]}
        )
    shape = _shape(feature["geometry"])
    return _filled(
        Boundary(
            set=row,
            code=code,
            name=rules.name_of(properties, level),
            parent_code=rules.parent_of(properties, code, level),
        ),
        shapely.simplify(shape, SIMPLIFY),
    )


def _shape(geometry: Mapping[str, Any]) -> shapely.Geometry:
    """A valid polygon in degrees; metres of RD New are converted."""
    try:
        shape = shapely.make_valid(shapely.geometry.shape(geometry))
    except (TypeError, ValueError, KeyError, AttributeError, IndexError, shapely.errors.ShapelyError):
        raise rules.BoundaryError(_("A feature has a shape that cannot be read.")) from None
    if shape.geom_type not in {"Polygon", "MultiPolygon", "GeometryCollection"} or shape.is_empty:
        raise rules.BoundaryError(_("A boundary must be a polygon."))
    if max(map(abs, shape.bounds)) > 360:
        shape = shapely.transform(shape, lambda points: [geo.from_rd(x, y)[::-1] for x, y in points])
    west, south, east, north = shape.bounds
    if not (geo.in_netherlands((south + north) / 2, (west + east) / 2)):
        raise rules.BoundaryError(_("A boundary lies outside the Netherlands."))
    return shape


def _filled(boundary: Boundary, shape: shapely.Geometry) -> Boundary:
    rounded = shapely.set_precision(shape, 0.000001, mode="pointwise")
    boundary.geometry = shapely.geometry.mapping(rounded)
    boundary.west, boundary.south, boundary.east, boundary.north = shape.bounds
    return boundary


def _joined(one: Boundary, two: Boundary) -> Boundary:
    shapes = [shapely.make_valid(shapely.geometry.shape(part.geometry)) for part in (one, two)]
    return _filled(one, shapely.union_all(shapes))


@transaction.atomic
def activate_set(*, set_id: int, by: Actor, at: datetime) -> Activated:
    """Bring a whole set into force: its areas exist, the set before it is retired, all in one step."""
    row = BoundarySet.objects.select_for_update().get(pk=set_id)
    rules.check_can_activate(row)
    created = _create_areas(row)
    linked = _link_areas(row)
    ended = _end_areas(row)
    before = BoundarySet.objects.select_for_update().filter(level=row.level, state=BoundarySet.State.ACTIVE)
    Boundary.objects.filter(set__in=before).delete()
    before.update(state=BoundarySet.State.OLD)
    row.state = BoundarySet.State.ACTIVE
    row.activated_at = at
    row.save(update_fields=["state", "activated_at"])
    if (created or ended) and row.level != Kind.NEIGHBOURHOOD:
        rebuild_toponyms()
    data = {"level": row.level, "year": row.year, "boundaries": linked, "created": created, "ended": ended}
    audit.record(by=by, verb="activate", target=row, at=at, data=data)
    return Activated(linked, created, ended)


def _create_areas(row: BoundarySet) -> int:
    """Areas for codes we do not know yet."""
    known = Area.objects.filter(code__in=row.boundaries.values("code"))
    missing = list(row.boundaries.exclude(code__in=known.values("code")).order_by("code"))
    if not missing:
        return 0
    parents = _parents(row, missing)
    slugs = Slugs(set(Area.objects.values_list("slug", flat=True)))
    areas = []
    for boundary in missing:
        area = _area(row, boundary, parents.get(boundary.code))
        area.slug = slugs.take(area)
        areas.append(area)
    Area.objects.bulk_create(areas, batch_size=1000)
    return len(areas)


def _parents(row: BoundarySet, missing: list[Boundary]) -> dict[str, Area]:
    """The area above each boundary: by code, else the one its middle lies in."""
    wanted = {boundary.parent_code for boundary in missing}
    by_code = {area.code: area for area in Area.objects.filter(code__in=wanted).select_related("parent__parent")}
    found = {boundary.code: by_code[boundary.parent_code] for boundary in missing if boundary.parent_code in by_code}
    lost = [boundary for boundary in missing if boundary.code not in found]
    answers = resolve_many([_middle(boundary) for boundary in lost])
    column = {Kind.MUNICIPALITY: "province_id", Kind.DISTRICT: "municipality_id", Kind.NEIGHBOURHOOD: "district_id"}
    ids = {
        boundary.code: getattr(answer, column[Kind(row.level)], None)
        for boundary, answer in zip(lost, answers, strict=True)
    }
    areas = Area.objects.select_related("parent__parent").in_bulk([area_id for area_id in ids.values() if area_id])
    for code, area_id in ids.items():
        if area_id not in areas:
            raise rules.BoundaryError(_("It is not known in which area %(code)s lies.") % {"code": code})
        found[code] = areas[area_id]
    return found


def _middle(boundary: Boundary) -> tuple[float, float]:
    """A point (lat, lon) inside the shape."""
    inside = shapely.make_valid(shapely.geometry.shape(boundary.geometry)).representative_point()
    return inside.y, inside.x


def _area(row: BoundarySet, boundary: Boundary, parent: Area | None) -> Area:
    lat, lon = _middle(boundary)
    name = text.clean(boundary.name, 120) or boundary.code
    return Area(
        code=boundary.code,
        kind=row.level,
        name=name,
        norm=text.norm(name)[:120],
        parent=parent,
        lat=round(lat, 5),
        lon=round(lon, 5),
        source=f"{row.source[:100]} {row.year}",
    )


def _link_areas(row: BoundarySet) -> int:
    """Give each boundary its area, and each area its box."""
    areas = Area.objects.in_bulk(list(row.boundaries.values_list("code", flat=True)), field_name="code")
    boundaries = list(row.boundaries.defer("geometry"))
    for boundary in boundaries:
        area = areas[boundary.code]
        boundary.area = area
        area.west, area.south, area.east, area.north = boundary.west, boundary.south, boundary.east, boundary.north
    Boundary.objects.bulk_update(boundaries, ["area"], batch_size=1000)
    Area.objects.bulk_update(areas.values(), ["west", "south", "east", "north"], batch_size=1000)
    return len(boundaries)


def _end_areas(row: BoundarySet) -> int:
    """End the areas that a newer set has no more: of a municipality or district that the set does cover."""
    level = Kind(row.level)
    if row.year <= SHIPPED_YEAR.get(level, 0) or level == Kind.PROVINCE:
        return 0
    gone = Area.objects.current().filter(kind=level).exclude(code__in=row.boundaries.values("code"))
    if level == Kind.MUNICIPALITY:
        gone = gone if row.boundaries.count() >= WHOLE_COUNTRY else gone.none()
    elif level == Kind.DISTRICT:
        gone = gone.filter(parent__in=row.boundaries.values("area__parent"))
    else:
        gone = gone.filter(parent__parent__in=row.boundaries.values("area__parent__parent"))
    return gone.update(ended_on=date(row.year, 1, 1))
