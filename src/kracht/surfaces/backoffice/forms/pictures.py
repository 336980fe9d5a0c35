"""The pictures of a form: kept as soon as they arrive, named by their token, each with its own words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _

from kracht.foundation.media import queries as media
from kracht.kernel import text
from kracht.surfaces.backoffice.facts import MOST_PICTURES

LONGEST_ALT = 300
LONGEST_CREDIT = 200


@dataclass(slots=True)
class Shelved:
    """One picture in the form."""

    number: int
    token: str
    src: str
    width: int
    height: int
    alt: str = ""
    credit: str = ""
    error: str = ""


@dataclass(slots=True)
class Shelf:
    """All pictures of a form. `errors` are about files that could not be kept."""

    rows: list[Shelved] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def is_valid(self) -> bool:
        """Whether every file could be kept and every picture is described."""
        for row in self.rows:
            if len(row.alt) < 3 and not row.error:
                row.error = _("Say in a few words what can be seen, for people who cannot see it.")
        return not self.errors and not any(row.error for row in self.rows)

    @property
    def numbers(self) -> tuple[int, ...]:
        """The pictures in the order of the form."""
        return tuple(row.number for row in self.rows)

    @property
    def captions(self) -> dict[int, tuple[str, str]]:
        """Per picture what can be seen, and who made it."""
        return {row.number: (row.alt, row.credit) for row in self.rows}

    @property
    def room(self) -> int:
        """How many pictures still fit."""
        return max(0, MOST_PICTURES - len(self.rows))


def read_shelf(post: QueryDict, *, fresh: Sequence[str] = (), errors: Iterable[str] = ()) -> Shelf:
    """Return the pictures a form names, except those that are ticked away, and the fresh ones."""
    tokens = [token for token in dict.fromkeys([*post.getlist("picture"), *fresh]) if not post.get(f"drop-{token}")]
    rows = [_row(view) for view in media.with_tokens(tokens, most=MOST_PICTURES)]
    for row in rows:
        _read_words(row, post)
    return Shelf(rows, list(errors))


def _row(view: media.PictureView) -> Shelved:
    return Shelved(view.number, view.token, view.src, view.width, view.height, view.alt, view.credit)


def _read_words(row: Shelved, post: QueryDict) -> None:
    alt, credit = post.get(f"alt-{row.token}", ""), post.get(f"credit-{row.token}", "")
    try:
        row.alt, row.credit = text.clean(alt, LONGEST_ALT), text.clean(credit, LONGEST_CREDIT)
    except text.TextTooLong as too_long:
        row.alt, row.credit = alt, credit
        row.error = _("This is too long: %(limit)d characters fit.") % {"limit": too_long.limit}


def shelf_of_values(numbers: Iterable[int]) -> Shelf:
    """Return the pictures an entry has, for its form."""
    wanted = list(numbers)
    found = media.pictures(wanted)
    return Shelf([_row(found[key]) for key in wanted if key in found])
