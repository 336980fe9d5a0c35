"""What every page's frame shows: names, links, languages. Context processor `site`."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kracht.ui import manifest
from kracht.ui.parts import Link

NAVIGATION = {"map": _("Map"), "areas": _("Areas"), "themes": _("Themes"), "numbers": _("Figures"), "value": _("Value")}
TAKE_PART = {
    "add": _("Put an initiative on the map"),
    "map": _("Find initiatives"),
    "my_list": _("My list"),
    "organisations": _("Organisations"),
    "people": _("Community"),
}
OPEN = {
    "open_data": _("Open data"),
    "api": _("API for developers"),
    "embed": _("Show on your own site"),
    "partners": _("Partners"),
    "numbers": _("Figures"),
}
ABOUT = {
    "about": _("About Kracht"),
    "sources": _("Sources and licence"),
    "privacy": _("Privacy"),
    "accessibility": _("Accessibility"),
    "mailbox": _("Outgoing mail of this demo"),
}
LANGUAGE_NAMES = {"nl": "Nederlands", "en": "English"}


def address(key: str) -> str:
    """Return the address of a page by its key in settings.UI_LINKS, or nothing when this site has no such page."""
    name = settings.UI_LINKS.get(key)
    return _address(name, get_language()) if name else ""


@cache
def _address(name: str, _language: str | None) -> str:
    return reverse(name)


def links(words: dict[str, Any], path: str = "") -> list[Link]:
    """Return the links of a group that this site has; the one `path` lies under is current."""
    found = [(label, address(key)) for key, label in words.items()]
    return [Link(label=str(label), url=url, current=path.startswith(url)) for label, url in found if url]


def languages(request: HttpRequest) -> list[Link]:
    """Return this same page in the other languages."""
    here = request.get_full_path()
    return [
        Link(label=LANGUAGE_NAMES[code], url=translate_url(here, code), icon=code)
        for code, _name in settings.LANGUAGES
        if code != get_language()
    ]


def site(request: HttpRequest) -> dict[str, Any]:
    """Return the frame's context; each part is made only when a template asks for it."""
    path = request.path
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "sprite": SimpleLazyObject(lambda: manifest.address("frontend/icons/sprite.svg")),
        "mark_url": SimpleLazyObject(lambda: manifest.address("frontend/icons/mark.svg")),
        "page_url": SimpleLazyObject(lambda: {key: address(key) for key in settings.UI_LINKS}),
        "navigation": SimpleLazyObject(lambda: links(NAVIGATION, path)),
        "footer_part": SimpleLazyObject(lambda: links(TAKE_PART)),
        "footer_open": SimpleLazyObject(lambda: links(OPEN)),
        "footer_about": SimpleLazyObject(lambda: links(ABOUT)),
        "languages": SimpleLazyObject(lambda: languages(request)),
    }
