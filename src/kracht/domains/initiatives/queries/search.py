"""Dutch search: rank within a cap of candidates, did-you-mean, and completion while typing."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q

from kracht.domains.initiatives import wording
from kracht.domains.initiatives.facts import Filters
from kracht.domains.initiatives.models import Word
from kracht.domains.initiatives.queries import swift
from kracht.domains.initiatives.queries.selecting import matches, select, tsquery
from kracht.kernel import text

CANDIDATES = 2000
LEAST_SIMILAR = 0.3


@dataclass(frozen=True, slots=True)
class Named:
    """An initiative by name, for completion."""

    id: int
    slug: str
    name: str
    place_name: str


def ranked(columns: Sequence[str], filters: Filters, *, start: int, size: int) -> list[swift.Row]:
    """Return these columns of the best matches. At most 2,000 candidates are ranked, names before texts."""
    words = wording.search_words(filters.q)
    if not words:
        rows = select(filters).freshest_first().values_list(*columns)
        return list(rows[start : start + size])
    return swift.ranked_rows(columns, filters, tsquery(words), most=CANDIDATES, start=start, size=size)


def did_you_mean(q: str) -> str | None:
    """Return the search with unknown words replaced by the nearest word of the register, or None."""
    words = text.words(q[: wording.LONGEST_QUERY])[: wording.MOST_WORDS]
    if not words:
        return None
    better = [_nearest(word) or word for word in words]
    return " ".join(better) if better != words else None


def _nearest(word: str) -> str | None:
    """Return the known word that looks most like this one; None when it is known, a number or too short."""
    if len(word) < 4 or word.isdigit() or Word.objects.filter(word=word).exists():
        return None
    allowed = max(1, len(word) // 4)
    with connection.cursor() as db:
        db.execute(
            "SELECT word, n FROM initiatives_word WHERE word %% %s ORDER BY similarity(word, %s) DESC, n DESC LIMIT 20",
            [word, word],
        )
        near = [(text.edit_distance(word, known, allowed), -n, known) for known, n in db.fetchall()]
    near = [one for one in near if one[0] <= allowed]
    return min(near)[2] if near else None


def complete(prefix: str, size: int = 6) -> list[Named]:
    """Return initiatives whose name begins with, or holds, what was typed so far."""
    start = text.norm(prefix[: wording.LONGEST_QUERY])
    words = wording.search_words(prefix)
    if not words:
        return []
    rows = select(Filters()).order_by("norm")
    columns = ("id", "slug", "name", "place_name")
    found = list(rows.filter(norm__startswith=start).values_list(*columns)[:size])
    if len(found) < size:
        known = [row[0] for row in found]
        by_text = rows.filter(~Q(id__in=known), matches(words, typing=True))
        candidates = by_text.order_by().values("id")[:200]
        found += list(rows.filter(id__in=candidates).values_list(*columns)[: size - len(found)])
    return [Named(*row) for row in found]
