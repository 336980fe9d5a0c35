"""Texts of mails: subject, plain text and the HTML drawn from it. No database, no clock."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.template import Context, loader
from django.template.defaultfilters import linebreaks_filter
from django.utils import translation
from django.utils.html import urlize
from django.utils.safestring import SafeString

from kracht.kernel.text import clean

MAX_SUBJECT = 300
LANGUAGES = {code for code, _name in settings.LANGUAGES}


def language_of(wanted: str) -> str:
    """The language to write in: the wanted one when the site has it, else the site's own."""
    return wanted if wanted in LANGUAGES else settings.LANGUAGE_CODE


def absolute(path: str) -> str:
    """The full address of a page of this site, for use in a mail."""
    return f"{settings.SITE_URL}{path}"


def write(kind: str, context: Mapping[str, Any], language: str) -> tuple[str, str]:
    """Return (subject, text) from the template `<app>/mail/<name>.txt` of the kind `<app>/<name>`.

    The first line is the subject. Values are put in as they are: this is plain text.
    """
    app, _slash, name = kind.partition("/")
    values = {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL, **context}
    with translation.override(language):
        template = loader.get_template(f"{app}/mail/{name}.txt").template  # type: ignore[attr-defined]  # Django's own engine
        written = template.render(Context(values, autoescape=False))
    subject, _line, text = written.strip().partition("\n")
    return clean(subject, 10_000)[:MAX_SUBJECT], clean(text, 100_000, lines=True)


def to_html(subject: str, text: str, language: str) -> str:
    """The mail as HTML: paragraphs, and a link where the text has one. No pictures, nothing that calls home."""
    return loader.render_to_string(
        "notify/mail.html", {"subject": subject, "paragraphs": paragraphs(text), "language": language}
    )


def paragraphs(text: str) -> SafeString:
    """Escaped paragraphs with clickable addresses."""
    return linebreaks_filter(urlize(text, autoescape=True), autoescape=False)


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put one receiver's own values in the place of their marks. Values must need no escaping (addresses, numbers)."""
    for mark, value in values.items():
        text = text.replace(mark, value)
    return text
