"""An entry or an area as others read it: schema.org JSON-LD, and the licences by name. Pure: no queries, no request."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kracht.domains.initiatives.facts import Licence
from kracht.domains.initiatives.queries.entry import Entry

LICENCE_URLS: Mapping[str, str] = {
    Licence.CC_BY.value: "https://creativecommons.org/licenses/by/4.0/",
    Licence.CC0.value: "https://creativecommons.org/publicdomain/zero/1.0/",
    Licence.ODBL.value: "https://opendatacommons.org/licenses/odbl/1-0/",
}
LICENCE_NAMES: Mapping[str, str] = {
    Licence.CC_BY.value: "CC BY 4.0",
    Licence.CC0.value: "CC0 1.0",
    Licence.ODBL.value: "ODbL 1.0",
}
CONTEXT = "https://schema.org"
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would calculate these

type Json = dict[str, Any]


def safe_cell(value: Any) -> str:
    """Return a value as a cell that a spreadsheet shows and never calculates; `unquoted` gives the text back."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    plain = str(value)
    return f"'{plain}" if plain.lstrip(" ").startswith(FORMULA) or unquoted(plain) != plain else plain


def unquoted(cell: str) -> str:
    """Take away the apostrophe that an export puts before what looks like a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:].lstrip(" ").startswith(("'", *FORMULA)) else cell


def join_listed(parts: Iterable[str]) -> str:
    """Return texts as one cell with bars between them; a bar inside a text is written as \\|."""
    return " | ".join(part.replace("\\", "\\\\").replace("|", "\\|") for part in parts)


def split_listed(cell: str) -> list[str]:
    """Return the texts of a cell that `join_listed` wrote."""
    parts = re.split(r"(?<!\\)((?:\\\\)*)\|", cell)
    whole = [parts[at] + (parts[at + 1] if at + 1 < len(parts) else "") for at in range(0, len(parts), 2)]
    return [re.sub(r"\\(.)", r"\1", part.strip(" ")) for part in whole] if cell else []


def _filled(data: Json) -> Json:
    """Leave out what is not known."""
    return {key: value for key, value in data.items() if value not in (None, "", [], {}, ())}


def _point(lat: float | None, lon: float | None) -> Json | None:
    if lat is None or lon is None:
        return None
    return {"@type": "GeoCoordinates", "latitude": round(lat, 6), "longitude": round(lon, 6)}


def _place(entry: Entry, municipality: str, province: str) -> Json | None:
    address = _filled({"addressLocality": municipality or entry.place_name, "addressRegion": province})
    geo = _point(entry.lat, entry.lon)
    if not address and not geo:
        return None
    whole = {"@type": "PostalAddress", **address, "addressCountry": "NL"}
    return _filled({"@type": "Place", "name": entry.place_name, "address": whole, "geo": geo})


def _contact(entry: Entry) -> Json | None:
    known = _filled({"name": entry.contact_name, "email": entry.contact_email, "telephone": entry.contact_phone})
    return {"@type": "ContactPoint", **known} if known else None


def entry_json_ld(
    entry: Entry,
    *,
    url: str,
    site: str,
    themes: Sequence[str] = (),
    municipality: str = "",
    province: str = "",
    images: Sequence[str] = (),
) -> Json:
    """Return the page of an initiative as schema.org WebPage about a Project.

    `url` and `site` are absolute addresses, `images` too; `themes` are names. Contacts are those the entry carries,
    so only public ones.
    """
    project = {
        "@type": "Project",
        "@id": f"{url}#initiative",
        "name": entry.name,
        "description": entry.summary,
        "url": entry.website or url,
        "mainEntityOfPage": url,
        "foundingDate": str(entry.since) if entry.since else None,
        "keywords": list(themes),
        "location": _place(entry, municipality, province),
        "image": list(images),
        "contactPoint": _contact(entry),
        "sponsor": [{"@type": "Organization", "name": party.name} for party in entry.parties],
    }
    page = {
        "@context": CONTEXT,
        "@type": "WebPage",
        "@id": url,
        "url": url,
        "name": entry.name,
        "description": entry.summary,
        "inLanguage": entry.language,
        "datePublished": entry.published_at.isoformat() if entry.published_at else None,
        "dateModified": entry.updated_at.isoformat(),
        "license": LICENCE_URLS.get(entry.licence),
        "isBasedOn": entry.source_url,
        "isPartOf": {"@type": "WebSite", "url": site},
        "mainEntity": _filled(project),
    }
    return _filled(page)


def area_json_ld(
    *,
    name: str,
    code: str,
    url: str,
    site: str,
    lat: float,
    lon: float,
    within: tuple[str, str] | None = None,
    initiatives: int | None = None,
    language: str = "nl",
) -> Json:
    """Return the page of an area as schema.org WebPage about an AdministrativeArea. `within` is (name, address)."""
    area = {
        "@type": "AdministrativeArea",
        "@id": f"{url}#area",
        "name": name,
        "identifier": {"@type": "PropertyValue", "propertyID": "CBS", "value": code},
        "geo": _point(lat, lon),
        "containedInPlace": ({"@type": "AdministrativeArea", "name": within[0], "url": within[1]} if within else None),
        "additionalProperty": (
            {"@type": "PropertyValue", "name": "initiatives", "value": initiatives} if initiatives is not None else None
        ),
    }
    page = {
        "@context": CONTEXT,
        "@type": "WebPage",
        "@id": url,
        "url": url,
        "name": name,
        "inLanguage": language,
        "license": LICENCE_URLS[Licence.CC_BY.value],
        "isPartOf": {"@type": "WebSite", "url": site},
        "mainEntity": _filled(area),
    }
    return _filled(page)


def script_text(data: Json) -> str:
    """Return JSON-LD as it may stand between script tags: nothing in it can close the tag."""
    plain = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        plain = plain.replace(char, f"\\u{ord(char):04x}")
    return plain
