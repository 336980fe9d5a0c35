"""What a query string names: themes and areas. Themes are rows of a migration and are kept per process."""

from dataclasses import dataclass

from kracht.domains.initiatives.models import Theme
from kracht.domains.initiatives.params import Lookups
from kracht.foundation.places import queries as places

# names of colours and icons of the design system, in the order of the numbers
KEYS = "care energy learning living sport community circular green culture poverty mobility democracy".split()


@dataclass(frozen=True, slots=True)
class ThemeFact:
    """A theme with its words in both languages."""

    id: int
    slug: str
    name_nl: str
    name_en: str
    description_nl: str
    description_en: str

    @property
    def key(self) -> str:
        """Return the name of its colour and icon."""
        return KEYS[self.id - 1]

    def name(self, language: str | None) -> str:
        """Return the name in a language; Dutch for any other than English."""
        return self.name_en if language == "en" else self.name_nl

    def description(self, language: str | None) -> str:
        """Return the sentence in a language; Dutch for any other than English."""
        return self.description_en if language == "en" else self.description_nl


_held: dict[int, ThemeFact] = {}


def themes() -> dict[int, ThemeFact]:
    """Return the themes by number, in their fixed order."""
    if not _held:
        columns = ("id", "slug", "name_nl", "name_en", "description_nl", "description_en")
        _held.update({row[0]: ThemeFact(*row) for row in Theme.objects.order_by("id").values_list(*columns)})
    return _held


def area_number(value: str) -> int | None:
    """Return the number of today's area with this code or slug; an area that ended gives the one it went into."""
    area = places.area_by_code(value) or places.area_by_slug(value.lower())
    if area is not None and not area.is_current:
        area = places.successor(area)
    return area.pk if area else None


_lookups: list[Lookups] = []


def lookups() -> Lookups:
    """Return what `params.read` asks for."""
    if not _lookups:
        found = Lookups(themes={theme.slug: theme.id for theme in themes().values()}, area=area_number)
        if not found.themes:  # no themes yet: not worth keeping
            return found
        _lookups.append(found)
    return _lookups[0]
