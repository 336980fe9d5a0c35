"""The beginning of a file, to show and to guess from."""

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any, BinaryIO, cast

from kracht.domains.imports import readers, wording
from kracht.domains.imports.facts import Mapping, Raw
from kracht.domains.imports.models import Run, Source
from kracht.domains.imports.queries import runs
from kracht.domains.initiatives.queries.lookups import themes

SAMPLE = 200
SHOWN = 5
MOST_WORDS = 40


@contextmanager
def opened(run_id: int) -> Iterator[BinaryIO]:
    """Open the file of a run; small ones stay in memory."""
    with tempfile.SpooledTemporaryFile(max_size=5_000_000) as file:
        for piece in runs.pieces(run_id):
            file.write(piece)
        file.seek(0)
        yield cast("BinaryIO", file)


def sample(run: Run, size: int = SAMPLE) -> list[Raw]:
    """Return the first records; FileRefused when the file cannot be read."""
    with opened(run.pk) as file:
        return list(islice(readers.read(run.format, file), size))


def columns(raws: list[Raw]) -> list[str]:
    """Return the columns of these records, in their order."""
    return list(dict.fromkeys(name for raw in raws for name in raw.values))[:300]


def mapping_for(run: Run, source: Source) -> Mapping:
    """Return how the columns are read: as the last time where they are the same, else guessed."""
    raws = sample(run)
    names = columns(raws)
    filled = frozenset(name for name in names if shown(raws, name))
    found = wording.guess(names, [raw.values for raw in raws])
    known = Mapping.of(source.mapping)
    kept = {target: name for target, name in known.columns.items() if name in names}
    if not kept.get("name"):
        return Mapping(found, {}, known.abroad, source.licence, filled)
    new = filled - known.seen if known.seen else frozenset()
    more = {target: name for target, name in found.items() if target not in kept and name in new}
    return Mapping(kept | more, known.words, known.abroad, known.licence, filled | known.seen.intersection(names))


def theme_words(raws: list[Raw], mapping: Mapping) -> list[tuple[str, int]]:
    """Return the words of the theme column, the most used first, each with the theme it would get (0: none)."""
    column = mapping.columns.get("themes", "")
    by_slug = {theme.slug: key for key, theme in themes().items()}
    used: Counter[str] = Counter()
    for raw in raws:
        used.update(wording.words_in(raw.values.get(column, "")))
    return [
        (word, mapping.words.get(word, by_slug.get(wording.theme_slug(word), 0)))
        for word, _n in used.most_common(MOST_WORDS)
    ]


def shown(raws: list[Raw], column: str) -> list[str]:
    """Return a few different values of a column, short."""
    values = dict.fromkeys(
        _short(raw.values.get(column)) for raw in raws if raw.values.get(column) not in (None, "", [])
    )
    return list(values)[:3]


def _short(value: Any) -> str:
    words = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    words = " ".join(words.split())
    return words if len(words) <= 60 else words[:59] + "…"
