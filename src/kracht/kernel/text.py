"""Text of people: made safe, made comparable, cut into the words that Dutch glues together. Plain Python."""

import re
import unicodedata
from collections.abc import Collection

_LETTERS = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ł": "l",
        "þ": "th",
        "ı": "i",
        "’": "'",
        "‘": "'",
        "ĳ": "ij",
    }
)
_BIDI = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}  # embeddings, overrides, isolates
_DROPPED = dict.fromkeys(
    {*range(32), *range(0x7F, 0xA0), *_BIDI, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)}
    - {0x09, 0x0A}
)
_SPACE = re.compile(r"[^\S\n]+")
_NOT_WORD = re.compile(r"[^0-9a-z]+")
_LINKS = ("", "s", "en", "e", "n", "er")  # what Dutch puts between the parts of a compound
MIN_PART = 4


class TextTooLong(ValueError):
    """The text is longer than allowed; `limit` says how many characters fit."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(f"Use at most {limit} characters.")


def clean(text: str, limit: int, *, lines: bool = False) -> str:
    """User text as it may be stored: no NUL, control or text-direction characters, tidy spaces, NFC.

    With `lines` line breaks stay (at most two in a row), else they become spaces. Raises TextTooLong.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").translate(_DROPPED))
    if lines:
        text = re.sub(r"\n{3,}", "\n\n", re.sub(r" ?\n ?", "\n", _SPACE.sub(" ", text))).strip()
    else:
        text = " ".join(text.split())
    if len(text) > limit:
        raise TextTooLong(limit)
    return text


def norm(text: str) -> str:
    """Lower case, without accents, single spaces: what is compared and sorted ("Één  Café" -> "een cafe")."""
    folded = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
    plain = unicodedata.normalize("NFKD", folded)
    return " ".join("".join(char for char in plain if not unicodedata.combining(char)).split())


def key(text: str) -> str:
    """`norm` with everything but letters and digits as a space ("'s-Gravenhage" -> "s gravenhage")."""
    return _NOT_WORD.sub(" ", norm(text)).strip()


def slugify(text: str, limit: int = 80) -> str:
    """A part of a web address: a-z, 0-9 and single hyphens; may be empty. Cut at a hyphen where that fits."""
    slug = _NOT_WORD.sub("-", norm(text).replace("'", "")).strip("-")
    if len(slug) <= limit:
        return slug
    return slug[:limit].rsplit("-", 1)[0] if "-" in slug[:limit] else slug[:limit]


def free(stem: str, taken: Collection[str]) -> str:
    """Return the stem when nobody has it, else stem-2, stem-3 and so on: the first that is not taken."""
    numbered = (f"{stem}-{n}" for n in range(2, len(taken) + 3))
    return next(one for one in (stem, *numbered) if one not in taken)


def words(text: str) -> list[str]:
    """The words of a text in `norm` form, in order."""
    return key(text).split()


def split_compound(word: str, vocabulary: Collection[str]) -> tuple[str, ...]:
    """Parts of a Dutch compound, all in the vocabulary and at least four letters long; empty when it is none.

    Of all ways to cut, the one with the fewest parts wins; parts that are compounds themselves give their parts too
    ("buurtmoestuin" -> buurt, moestuin, moes, tuin when all four are known words).
    """
    cut = _cut(norm(word), vocabulary)
    inner = (piece for part in cut for piece in split_compound(part, vocabulary))
    return tuple(dict.fromkeys([*cut, *inner]))


def _cut(word: str, vocabulary: Collection[str]) -> tuple[str, ...]:
    """Fewest known parts that make up the word (never the word itself), or nothing."""
    if not 2 * MIN_PART <= len(word) <= 60:
        return ()
    best: dict[int, tuple[str, ...]] = {0: ()}
    for end in range(MIN_PART, len(word) + 1):
        for start in [at for at in best if at <= end - MIN_PART]:
            part = word[start:end]
            if part in vocabulary and part != word:
                _keep(best, end, word, (*best[start], part))
    return best.get(len(word), ())


def _keep(best: dict[int, tuple[str, ...]], end: int, word: str, parts: tuple[str, ...]) -> None:
    """Remember the cut at this place and behind each linking sound that may follow."""
    for link in _LINKS:
        after = end + len(link)
        at_end = after == len(word)
        if word.startswith(link, end) and not (link and at_end) and len(parts) < len(best.get(after, (0,) * 9)):
            best[after] = parts


def edit_distance(a: str, b: str, limit: int) -> int:
    """How many letters must be put in, left out, changed or swapped with a neighbour; above the limit: limit + 1."""
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        older, before, row = before, row, [i]
        for j, right in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (left != right))
            if i > 1 and j > 1 and left == b[j - 2] and a[i - 2] == right:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)
