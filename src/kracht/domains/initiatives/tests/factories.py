"""A small world for tests of the register: a few areas, and initiatives entered as a source would."""

from datetime import UTC, datetime
from typing import Any

from kracht.domains.initiatives.facts import InitiativeValues, Origin
from kracht.domains.initiatives.models import Initiative
from kracht.domains.initiatives.operations import entering
from kracht.foundation.audit.facts import Program
from kracht.foundation.places.models import Area

AT = datetime(2026, 11, 1, 12, tzinfo=UTC)
SOURCE = Program("test")
UTRECHT = (52.0907, 5.1214)
AMSTERDAM = (52.3702, 4.8952)


def make_areas() -> dict[str, Area]:
    """Return a country with two provinces, each with one municipality and one district."""
    rows: dict[str, Area] = {}
    tree = [
        ("NL", "country", "Nederland", None, 52.2, 5.3),
        ("PV26", "province", "Utrecht (provincie)", "NL", 52.08, 5.2),
        ("PV27", "province", "Noord-Holland", "NL", 52.6, 4.9),
        ("GM0344", "municipality", "Utrecht", "PV26", *UTRECHT),
        ("GM0363", "municipality", "Amsterdam", "PV27", *AMSTERDAM),
        ("WK034401", "district", "West", "GM0344", 52.092, 5.09),
        ("WK036300", "district", "Burgwallen", "GM0363", 52.372, 4.894),
    ]
    for code, kind, name, parent, lat, lon in tree:
        rows[code] = Area.objects.create(
            code=code, kind=kind, name=name, slug=code.lower(), norm=name.lower(), population=10_000, lat=lat, lon=lon,
            parent=rows.get(parent or ""),
        )  # fmt: skip
    return rows


def values(name: str = "Buurtmoestuin De Kromme Akker", **changes: Any) -> InitiativeValues:
    """Return what somebody could type, with some of it changed."""
    return InitiativeValues(**({"name": name, "summary": "Samen groente telen in de wijk", "themes": (8,)} | changes))


def publish(name: str = "Buurtmoestuin De Kromme Akker", at: datetime = AT, **changes: Any) -> Initiative:
    """Enter one published initiative and return its row."""
    origin = Origin(source="test", source_key=name, is_example=changes.pop("is_example", False))
    slug = changes.pop("slug", name.lower().replace(" ", "-"))
    (key,) = entering.enter(batch=[(values(name, **changes), origin)], slugs=[slug], by=SOURCE, at=at)
    return Initiative.objects.get(pk=key)
