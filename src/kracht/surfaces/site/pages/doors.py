"""Addresses of the machine doors that pages link to: tiles, shapes, exports, feeds, embeds, pictures for sharing.

They carry no language and belong to another surface; this is the one place that writes them down.
"""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kracht.ui.parts import Link

TILES = "/kaart/tegel/{z}/{x}/{y}.json"
SHAPES = "/kaart/vormen/{level}.json"
EXPORT = "/export/initiatieven.{kind}"
FEED = "/feeds/initiatieven.atom"
EMBED = "/embed/{kind}"
EMBED_SCRIPT = "/embed/kracht.js"
OG_IMAGE = "/og/initiatief/{slug}.png"
OG_AREA = "/og/gebied/{slug}.png"
API = "/api/v1/"
OGC = "/ogc/"

type Pairs = Iterable[tuple[str, str]]


def with_query(path: str, pairs: Pairs = ()) -> str:
    """Return an address with its query string."""
    query = urlencode(list(pairs), safe=",")
    return f"{path}?{query}" if query else path


def exports(pairs: Pairs = ()) -> tuple[Link, ...]:
    """Return the ways to take a set along."""
    pairs = list(pairs)
    return (
        Link(_("Table (CSV)"), with_query(EXPORT.format(kind="csv"), pairs), "download"),
        Link(_("Spreadsheet (Excel)"), with_query(EXPORT.format(kind="xlsx"), pairs), "download"),
        Link(_("Map data (GeoJSON)"), with_query(EXPORT.format(kind="geojson"), pairs), "download"),
        Link(_("Data (JSON)"), with_query(EXPORT.format(kind="json"), pairs), "code"),
        Link(_("Profiles (Murmurations)"), with_query(EXPORT.format(kind="murmurations.json"), pairs), "code"),
        Link(_("Places (OpenFairDB)"), with_query(EXPORT.format(kind="openfairdb.json"), pairs), "code"),
        feed(pairs),
    )


def feed(pairs: Pairs = ()) -> Link:
    """Return the Atom feed of a set."""
    return Link(_("News feed (Atom)"), with_query(FEED, [*pairs, ("lang", get_language() or "nl")]), "feed")


def embed_code(kind: str, pairs: Pairs = ()) -> str:
    """Return the one line of HTML that shows a set (kind map or list) or a card on another site."""
    query = urlencode(list(pairs), safe=",")
    return (
        f'<script src="{settings.SITE_URL}{EMBED_SCRIPT}" data-kind="{kind}" data-query="{query}" async></script>'
        if query
        else f'<script src="{settings.SITE_URL}{EMBED_SCRIPT}" data-kind="{kind}" async></script>'
    )


def absolute(path: str) -> str:
    """Return the full address of a path of this site."""
    return settings.SITE_URL + path
