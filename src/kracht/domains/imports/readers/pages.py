"""schema.org data in a web page (JSON-LD), or a JSON-LD file."""

import io
import json
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from kracht.domains.imports.facts import LARGEST_ITEM, FileRefused, Raw
from kracht.domains.imports.readers import json_files

MOST_HTML = 5_000_000
WANTED = {
    "Organization", "NGO", "Project", "LocalBusiness", "Place", "Corporation", "EducationalOrganization", "SportsClub",
    "CivicStructure", "CommunityHealth", "FundingAgency", "ResearchProject", "WorkersUnion", "PerformingGroup",
    "GovernmentOrganization", "OnlineBusiness", "Cooperative", "Consortium", "Library", "SportsOrganization",
}  # fmt: skip
INSIDE = ("mainEntity", "@graph", "about", "itemListElement", "item", "member", "subOrganization", "department")


class _Scripts(HTMLParser):
    """Collects the texts of JSON-LD scripts."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[str] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kind = (dict(attrs).get("type") or "").lower().strip()
        if tag == "script" and kind.startswith("application/ld+json"):
            self._open = True
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._open = False

    def handle_data(self, data: str) -> None:
        if self._open:
            self.found[-1] += data


def rows(file: BinaryIO) -> Iterator[Raw]:
    """Read each organisation, project or place that the page describes."""
    file.seek(0)
    body = file.read(MOST_HTML + 1)
    if len(body) > MOST_HTML:
        raise FileRefused(_("This page is larger than %(most)d MB.") % {"most": MOST_HTML // 1_000_000})
    text = body.decode("utf-8-sig", "replace")
    number = 0
    for script in [text] if text.lstrip()[:1] in {"{", "["} else _scripts(text):
        for one in _things(_loaded(script)):
            number += 1
            yield json_files.as_row(number, one)
    if not number:
        raise FileRefused(_("This page holds no schema.org data of an organisation, project or place."))


def _scripts(text: str) -> list[str]:
    reader = _Scripts()
    reader.feed(text)
    return reader.found


def _loaded(script: str) -> list[Any]:
    if len(script) > LARGEST_ITEM:
        return []
    try:
        return list(json_files.items(io.BytesIO(script.encode("utf-8", "replace"))))
    except (FileRefused, json.JSONDecodeError):
        return []  # one broken script does not hide the others


def _things(values: list[Any]) -> Iterator[dict[str, Any]]:
    """What is described, wherever it hangs; at most 1000 steps."""
    waiting, steps = list(reversed(values)), 0
    while waiting and steps < 1000:
        one = waiting.pop()
        steps += 1
        if isinstance(one, list):
            waiting += reversed(one)
        elif isinstance(one, dict):
            kinds = one.get("@type")
            if WANTED & set(kinds if isinstance(kinds, list) else [kinds]) and one.get("name"):
                yield {name: value for name, value in one.items() if name not in INSIDE}
            waiting += [one[name] for name in reversed(INSIDE) if name in one]
