"""Words of the register: what a search asks for, and what Dutch hides inside compounds. Pure."""

from functools import cache, lru_cache
from pathlib import Path

from kracht.kernel import text

MOST_WORDS = 8
LONGEST_QUERY = 200
SHORTEST_HEAD = 6
PART_FILE = Path(__file__).parent / "data" / "woorddelen.txt"


@cache
def vocabulary() -> frozenset[str]:
    """Return the words that Dutch initiatives are named after, in `norm` form."""
    lines = PART_FILE.read_text().splitlines()
    return frozenset(text.norm(line) for line in lines if line and not line.startswith("#"))


def hidden_parts(*texts: str, also: tuple[str, ...] = ()) -> str:
    """Return the words inside the compounds of these texts, and the words of `also`, each once."""
    found: dict[str, None] = {}
    for word in text.words(" ".join(texts)[:20_000]):
        found.update(dict.fromkeys(_inside(word)))
    for extra in also:
        found.update(dict.fromkeys(text.words(extra)))
    return " ".join(found)


@lru_cache(maxsize=50_000)
def _inside(word: str) -> tuple[str, ...]:
    """The words inside a word; texts say the same ones over and over."""
    return text.split_compound(word, vocabulary())


def search_words(q: str) -> tuple[str, ...]:
    """Return the words of a search, at most eight, each with its other way after a bar.

    A compound that is no word of its own may also be found by its head: buurtmoestuin|moestuin. A known word (moestuin,
    voedselbank) means just itself, and a short head (cafe, huis) says too little.
    """
    return tuple(_ways(word) for word in text.words(q[:LONGEST_QUERY])[:MOST_WORDS])


def _ways(word: str) -> str:
    singular = {word, word.removesuffix("en"), word.removesuffix("s")}
    if singular & vocabulary():
        return word
    parts = [part for one in singular for part in text.split_compound(one, vocabulary())]
    heads = [part for part in parts if len(part) >= SHORTEST_HEAD and any(one.endswith(part) for one in singular)]
    return f"{word}|{max(heads, key=len)}" if heads else word
