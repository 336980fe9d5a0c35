"""Two texts beside each other, word by word. First whole sentences are matched, then words inside what differs: so the
cost stays small for long stories. Plain Python."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_SENTENCE = re.compile(r"[^.!?\n]*(?:[.!?]+\s*|\n\s*|$)")
_WORD = re.compile(r"\s*\S+\s*|\s+")
MOST_WORDS = 600  # on either side of a changed part; a longer one is shown as a whole


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text: kind is "same", "gone" or "come"."""

    kind: str
    text: str


def compare(before: str, after: str) -> list[Piece]:
    """Return the pieces that tell both texts: same and gone give the first, same and come the second."""
    pieces: list[Piece] = []
    old, new = _split(_SENTENCE, before), _split(_SENTENCE, after)
    for kind, gone, come in _match(old, new):
        if kind == "same":
            _add(pieces, "same", gone)
        else:
            _words(pieces, gone, come)
    return pieces


def _split(pattern: re.Pattern[str], text: str) -> list[str]:
    return [part for part in pattern.findall(text) if part]


def _match(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield ("same" if tag == "equal" else "other", "".join(old[i:j]), "".join(new[k:m]))


def _words(pieces: list[Piece], gone: str, come: str) -> None:
    old, new = _split(_WORD, gone), _split(_WORD, come)
    if not old or not new or max(len(old), len(new)) > MOST_WORDS:
        _add(pieces, "gone", gone)
        _add(pieces, "come", come)
        return
    for kind, left, right in _match(old, new):
        if kind == "same":
            _add(pieces, "same", left)
        else:
            _add(pieces, "gone", left)
            _add(pieces, "come", right)


def _add(pieces: list[Piece], kind: str, text: str) -> None:
    """Add a run of text; neighbours of one kind become one piece."""
    if not text:
        return
    if pieces and pieces[-1].kind == kind:
        pieces[-1] = Piece(kind, pieces[-1].text + text)
    else:
        pieces.append(Piece(kind, text))
