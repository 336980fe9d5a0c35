"""Addresses for a whole batch at once."""

import secrets
from collections.abc import Sequence

from kracht.domains.initiatives.models import Initiative
from kracht.domains.initiatives.operations.writing import SLUG_LENGTH
from kracht.kernel import text


def free(wanted: Sequence[tuple[str, str, str]]) -> list[str]:
    """Return an address for each (wished for, name, place name) that nobody has: the name, then with place, then a tail."""
    tries = [_tries(*one) for one in wanted]
    every = {slug for options in tries for slug in options}
    taken = set(Initiative.objects.filter(slug__in=every).values_list("slug", flat=True))
    found = []
    for options in tries:
        slug = next((one for one in options if one not in taken), "") or f"{options[0]}-{secrets.token_hex(4)}"
        taken.add(slug)
        found.append(slug)
    return found


def _tries(wish: str, name: str, place_name: str) -> list[str]:
    base = text.slugify(name, SLUG_LENGTH) or "initiatief"
    longer = text.slugify(f"{name} {place_name}", SLUG_LENGTH) or base
    wished = text.slugify(wish, SLUG_LENGTH + 19)
    return [slug for slug in dict.fromkeys((wished, base, longer)) if slug]
