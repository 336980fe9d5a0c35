"""Everything about a person as one file: JSON for programs, and a page that opens without a network."""

import io
import json
import zipfile
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from kracht.foundation.accounts.queries import User
from kracht.surfaces.mydata import queries
from kracht.surfaces.mydata.facts import Gathered
from kracht.surfaces.mydata.wording import field_name, value_text

STYLE = """
:root { color-scheme: light dark; font: 1rem/1.6 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h2 { margin-top: 2.5rem; border-bottom: 2px solid; }
dl { display: grid; grid-template-columns: minmax(8rem, 14rem) 1fr; gap: .25rem 1rem; padding: .75rem 0; margin: 0;
  border-bottom: 1px solid color-mix(in srgb, currentColor 25%, transparent); }
dt { font-weight: 600; }
dd { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap; }
img { max-width: 100%; height: auto; }
@media (max-width: 36rem) { dl { grid-template-columns: 1fr; } }
"""


def made(user: User, *, language: str, at: datetime, found: Gathered | None = None) -> bytes:
    """The ZIP with `data.json`, `index.html`, `style.css` and the person's pictures, in this language."""
    with translation.override(language or settings.LANGUAGE_CODE):
        found = found or queries.gathered(user)
        pictures = list(queries.pictures_of(user))
        page = render_to_string("mydata/export.html", _page(found, [name for name, _content in pictures], user, at))
    told = {
        "about": user.email,
        "made_at": at.isoformat(),
        "site": settings.SITE_URL,
        "data": found.parts,
        "pictures": [f"pictures/{name}" for name, _content in pictures],
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", json.dumps(told, ensure_ascii=False, indent=1))
        archive.writestr("index.html", page)
        archive.writestr("style.css", STYLE.strip())
        for name, content in pictures:
            archive.writestr(f"pictures/{name}", content, zipfile.ZIP_STORED)
    return out.getvalue()


def _page(found: Gathered, pictures: list[str], user: User, at: datetime) -> dict[str, object]:
    sections = [
        (heading, [[(field_name(key), value_text(value)) for key, value in record.items()] for record in records])
        for headings in found.parts.values()
        for heading, records in headings.items()
    ]
    return {
        "sections": sections,
        "pictures": pictures,
        "address": user.email,
        "at": at,
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "language": translation.get_language(),
    }
