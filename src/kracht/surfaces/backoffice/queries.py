"""What the form asks while someone fills it in: where is this, does it exist already, whose recipe is it."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kracht.domains.initiatives.queries import cards, entry, search
from kracht.foundation.accounts import queries as accounts
from kracht.foundation.accounts.queries import User
from kracht.foundation.places import queries as places
from kracht.foundation.places.queries import Found, OutsideError
from kracht.kernel import text

MOST_CHOICES = 8
TOWNS = {"municipality", "place"}
NARROWEST = ("neighbourhood_id", "district_id", "municipality_id", "province_id")


@dataclass(frozen=True, slots=True)
class Where:
    """A place as it will be kept: a pin, or somewhere in an area.

    `area_code` is the smallest area known, empty outside all areas; `estimated`: it was guessed and may be corrected.
    """

    lat: float | None
    lon: float | None
    area_code: str
    place_name: str
    line: str
    estimated: bool
    note: str = ""

    @property
    def pinned(self) -> bool:
        """Whether there is an exact point."""
        return self.lat is not None


@dataclass(frozen=True, slots=True)
class Group:
    """Areas to choose from, under one heading; a choice is (code, name)."""

    label: str
    choices: tuple[tuple[str, str], ...]


def pinned(lat: float, lon: float) -> Where:
    """Return where a pin stands. Raises ValidationError when that is not in the Netherlands."""
    try:
        found = places.resolve(lat, lon)
    except OutsideError:
        raise ValidationError(
            _("The pin is not in the Netherlands. Move it, or take it away and type a postcode or place.")
        ) from None
    except ValueError:
        raise ValidationError(
            _("The pin has no proper coordinates. Put it on the map again, or type a postcode.")
        ) from None
    ids = [key for name in NARROWEST if (key := getattr(found, name)) is not None]
    area = places.area_by_id(ids[0]) if ids else None
    code, line = (area.code, _line(area.code)) if area else ("", found.place)
    return Where(lat, lon, code, found.place, line, estimated=found.estimated and area is not None)


def typed(query: str) -> list[Found]:
    """Return what a typed place may be. Raises ValidationError with what to do when it is nothing we know."""
    found = places.locate(query, limit=MOST_CHOICES)
    if found:
        return found
    if text.key(query)[:4].isdigit():
        raise ValidationError(
            _("We do not know the postcode “%(typed)s”. Check the four digits, or type the name of the place."),
            params={"typed": query[:60]},
        )
    raise ValidationError(
        _("We do not know a place called “%(typed)s”. Try the postcode (four digits) or a larger place nearby."),
        params={"typed": query[:60]},
    )


def rivals(found: list[Found]) -> list[Found]:
    """Return what the words may equally well mean; a district in the town of its name, or the province, is no rival."""
    kinds = TOWNS if found[0].kind in TOWNS else {found[0].kind}
    return list({one.area.code: one for one in reversed(found) if one.kind in kinds}.values())[::-1]


def key_of(found: Found) -> str:
    """Return a value for a list of choices that names this place."""
    return f"{found.kind}.{found.area.code}.{found.district_id or 0}.{text.slugify(found.label, 40)}"


def label_of(found: Found) -> str:
    """Return a place with where it is: "Bergen (municipality in Limburg)"."""
    return f"{found.label} ({found.detail})" if found.detail else found.label


def name_of(query: str) -> str:
    """Return the name of a typed place; of a postcode that of its town."""
    found = places.locate(query, limit=1)
    return _name(found[0]) if found and found[0].kind == "postcode" else query


def _name(found: Found) -> str:
    return found.label.split(" ", 1)[-1] if found.kind == "postcode" else found.label


def somewhere_in(found: Found) -> Where:
    """Return the place of an initiative that is somewhere in this area."""
    area = (places.area_by_id(found.district_id) if found.district_id else None) or found.area
    name, guessed = _name(found), found.kind in {"place", "postcode"}
    return Where(None, None, area.code, name, _line(area.code, name), guessed, found.note)


def in_area(code: str, name: str = "", pin: Where | None = None) -> Where | None:
    """Return the place for an area that was chosen; beside a pin it corrects the area. None for an unknown code."""
    area = places.area_by_code(code) if len(code) <= 10 else None
    if area is None or not area.is_current:
        return None
    if pin is not None:
        return Where(pin.lat, pin.lon, area.code, pin.place_name, _line(area.code), estimated=False)
    return Where(None, None, area.code, name or area.name, _line(area.code, name), estimated=False)


def corrections(code: str) -> list[Group]:
    """Return the areas that may be meant instead: districts of the same municipality, then others of the province."""
    area = places.area_by_code(code)
    line = [*places.ancestors(area), area] if area else []
    by_kind = {one.kind: one for one in line}
    groups = []
    municipality = by_kind.get("municipality")
    if municipality:
        whole = ((municipality.code, _("All of %(area)s") % {"area": municipality.name}),)
        parts = tuple((one.code, one.name) for one in places.children(municipality))
        groups.append(Group(municipality.name, whole + parts))
    if province := by_kind.get("province"):
        whole = ((province.code, _("All of %(area)s") % {"area": province.name}),)
        towns = tuple((one.code, one.name) for one in places.children(province))
        groups.append(Group(_("Elsewhere in %(area)s") % {"area": province.name}, whole + towns))
    return groups


def _line(code: str, place: str = "") -> str:
    """Return an area with what lies around it: "Noordwest, Deventer, Overijssel"."""
    area = places.area_by_code(code)
    if area is None:
        return place
    names = [area.name, *(one.name for one in reversed(places.ancestors(area)) if one.kind != "country")]
    if place and text.key(place) not in {text.key(name) for name in names}:
        names.insert(0, place)
    return ", ".join(dict.fromkeys(names))


def recipe(typed_name: str) -> int | None:
    """Return the published initiative that is meant by an address of its page, its short name or its name."""
    wanted = typed_name.strip()
    path = urlsplit(wanted).path if "/" in wanted else wanted
    found = entry.by_slug(text.slugify(path.rstrip("/").rsplit("/", 1)[-1], 100))
    if found:
        return found.id
    same = [one for one in search.complete(wanted) if text.norm(one.name) == text.norm(wanted)]
    return same[0].id if len(same) == 1 else None


def recipe_name(key: int | None) -> str:
    """Return the short name of the initiative whose recipe is followed, for the form; empty when it is gone."""
    found = cards.by_ids([key]) if key else []
    return found[0].slug if found else ""


def verified_address(user: User) -> str:
    """Return the address of the account when the person has shown that it is theirs; else nothing."""
    return user.email if accounts.has_verified_address(user) else ""
