"""What a mail of news holds: which happenings belong to a topic, and how they are told. Implements `Composer`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kracht.domains.initiatives.facts import NeedKind
from kracht.domains.initiatives.queries import cards, happened
from kracht.domains.initiatives.queries.cards import Card
from kracht.foundation.subscriptions import queries
from kracht.foundation.subscriptions.facts import Happening, What
from kracht.surfaces.site.pages import common, doors, topics
from kracht.surfaces.site.pages.common import written

INITIATIVE = "initiative"
SHOWN = 20
# what is told of an entry to which several things happened: the first of these, needs and label beside it
ORDER = ("withdrawn", "published", "ended", "label", "needs", "changed")


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the mail."""

    name: str
    place: str
    news: str
    summary: str
    url: str


class Digest:
    """The composer of this site."""

    kind = "site/digest"

    def match(self, what: What, after: int, upto: int) -> list[Happening]:
        """Return what happened at these places to what the topic holds now, newest first."""
        ids = self._ids(what, after, upto)
        found = queries.happenings(INITIATIVE, ids, after=after, upto=upto) if ids else []
        only_entry = what.kind == topics.ENTRY
        return [one for one in found if only_entry or one.what != "withdrawn"]

    @staticmethod
    def _ids(what: What, after: int, upto: int) -> list[int]:
        if what.kind == topics.ENTRY:
            return [int(what.key)]
        changed = queries.targets(INITIATIVE, after=after, upto=upto)
        if what.kind == topics.ORGANISATION:
            return happened.of_organisation(int(what.key), changed, queries.MOST)
        filters = topics.filters_of(what)
        return happened.matching(filters, changed, queries.MOST) if filters is not None else []

    def words(self, what: What, happened: Sequence[Happening], language: str) -> Mapping[str, Any]:
        """Return the context of the mail; empty when none of it can be shown any more."""
        with translation.override(language):
            topic = topics.describe(what)
            lines = _lines(happened)
            if not lines:
                return {}
            return {
                "label": topic.label,
                "subject": _subject(lines, topic.label),
                "lines": lines[:SHOWN],
                "more": written(len(lines) - SHOWN) if len(lines) > SHOWN else "",
                "floor": len(happened) >= queries.MOST,
                "topic_url": doors.absolute(topic.url) if topic.url else "",
            }

    def manage_url(self, token: str, language: str) -> str:
        """Return the full address of the page of one subscription."""
        return page("site:posted_manage", language, token)

    def stop_url(self, token: str, language: str) -> str:
        """Return the full address where one POST ends it."""
        return page("site:posted_stop", language, token)


def page(name: str, language: str, *arguments: str) -> str:
    """Return the full address of a page in a language, for a mail."""
    with translation.override(language):
        return doors.absolute(reverse(name, args=arguments))


def _lines(happened: Sequence[Happening]) -> list[Told]:
    """One line per entry, those that are new first, then the latest news first."""
    of_entry: dict[int, list[Happening]] = {}
    for one in happened:
        of_entry.setdefault(one.target_id, []).append(one)
    shown = {card.id: card for card in cards.by_ids(of_entry)}
    names = common.area_names(card.municipality_id for card in shown.values())
    found = [(_strongest(acts), _told(acts, shown.get(key), names)) for key, acts in of_entry.items()]
    ranked = sorted(((what, line) for what, line in found if line is not None), key=lambda pair: ORDER.index(pair[0]))
    return [line for _what, line in ranked]


def _strongest(acts: Iterable[Happening]) -> str:
    happened = {one.what for one in acts}
    return next((what for what in ORDER if what in happened), "changed")


def _told(acts: list[Happening], card: Card | None, names: Mapping[int, common.AreaName]) -> Told | None:
    what = _strongest(acts)
    if card is None:
        gone = _("This initiative was taken off the map.")
        return Told(_("An initiative that you follow"), "", gone, "", "") if what == "withdrawn" else None
    if what == "withdrawn":  # taken off and put back since
        what = "published"
    return Told(
        name=card.name,
        place=common.place_label(card.place_name, names.get(card.municipality_id or 0)),
        news=_news(what, acts),
        summary=card.summary if what == "published" else "",
        url=doors.absolute(reverse("site:entry", args=[card.slug])),
    )


def _news(what: str, acts: Iterable[Happening]) -> str:
    words = {
        "published": _("New on the map"),
        "ended": _("Has come to an end"),
        "label": _("Got the quality label"),
        "needs": _needs(acts),
        "changed": _("Changed"),
    }
    return words[what]


def _needs(acts: Iterable[Happening]) -> str:
    kinds = {kind for one in acts if one.what == "needs" for kind in one.detail.get("kinds", ())}
    labels = [str(NeedKind(kind).label) for kind in NeedKind.values if kind in kinds]
    return str(capfirst(_("asks for: %(what)s") % {"what": ", ".join(labels)}))


def _subject(lines: list[Told], label: str) -> str:
    if len(lines) == 1 and lines[0].name != label:
        return f"{label}: {lines[0].name}"
    if len(lines) == 1:
        return f"{label}: {lines[0].news.lower()}"
    return ngettext("%(label)s: %(n)s message", "%(label)s: %(n)s messages", len(lines)) % {
        "label": label,
        "n": written(len(lines)),
    }
