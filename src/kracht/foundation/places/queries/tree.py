"""The tree of areas. Areas are public: nobody needs a permission to read them."""

from collections.abc import Iterable

from kracht.foundation.places.models import Area, AreaSuccession, Kind
from kracht.foundation.places.models.areas import CHILD_KIND, AreaQuerySet
from kracht.foundation.places.queries.memory import with_parents


def area_by_slug(slug: str) -> Area | None:
    """The area of this address, ended or not, with its ancestors at hand."""
    if "\x00" in slug:
        return None
    return with_parents(Area.objects.filter(slug=slug).first())


def area_by_code(code: str) -> Area | None:
    """The area of this code (NL, PV20, GM0014, WK001400, BU00140000), ended or not; upper or lower case."""
    if "\x00" in code:
        return None
    return with_parents(Area.objects.filter(code=code.upper()).first())


def area_by_id(area_id: int) -> Area | None:
    """The area of this number, with its ancestors at hand."""
    return with_parents(Area.objects.filter(pk=area_id).first())


def areas_by_id(ids: Iterable[int | None]) -> dict[int, Area]:
    """Many areas at once, for names in a list: one query."""
    return Area.objects.in_bulk([area_id for area_id in set(ids) if area_id is not None])


def children(area: Area) -> AreaQuerySet:
    """The areas of today one level below, in the order of the alphabet."""
    kind = CHILD_KIND.get(Kind(area.kind))
    if kind is None:
        return Area.objects.none()
    return Area.objects.current().filter(parent=area, kind=kind).order_by("norm", "pk")


def ancestors(area: Area) -> list[Area]:
    """From the country down to the parent; free of queries when the area came from a function of this module."""
    line: list[Area] = []
    above = area.parent
    while above is not None:
        line.insert(0, above)
        above = above.parent
    return line


def provinces() -> AreaQuerySet:
    """The twelve provinces, in the order of the alphabet."""
    return Area.objects.of_kind(Kind.PROVINCE).order_by("norm")


def municipalities(province: Area | None = None) -> AreaQuerySet:
    """The municipalities of today, of the country or of one province, in the order of the alphabet."""
    found = Area.objects.current().of_kind(Kind.MUNICIPALITY).order_by("norm", "pk")
    return found if province is None else found.filter(parent=province)


def current(kinds: Iterable[str]) -> AreaQuerySet:
    """The areas of today of some kinds, by number."""
    return Area.objects.current().filter(kind__in=list(kinds)).select_related("parent").order_by("pk")


def predecessors(area: Area) -> list[AreaSuccession]:
    """What went into this area: rows with `.old` (the ended area), `.on` (day) and `.share` (of its inhabitants)."""
    return list(AreaSuccession.objects.filter(new=area).select_related("old").order_by("on", "old__norm"))


def successor(area: Area) -> Area | None:
    """The area of today where most inhabitants of an ended area live; None for an area that exists."""
    if area.is_current:
        return None
    row = AreaSuccession.objects.filter(old=area).select_related("new__parent__parent").order_by("-share", "pk").first()
    if row is None:
        return None
    return row.new if row.new.is_current else successor(row.new)
