"""How far two words are apart. Plain Python."""


def distance(one: str, other: str) -> int:
    """Return the optimal string alignment distance: letters added, dropped, changed, or two neighbours swapped.

    Source: L. Boytsov (2011), Indexing methods for approximate dictionary searching, section 2.2.
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                best = min(best, older[j - 2] + 1)
            row.append(best)
    return row[-1]
