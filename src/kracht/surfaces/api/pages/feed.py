"""An Atom feed of any filtered set: of an area, a theme, a search."""

import re
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.utils.xmlutils import SimplerXMLGenerator

from kracht.domains.initiatives.exchange import LICENCE_NAMES, LICENCE_URLS
from kracht.domains.initiatives.facts import Licence
from kracht.domains.initiatives.params import Params
from kracht.domains.initiatives.queries import cards
from kracht.domains.initiatives.queries.cards import Card
from kracht.domains.initiatives.queries.lookups import themes
from kracht.foundation.places import queries as places
from kracht.surfaces.api.pages import naming

LANGUAGES = ("nl", "en")
PATH = "/feeds/initiatieven.atom"
START = "2026"  # the year from which our tag: addresses hold (RFC 4151)
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class _Feed(Atom1Feed):
    """Atom with a point per entry (GeoRSS). `at` dates a feed without entries: the start of that day."""

    at: datetime

    def latest_post_date(self) -> datetime:
        days = [item["updateddate"] for item in self.items]
        return max(days, default=self.at.replace(hour=0, minute=0, second=0, microsecond=0))

    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), "xmlns:georss": "http://www.georss.org/georss"}

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        handler.addQuickElement("link", "", {"rel": "license", "href": LICENCE_URLS[Licence.CC_BY.value]})
        handler.addQuickElement("generator", settings.SITE_NAME, {"uri": settings.SITE_URL})

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, object]) -> None:
        super().add_item_elements(handler, item)
        if item.get("point"):
            handler.addQuickElement("georss:point", str(item["point"]))


def _plain(text: str) -> str:
    return NOT_IN_XML.sub("", text)


def _title(asked: Params, language: str) -> str:
    parts = [f"“{asked.filters.q}”"] if asked.filters.q else []
    parts += [themes()[key].name(language) for key in asked.filters.themes]
    if asked.filters.area_id is not None and (area := places.area_by_id(asked.filters.area_id)):
        parts.append(area.name)
    start = _("Initiatives")
    return f"{settings.SITE_NAME}: {start} – {', '.join(parts)}" if parts else f"{settings.SITE_NAME}: {start}"


def _tag(card: Card) -> str:
    """The name of an entry that stays when its address changes (RFC 4151)."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},{START}:initiative/{card.id}"


def atom(asked: Params, language: str, at: datetime) -> bytes:
    """Return the feed of a set, the last confirmed first. `at` dates a feed without entries."""
    with override(language):
        return _atom(asked, language, at)


def _atom(asked: Params, language: str, at: datetime) -> bytes:
    found = cards.newest(asked.limit, replace(asked.filters, near=None))
    pairs = [pair for pair in asked.pairs if pair[0] != "near"]
    here = f"{settings.SITE_URL}{PATH}?{urlencode([*pairs, ('lang', language)])}"
    page = f"{naming.list_url(language)}?{urlencode(pairs)}" if pairs else naming.list_url(language)
    feed = _Feed(
        title=_plain(_title(asked, language)),
        link=page,
        description="",
        subtitle=_("Open data, %(licence)s. A record with another licence says so.")
        % {"licence": LICENCE_NAMES[Licence.CC_BY.value]},
        language=language,
        author_name=settings.SITE_NAME,
        feed_url=here,
        feed_guid=here,
        feed_copyright=f"{LICENCE_NAMES[Licence.CC_BY.value]}: {settings.SITE_NAME}, {settings.SITE_URL}",
    )
    feed.at = at
    for card in found:
        _add(feed, card, language)
    return feed.writeString("utf-8").encode()


def _add(feed: _Feed, card: Card, language: str) -> None:
    feed.add_item(
        title=_plain(card.name),
        link=naming.entry_url(card.slug, language),
        description=escape(_plain(card.summary)),
        unique_id=_tag(card),
        updateddate=max(card.fresh_at, card.updated_at),
        pubdate=None,
        categories=[themes()[key].name(language) for key in card.themes if key in themes()],
        item_copyright=LICENCE_NAMES.get(card.licence, card.licence),
        point=f"{card.lat:.5f} {card.lon:.5f}" if card.lat is not None and card.lon is not None else "",
    )
