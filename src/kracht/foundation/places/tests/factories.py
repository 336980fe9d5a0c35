"""A country of four squares for tests: two provinces, three municipalities, one of which took over a fourth."""

from datetime import UTC, date, datetime
from functools import cache

from django.db import connection, models

from kracht.foundation.audit.facts import Program
from kracht.foundation.places.models import (
    Area,
    AreaSuccession,
    Kind,
    Located,
    LocatedQuerySet,
    PlaceName,
    Postcode,
    located_constraints,
    located_indexes,
)
from kracht.foundation.places.operations.tables import rebuild_toponyms
from kracht.kernel import text

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
BY = Program("test")


def area(code: str, name: str, parent: Area | None, kind: Kind, **fields) -> Area:
    """One area, with the code as its slug."""
    defaults = {"lat": 52.0, "lon": 5.0, "slug": code.lower(), "norm": text.norm(name)} | fields
    return Area.objects.create(code=code, name=name, parent=parent, kind=kind, **defaults)


def small_country() -> dict[str, Area]:
    """North and South; Oost and West in the north, Zuid in the south; Oud went into Oost in 2019.

    Oost spans 52.0-52.1 N, 5.1-5.2 E, West lies left of it, Zuid below it. By code.
    """
    nl = area("NL", "Nederland", None, Kind.COUNTRY)
    north = area("PV20", "Noord", nl, Kind.PROVINCE, lat=52.05, lon=5.1, population=300)
    south = area("PV30", "Zuiderland", nl, Kind.PROVINCE, lat=51.95, lon=5.15, population=100)
    west = area("GM0001", "West", north, Kind.MUNICIPALITY, lat=52.05, lon=5.05, population=100)
    east = area("GM0002", "Oosterhové", north, Kind.MUNICIPALITY, lat=52.05, lon=5.15, population=200)
    zuid = area("GM0003", "Zuid", south, Kind.MUNICIPALITY, lat=51.95, lon=5.15, population=100)
    old = area("GM0009", "Oudhuizen", north, Kind.MUNICIPALITY, lat=52.08, lon=5.18, ended_on=date(2019, 1, 1))
    wards = [
        area("WK000100", "Centrum", west, Kind.DISTRICT, lat=52.05, lon=5.05, population=100),
        area("WK000200", "Centrum", east, Kind.DISTRICT, lat=52.03, lon=5.15, population=150),
        area("WK000201", "Oudhuizen", east, Kind.DISTRICT, lat=52.08, lon=5.18, population=50),
        area("WK000300", "Dorp", zuid, Kind.DISTRICT, lat=51.95, lon=5.15, population=100),
    ]
    AreaSuccession.objects.create(old=old, new=east, on=date(2019, 1, 1), share=0.9)
    AreaSuccession.objects.create(old=old, new=west, on=date(2019, 1, 1), share=0.1)
    point = {"lat": 52.081, "lon": 5.181}
    PlaceName.objects.create(
        code="WP1", name="Oudhuizen", norm="oudhuizen", municipality=east, district=wards[2], **point
    )
    Postcode.objects.create(pc4=1001, place="West", municipality=west, district=wards[0], lat=52.051, lon=5.051)
    Postcode.objects.create(pc4=1002, place="Oudhuizen", municipality=east, district=wards[2], **point)
    rebuild_toponyms()
    return {row.code: row for row in [nl, north, south, west, east, zuid, old, *wards]}


def square(code: str, west: float, south: float, size: float = 0.1, **properties) -> dict:
    """A GeoJSON feature: a square with its south-west corner there."""
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": {"code": code, "naam": f"Naam {code}", **properties}, "geometry": geometry}


SQUARES = [square("GM0001", 5.0, 52.0), square("GM0002", 5.1, 52.0), square("GM0003", 5.1, 51.9)]


@cache
def spot() -> type[models.Model]:
    """A concrete model with the mixin; its table lives in the test's transaction (`spot_table`)."""

    class Spot(Located):
        id = models.AutoField(primary_key=True)
        objects = LocatedQuerySet.as_manager()

        class Meta:
            app_label = "places"
            managed = False
            indexes = located_indexes("spot")
            constraints = located_constraints("spot")

    return Spot


def spot_table() -> type[models.Model]:
    """Create the table of `spot` in this transaction."""
    model = spot()
    model._meta.managed = True
    with connection.schema_editor() as editor:
        editor.create_model(model)
    model._meta.managed = False
    return model
