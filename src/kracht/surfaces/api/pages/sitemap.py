"""The sitemap: an index, and chunks of at most 10,000 pages with their date and their other language."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.core.cache import caches
from django.urls import reverse
from django.utils.translation import override

from kracht.domains.initiatives.queries import entry as entries
from kracht.domains.initiatives.queries.lookups import themes
from kracht.foundation.organisations import queries as organisations
from kracht.foundation.places import queries as places
from kracht.surfaces.api.pages import naming

CHUNK = 10_000
KEPT_SECONDS = 3600
LANGUAGES = ("nl", "en")
SPACES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
WITH_LANGUAGES = f'{SPACES} xmlns:xhtml="http://www.w3.org/1999/xhtml"'
FIXED = (
    "home",
    "list",
    "areas",
    "themes",
    "organisations",
    "numbers",
    "about",
    "open_data",
    "accessibility",
    "privacy",
)

type Page = tuple[Callable[[str], str], datetime | None]


def _day(at: datetime | None) -> str:
    return f"<lastmod>{at:%Y-%m-%dT%H:%M:%SZ}</lastmod>" if at else ""


def _url(page: Page) -> str:
    """A page in each of its languages, each naming the others."""
    address, at = page
    urls = {language: address(language) for language in LANGUAGES}
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href={quoteattr(url)}/>' for language, url in urls.items()
    )
    return "".join(f"<url><loc>{escape(url)}</loc>{_day(at)}{others}</url>\n" for url in urls.values())


def _whole(pages: Iterable[Page]) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {WITH_LANGUAGES}>\n'
    yield from map(_url, pages)
    yield "</urlset>\n"


def _of(name: str, slug: str) -> Callable[[str], str]:
    return lambda language: naming.page_url(name, slug, language)


def _fixed(name: str) -> Callable[[str], str]:
    def address(language: str) -> str:
        with override(language):
            return settings.SITE_URL + reverse(f"site:{name}")

    return address


def index() -> str:
    """Return the index, at most an hour old, since it reads the date of every entry."""
    found: str | None = caches["local"].get("sitemap")
    if found is None:
        found = _index()
        caches["local"].set("sitemap", found, KEPT_SECONDS)
    return found


def _index() -> str:
    """A chunk of initiatives is named by the number it starts after, so that it stays the same."""
    parts: list[tuple[str, datetime | None]] = [
        (f"{settings.SITE_URL}/sitemap-pages.xml", None),
        (f"{settings.SITE_URL}/sitemap-organisations.xml", None),
    ]
    parts += [(f"{settings.SITE_URL}/sitemap-initiatives-{start}.xml", at) for start, at in _chunks()]
    rows = "".join(f"<sitemap><loc>{escape(url)}</loc>{_day(at)}</sitemap>\n" for url, at in parts)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex {SPACES}>\n{rows}</sitemapindex>\n'


def _chunks() -> Iterator[tuple[int, datetime]]:
    after = 0
    while rows := entries.changed_since(None, after_id=after, size=CHUNK // len(LANGUAGES)):
        yield after, max(at for _key, _slug, at in rows)
        after = rows[-1][0]


def initiatives(after: int) -> str:
    """Return the chunk that starts after this number."""
    rows = entries.changed_since(None, after_id=after, size=CHUNK // len(LANGUAGES))
    return "".join(_whole((_of("site:entry", slug), at) for _key, slug, at in rows))


def pages() -> str:
    """Return the fixed pages, the themes, the provinces and the municipalities."""
    found: list[Page] = [(_fixed(name), None) for name in FIXED]
    found += [(_of("site:theme", fact.slug), None) for fact in themes().values()]
    found += [(_of("site:area", area.slug), None) for area in [*places.provinces(), *places.municipalities()]]
    return "".join(_whole(found))


def organisation_pages() -> str:
    """Return the pages of organisations."""
    rows = organisations.sitemap_rows()[: CHUNK // len(LANGUAGES)]
    return "".join(
        _whole((_of("site:organisation", slug), at if isinstance(at, datetime) else None) for slug, at in rows)
    )
